import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handWatch } from './hand-watch.ts';

test('what somebody wrote past the authority is told of once each time, and what it wrote itself is not', async () => {
  const told: number[] = [];
  const progress = { number: 1, mark: 5, accounted: 5 };
  const watch = handWatch(
    { lastChange: async () => ({ ...progress }) },
    { warn: ({ change }: { change: number }) => void told.push(change) },
  );
  const steps = [
    {},
    { mark: 6 },
    {},
    { number: 3, mark: 7, accounted: 7 },
    { mark: 8 },
    { mark: 9 },
    { number: 5, mark: 9, accounted: 9 },
  ];
  for (const step of steps) {
    Object.assign(progress, step);
    await watch();
  }
  assert.deepEqual(told, [1, 3, 3]);
});
