/**
 * `npm run commits -- [--engine sqlite|postgres] [--seconds 2] [--rounds 7]`
 *
 * How many durable changes a second one process makes when 1, 8 or 64 wait at once: as they come, so that those which
 * wait share a commit, and one after the other, so that each has a commit of its own. Each change issues a permanent
 * token through the core: actor, guard, sealed row, audit event. Both ways take turns on one store, in one run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startPostgres } from '../test/harness/postgres-server.ts';
import { keepAtOnce, oneAfterTheOther, type Rush } from './at-once.ts';
import { flushMilliseconds } from './flush-cost.ts';
import { commitsHeader, commitsLine } from './print-commits.ts';
import { openTokenWorks } from './token-works.ts';

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'both' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);

// Ends in the ordinary way, so that no server stays behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

// On a disk, and not in memory where tests put their files: the flush is what this is about.
const folder = mkdtempSync(join(tmpdir(), 'countersign-commits-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log(`A flush of this disk takes ${flushMilliseconds(folder).toFixed(2)} ms (median).`);
console.log(`Medians of ${rounds} rounds of ${seconds} s each way.`);

if (values.engine !== 'postgres') await run('SQLite', undefined);
if (values.engine !== 'sqlite') {
  const server = await startPostgres({ autovacuum: 'on' }, tmpdir());
  await run('PostgreSQL', await server.createDatabase());
  await server.stop();
}

async function run(engine: string, databaseUrl: string | undefined): Promise<void> {
  let commits = 0;
  const { store, issue } = await openTokenWorks({
    folder,
    databaseUrl,
    onQuery(sql) {
      // Written once before each commit.
      if (sql.startsWith('update "authority_head"')) commits += 1;
    },
  });
  console.log(`\n${commitsHeader(engine)}`);
  for (const atOnce of [1, 8, 64]) {
    const taken: { shared: Rush; oneEach: Rush; members: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      const before = commits;
      const shared = await keepAtOnce(atOnce, seconds, issue);
      const members = shared.done / (commits - before);
      const oneEach = await keepAtOnce(atOnce, seconds, oneAfterTheOther(issue));
      // The first round warms everything up.
      if (round > 0) taken.push({ shared, oneEach, members });
    }
    console.log(
      commitsLine({
        atOnce,
        shared: taken.map(({ shared }) => shared),
        oneEach: taken.map(({ oneEach }) => oneEach),
        members: taken.map(({ members }) => members),
      }),
    );
  }
  await store.close();
}
