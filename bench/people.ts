/**
 * `npm run people`: a hundred thousand users, ten thousand groups nested eight deep and a million given roles, on
 * SQLite and on PostgreSQL. Prints how long the server takes for the first page of users, for searches in them, and
 * for what one user may do when nothing is remembered.
 */
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { FreshFacts, permissionsOf, type Store } from '@countersign/core';
import { openStore } from '@countersign/store';
import { systemClock } from '../packages/server/src/platform/clock.ts';
import { createDigest } from '../packages/server/src/platform/digest.ts';
import { openKeyRing } from '../packages/server/src/platform/key-ring.ts';
import { systemRandom } from '../packages/server/src/platform/random.ts';
import { databaseFile } from '../test/faults/open-store.ts';
import { startPostgres } from '../test/harness/postgres-server.ts';
import { ask, setUp } from '../test/harness/rest-client.ts';
import { newDataFolder } from '../test/harness/run-folder.ts';
import { startAuthority } from '../test/harness/running-authority.ts';
import { median } from './median.ts';
import { makeOrganisation, type Organisation } from './organisation.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    groups: { type: 'string', default: '10000' },
    assignments: { type: 'string', default: '1000000' },
    engine: { type: 'string', default: 'both' },
  },
});
const size = {
  users: Number(values.users),
  groups: Number(values.groups),
  assignments: Number(values.assignments),
};
const repetitions = 15;

if (values.engine !== 'postgres') await run('SQLite', undefined);
if (values.engine !== 'sqlite') {
  const server = await startPostgres();
  process.once('exit', () => void server.stop());
  await run('PostgreSQL', await server.createDatabase());
  await server.stop();
}

async function run(engine: string, databaseUrl: string | undefined): Promise<void> {
  console.log(`\n${engine}: ${size.users} users, ${size.groups} groups, ${size.assignments} given roles`);
  const dataFolder = newDataFolder();
  const founding = await startAuthority({ dataFolder, databaseUrl });
  const cookie = await setUp(founding);
  await founding.stop();
  const store = await openWith(join(dataFolder, 'data'), databaseUrl);
  const startedAt = performance.now();
  const made = await makeOrganisation(store, size);
  print('made', `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  await timeStanding(store, made);
  await store.close();

  const authority = await startAuthority({ dataFolder, databaseUrl });
  try {
    const fields = 'id,login,name,banned,groups(id,name),total';
    for (const [what, query] of searches(made)) {
      const text = new URLSearchParams({ fields, $top: '50', ...(query !== '' && { query }) });
      await time(what, async () => {
        const answer = await ask(`${authority.url}/api/rest/users?${text}`, { cookie });
        if (answer.status !== 200) throw new Error(`the list answered ${answer.status}: ${answer.text}`);
      });
    }
  } finally {
    await authority.stop();
  }
}

function searches({ groups }: Organisation): readonly (readonly [what: string, query: string])[] {
  return [
    ['first page of users', ''],
    ['search: a name', 'lovelace'],
    ['search: the beginning of a login', 'login: user99*'],
    ['search: an exact login', 'login: user4711'],
    ['search: members of a group, nested', `in: ${groups[0]}`],
    ['search: banned', 'is: banned'],
    ['search: a name and not a group', `name: jane* and not in: ${groups[8]}`],
    ['search: administrators', 'is: admin'],
  ];
}

/** What one user may do, cold: nothing is remembered, everything is read and every seal is verified. */
async function timeStanding(store: Store, { users }: Organisation): Promise<void> {
  const sample = users.filter((_, index) => index % Math.ceil(users.length / 200) === 0);
  for (const id of sample.slice(0, 20)) await permissionsOf(store.tables, id);
  const times: number[] = [];
  for (const id of sample) {
    const startedAt = performance.now();
    await permissionsOf(store.tables, id);
    times.push(performance.now() - startedAt);
  }
  print('effective permissions of one user, cold', figures(times));
  const facts = await new FreshFacts(store.facts).prove();
  const asked: number[] = [];
  for (const id of sample) {
    const startedAt = performance.now();
    await facts.subject(id);
    asked.push(performance.now() - startedAt);
  }
  print('the same for a decision, not remembered', figures(asked));
}

async function time(what: string, work: () => Promise<void>): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < repetitions; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  print(what, figures(times));
}

function figures(times: readonly number[]): string {
  const most = Math.max(...times);
  return `median ${median(times).toFixed(1)} ms, at most ${most.toFixed(1)} ms`;
}

function openWith(dataDirectory: string, databaseUrl: string | undefined): Promise<Store> {
  const ports = { clock: systemClock, random: systemRandom, makeIfAbsent: false };
  const keyRing = openKeyRing(join(dataDirectory, 'keys.json'), ports);
  return openStore({
    databaseUrl,
    file: databaseFile(dataDirectory),
    seal: keyRing.rowSeal,
    digest: createDigest(keyRing),
    onForged: ({ table, id }) => {
      throw new Error(`the row ${id} of ${table} is forged`);
    },
  });
}

function print(what: string, figure: string): void {
  console.log(`  ${what.padEnd(45)} ${figure}`);
}
