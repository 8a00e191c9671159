import { join } from 'node:path';
import { after } from 'node:test';
import { dumpDatabase } from '../../../../test/harness/dump-database.ts';
import { startPostgres } from '../../../../test/harness/postgres-server.ts';
import { newDataFolder } from '../../../../test/harness/run-folder.ts';
import { oauthRacesContract } from './oauth-races.contract.ts';

const postgres = await startPostgres();
const databaseUrl = await postgres.createDatabase();
await oauthRacesContract(databaseUrl);
// Hooks run in the order of their registration: the nodes have ended when their database is searched and goes.
after(async () => {
  await dumpDatabase(databaseUrl, join(newDataFolder(), 'postgres.dump')).finally(() => postgres.stop());
});
