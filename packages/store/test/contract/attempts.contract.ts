import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Attempts, instant } from '@countersign/core';
import type { OpenFreshStore } from './fresh-store.ts';

const count = (before: Attempts | undefined): Attempts => ({
  count: (before?.count ?? 0) + 1,
  lastAt: instant(10),
  blockedUntil: instant(20),
  admitted: true,
});

export function attemptsContract(open: OpenFreshStore): void {
  describe('attempts', () => {
    test('an attempt sees exactly what the one before it left', async (t) => {
      const { store } = await open(t);
      const first: Attempts = { count: 1, lastAt: instant(1), blockedUntil: instant(2), admitted: false };
      const seen: (Attempts | undefined)[] = [];
      const put = (next: Attempts) =>
        store.attempts.advance('key', (before) => {
          seen.push(before);
          return next;
        });
      assert.deepEqual(await put(first), first);
      await put({ ...first, count: 2, admitted: true });
      await put(first);
      assert.deepEqual(seen, [undefined, first, { ...first, count: 2, admitted: true }]);
    });

    test('of fifty attempts at once every one is counted', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const counted = await Promise.all(
        Array.from({ length: 50 }, (_, i) => (i % 2 ? store : other).attempts.advance('key', count)),
      );
      const counts = counted.map((attempts) => attempts.count).sort((a, b) => a - b);
      assert.deepEqual(
        counts,
        Array.from({ length: 50 }, (_, i) => i + 1),
      );
    });

    test('keys do not know of each other, and a cleared one begins anew', async (t) => {
      const { store } = await open(t);
      await store.attempts.advance('one', count);
      assert.equal((await store.attempts.advance('two', count)).count, 1);
      await store.attempts.clear('one');
      await store.attempts.clear('never seen');
      assert.equal((await store.attempts.advance('one', count)).count, 1);
      assert.equal((await store.attempts.advance('two', count)).count, 2);
    });

    test('a rule that throws leaves the count as it was', async (t) => {
      const { store } = await open(t);
      const fail = () => {
        throw new Error('broken rule');
      };
      await assert.rejects(store.attempts.advance('key', fail), /broken rule/);
      assert.equal((await store.attempts.advance('key', count)).count, 1);
    });

    test('the sweep forgets keys without an attempt since the moment', async (t) => {
      const { store } = await open(t);
      for (const at of [9, 10, 11]) {
        await store.attempts.advance(`key ${at}`, () => ({ ...count(undefined), lastAt: instant(at) }));
      }
      assert.equal(await store.attempts.sweep(instant(10)), 1);
      assert.equal((await store.attempts.advance('key 9', count)).count, 1);
      assert.equal((await store.attempts.advance('key 10', count)).count, 2);
    });
  });
}
