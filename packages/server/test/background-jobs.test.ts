import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import {
  authorityServiceId,
  ForwardClock,
  newId,
  type PermanentTokenId,
  type SecretHash,
  type ServiceId,
  type TokenFacts,
  TokenMemory,
} from '@countersign/core';
import pino from 'pino';
import { databaseFile } from '../../../test/faults/open-store.ts';
import { startBackgroundJobs } from '../src/jobs/background-jobs.ts';
import { scratchFile } from '../src/platform/scratch-file.ts';
import { openHouse } from './harness/open-house.ts';

const house = await openHouse();
const { authority } = house;

/** The jobs of a process of its own, on a clock that the test moves, and what they say. */
function startJobs(t: TestContext, tokenMemory: Pick<TokenMemory, 'failure'> = { failure: undefined }) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const said: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  const parts = { authority, tokenMemory, forgedRows: [], clock: new ForwardClock(authority.clock) };
  const jobs = startBackgroundJobs(parts, log);
  t.after(() => jobs.stop());
  return { said, pass: (seconds: number) => t.mock.timers.tick(seconds * 1_000) };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; !isSo(); looks++) {
    if (looks > 2_000) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('use that takes half of its memory is written within a second, and not when its time comes', async (t) => {
  const { pass } = startJobs(t);
  const use = {
    serviceId: newId<ServiceId>(authority.random),
    at: authority.clock.now(),
    address: undefined,
    userAgent: undefined,
  };
  const noteOne = () => {
    const credentialId = newId<PermanentTokenId>(authority.random);
    authority.uses.note({ ...use, credentialId });
    return credentialId;
  };
  const first = noteOne();
  pass(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await authority.store.uses.find([first])).size, 0);
  while (!authority.uses.isHalfFull) noteOne();
  pass(1);
  await until(() => !authority.uses.isHalfFull);
  await authority.uses.flush();
  assert.equal((await authority.store.uses.find([first])).size, 1);
  assert.equal(authority.uses.dropped, 0);
});

test('a scratch file that cannot be written is told of once in the log, and checks go on', async (t) => {
  const scratch = scratchFile(join(authority.settings.data.directory, 'no-such-folder'));
  const memory = new TokenMemory({ size: 10, scratch, capacity: 10_000 });
  const { said, pass } = startJobs(t, memory);
  const hashOf = (index: number) => authority.digest.text(String(index)) as SecretHash;
  const tokenOf = (index: number): TokenFacts => ({
    kind: 'permanent-token',
    id: newId<PermanentTokenId>(authority.random),
    hash: hashOf(index),
    userId: house.administratorId,
    audience: [authorityServiceId],
    grant: undefined,
    ceiling: undefined,
    state: { kind: 'active' },
    createdAt: authority.clock.now(),
    expiresAt: undefined,
  });
  for (let index = 0; index < 1_000; index += 1) memory.set(hashOf(index), tokenOf(index));
  assert.equal(memory.get(hashOf(999))?.hash, hashOf(999));
  for (let times = 0; times < 3; times += 1) pass(10);
  assert.deepEqual(
    said.filter((line) => line.includes('scratch')),
    ['the scratch file of the checks failed: until a restart, fewer tokens are kept in memory'],
  );
});

test('a hand in the database is told of in the log', async (t) => {
  const { said, pass } = startJobs(t);
  const database = new DatabaseSync(databaseFile(authority.settings.data.directory));
  t.after(() => database.close());
  pass(10);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(said, []);
  database.exec('update users set name = name');
  pass(10);
  await until(() => said.length > 0);
  assert.match(said.join(), /past the authority/);
});
