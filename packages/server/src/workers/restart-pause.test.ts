import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restartAfter } from './restart-pause.ts';

test('a worker that served for a while is replaced at once, whatever was before', () => {
  for (const before of [0, 1, 20])
    assert.deepEqual(restartAfter(before, 10_000), { shortLives: 0, pauseMilliseconds: 0 });
});

test('the pause doubles with each one in a row that dies at once, up to half a minute', () => {
  const pauses: number[] = [];
  let shortLives = 0;
  for (let death = 0; death < 10; death += 1) {
    const restart = restartAfter(shortLives, 9_999);
    pauses.push(restart.pauseMilliseconds);
    shortLives = restart.shortLives;
  }
  assert.deepEqual(pauses, [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test('the pause stays at its longest for as long as it takes', () => {
  assert.equal(restartAfter(5_000, 0).pauseMilliseconds, 30_000);
});
