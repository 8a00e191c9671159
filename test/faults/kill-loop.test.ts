import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { presentFigures, runKillLoop } from './kill-loop.ts';
import { chooseSeed } from './seeded-random.ts';

/** Two authorities side by side: starting one keeps one core busy, and each cycle starts one. */
const lanes = 2;
const cycles = (process.env.COUNTERSIGN_TEST_LONG === '1' ? 1_000 : 50) / lanes;

test('kill -9 at any moment loses no acknowledged write and brings no revoked token back', async (t) => {
  const seed = chooseSeed(process.env.COUNTERSIGN_TEST_SEED);
  t.diagnostic(`COUNTERSIGN_TEST_SEED=${seed} repeats the moments`);
  const lane = async (index: number) => {
    const figures = await runKillLoop({ cycles, seed: seed + index, report: (line) => t.diagnostic(line) });
    t.diagnostic(presentFigures(seed + index, cycles, figures));
    return figures;
  };
  const all = await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
  for (const { problems, creates, revocations } of all) {
    assert.deepEqual(problems, []);
    assert.ok(creates + revocations >= cycles / 2, 'most cycles had nothing to lose, so nothing was shown');
    assert.ok(revocations > 0, 'nothing was revoked, so nothing was shown');
  }
});
