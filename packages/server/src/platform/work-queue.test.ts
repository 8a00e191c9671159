import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorkQueue } from './work-queue.ts';

/** Work that ends when the test says so. */
function openWork() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let begun = false;
  const work = () => {
    begun = true;
    return promise;
  };
  return { work, end: resolve, fail: reject, hasBegun: () => begun };
}

test('work beyond the limit waits, and work beyond the queue is told that it is busy', async () => {
  const run = createWorkQueue({ concurrency: 1, waitingMax: 1 });
  const [first, second, third] = [openWork(), openWork(), openWork()];
  const one = run(first.work);
  const two = run(second.work);
  assert.equal(await run(third.work), 'busy');
  assert.ok(first.hasBegun() && !second.hasBegun() && !third.hasBegun());

  first.end('first');
  assert.equal(await one, 'first');
  second.end('second');
  assert.equal(await two, 'second');
});

test('waiting work begins in the order in which it came', async () => {
  const run = createWorkQueue({ concurrency: 2, waitingMax: 10 });
  const order: number[] = [];
  await Promise.all(Array.from({ length: 8 }, (_, index) => run(async () => order.push(index))));
  assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7]);
});

test('work that fails gives its slot back', async () => {
  const run = createWorkQueue({ concurrency: 1, waitingMax: 0 });
  const failing = openWork();
  const outcome = run(failing.work);
  failing.fail(new Error('out of memory'));
  await assert.rejects(outcome, /out of memory/);
  assert.equal(await run(async () => 'next'), 'next');
});
