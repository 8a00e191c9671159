import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { presentFigures, runKillLoop } from './kill-loop.ts';
import { chooseSeed } from './seeded-random.ts';

const cycles = process.env.COUNTERSIGN_TEST_LONG === '1' ? 1_000 : 50;

test('kill -9 at any moment loses no acknowledged write and brings no revoked token back', async (t) => {
  const seed = chooseSeed(process.env.COUNTERSIGN_TEST_SEED);
  t.diagnostic(`COUNTERSIGN_TEST_SEED=${seed} repeats the moments`);
  const figures = await runKillLoop({ cycles, seed, report: (line) => t.diagnostic(line) });
  t.diagnostic(presentFigures(seed, cycles, figures));
  assert.deepEqual(figures.problems, []);
  assert.ok(figures.creates >= cycles, 'the writers wrote less than one token in each cycle');
  assert.ok(figures.revocations > 0, 'nothing was revoked, so nothing was shown');
});
