import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dumpDatabase } from '../../../test/harness/dump-database.ts';
import { startPostgres } from '../../../test/harness/postgres-server.ts';
import { openAuthority } from './harness/open-authority.ts';
import { connectAnew, replaceWorker, revokeBetweenWorkers, revokedForAll } from './harness/workers.ts';

connectAnew();
const postgres = await startPostgres();
const databaseUrl = await postgres.createDatabase();
const house = await openAuthority({ databaseUrl, env: { COUNTERSIGN_WORKERS: '2' } });
// Hooks run in the order of their registration: the authority has ended when its database is searched and goes.
after(async () => {
  await dumpDatabase(databaseUrl, join(house.dataFolder, 'postgres.dump')).finally(() => postgres.stop());
});

test('on PostgreSQL a token that one worker revoked is refused by the other, also by one that is new', async () => {
  for (let round = 0; round < 50; round += 1)
    assert.deepEqual(await revokeBetweenWorkers(house), revokedForAll);
  await replaceWorker(house);
  for (let round = 0; round < 50; round += 1)
    assert.deepEqual(await revokeBetweenWorkers(house), revokedForAll);
});
