import assert from 'node:assert/strict';
import process from 'node:process';
import { describe, test } from 'node:test';
import { chooseSeed } from '../seeded-random.ts';
import { type Connection, type Gate, openConnection, type WireAnswer } from './connection.ts';
import type { SettingName } from './fleet.ts';
import { runRaces } from './run-races.ts';

/** 5,000 in all, so that the three, which run at once, end together. `npm run linearizability` runs as many as one likes. */
const races: Readonly<Record<SettingName, number>> = { process: 2_400, workers: 2_300, nodes: 300 };

/** A process that answers from what it knew up to 200 ms ago, as a memory does that nobody proves fresh. */
function openStaleConnection(gate: Gate): Connection {
  const connection = openConnection(gate);
  const known = new Map<string, { readonly answer: WireAnswer; readonly at: number }>();
  return {
    ...connection,
    async ask(request) {
      const { method, path, headers, body } = request;
      if (headers.cookie !== undefined) return connection.ask(request);
      const key = JSON.stringify([method, path, headers.authorization, body]);
      const last = known.get(key);
      if (last !== undefined && performance.now() - last.at < 200) return last.answer;
      const answer = await connection.ask(request);
      if (answer !== undefined) known.set(key, { answer, at: performance.now() });
      return answer;
    },
  };
}

// Two at once: of one alone, a core would be idle much of the time.
describe('checks that race with what ends a credential', { concurrency: 2 }, () => {
  const seed = chooseSeed(process.env.COUNTERSIGN_TEST_SEED);
  for (const setting of ['process', 'workers', 'nodes'] as const)
    test(`see one register, whoever is asked, in ${races[setting]} races on ${setting}`, async (t) => {
      const figures = await runRaces({ setting, races: races[setting], seed });
      t.diagnostic(`COUNTERSIGN_TEST_SEED=${seed}: ${figures}`);
      assert.deepEqual(figures.broken, []);
      assert.equal(figures.races, races[setting]);
      assert.ok(figures.overlapping > 0.9 * figures.races, 'too few checks were under way at the end');
      assert.ok(figures.unanswered < 0.05 * figures.checks, 'too few checks were answered');
      assert.ok(figures.unacknowledged < 0.01 * figures.races, 'too few changes were acknowledged');
    });

  test('are caught when a process answers from what it knew 200 ms ago', async () => {
    const figures = await runRaces({ setting: 'process', races: 60, seed, connect: openStaleConnection });
    assert.notDeepEqual(figures.broken, []);
    assert.match(figures.broken[0] ?? '', /^--> /m);
  });
});
