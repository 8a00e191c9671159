import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockWatch } from './clock-watch.ts';

test('a clock that was set back is told of once, and once more when it happens again', () => {
  const told: number[] = [];
  const clock = { behind: 0 };
  const watch = clockWatch(clock, { error: ({ seconds }: { seconds: number }) => void told.push(seconds) });
  for (const behind of [0, 5_000, 60_000, 59_000, 0, 0, 7_000]) {
    clock.behind = behind;
    watch();
  }
  assert.deepEqual(told, [60, 7]);
});
