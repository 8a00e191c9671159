/**
 * `npm run people`: a hundred thousand users, ten thousand groups nested eight deep and a million given roles, on
 * SQLite and on PostgreSQL. Prints how long the server takes for what the pages of users, groups and given roles ask,
 * with every kind of search, for an administrator and for somebody who sees a part; how long it takes to know what
 * one user may do when nothing is remembered; and how much memory all that took.
 */
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { memoryPeakMebibytes } from '../test/faults/crowded-authority.ts';
import { openStoreIn } from '../test/faults/open-store.ts';
import { startPostgres } from '../test/harness/postgres-server.ts';
import { setUp } from '../test/harness/rest-client.ts';
import { newDataFolder } from '../test/harness/run-folder.ts';
import { startAuthority } from '../test/harness/running-authority.ts';
import { makeOrganisation } from './organisation.ts';
import { showProjects, signInViewer } from './partial-viewer.ts';
import { peopleQuestions } from './people-questions.ts';
import { presentTimings } from './print-timings.ts';
import { timeQuestions } from './time-questions.ts';
import { timeStanding } from './time-standing.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    groups: { type: 'string', default: '10000' },
    assignments: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '15' },
    engine: { type: 'string', default: 'both' },
  },
});
const size = {
  users: Number(values.users),
  groups: Number(values.groups),
  assignments: Number(values.assignments),
};

// Ends in the ordinary way, so that no server stays behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

if (values.engine !== 'postgres') await run('SQLite', undefined);
if (values.engine !== 'sqlite') {
  // Settled as a server in use: it cleans up after itself.
  const server = await startPostgres({ autovacuum: 'on' });
  await run('PostgreSQL', await server.createDatabase());
  await server.stop();
}

async function run(engine: string, databaseUrl: string | undefined): Promise<void> {
  console.log(`\n${engine}: ${size.users} users, ${size.groups} groups, ${size.assignments} given roles`);
  const dataFolder = newDataFolder();
  const founding = await startAuthority({ dataFolder, databaseUrl });
  const cookie = await setUp(founding);
  const viewer = await signInViewer(founding.url, cookie);
  await founding.stop();

  const { store } = await openStoreIn(join(dataFolder, 'data'), { databaseUrl });
  const startedAt = performance.now();
  const made = await makeOrganisation(store, size);
  await showProjects(store, viewer, made);
  if (databaseUrl !== undefined) await cleanUp(databaseUrl);
  print('made', `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  for (const [what, figure] of await timeStanding(store, made)) print(what, figure);
  await store.close();

  const authority = await startAuthority({ dataFolder, databaseUrl });
  process.once('exit', () => authority.process.kill('SIGKILL'));
  try {
    const { pid } = authority.process;
    print('memory after the start', mebibytes(pid));
    const askers = [
      { name: 'asked by an administrator', cookie, readsAll: true },
      { name: 'asked by somebody who sees a part', cookie: viewer.cookie, readsAll: false },
    ];
    const questions = peopleQuestions(made);
    const timings = await timeQuestions(authority.url, askers, questions, Number(values.rounds));
    print('memory after all questions', mebibytes(pid));
    console.log(presentTimings(timings).join('\n'));
  } finally {
    await authority.stop();
  }
}

/** What the server does by itself within minutes of so many rows. */
async function cleanUp(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('vacuum (analyze)').finally(() => client.end());
}

function mebibytes(pid: number | undefined): string {
  return `at most ${memoryPeakMebibytes(pid)?.toFixed(0) ?? '?'} MiB`;
}

function print(what: string, figure: string): void {
  console.log(`  ${what.padEnd(43)} ${figure}`);
}
