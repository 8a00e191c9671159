import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant, type SetUp } from '@countersign/core';
import { write } from './builders.ts';
import type { OpenFreshStore } from './fresh-store.ts';

export function setUpContract(open: OpenFreshStore): void {
  describe('set-up', () => {
    test('there is none at first; then there is one, which each put replaces', async (t) => {
      const { store, read } = await open(t);
      assert.equal(await store.tables.setUp.find(), undefined);
      const states: readonly SetUp[] = [
        { codeHash: 'first', foundedAt: instant(1), completedAt: undefined },
        { codeHash: 'second', foundedAt: instant(1), completedAt: undefined },
        { codeHash: undefined, foundedAt: instant(1), completedAt: instant(2) },
      ];
      for (const state of states) {
        await write(store, (tables) => tables.setUp.put(state));
        assert.deepEqual(await store.tables.setUp.find(), state);
      }
      assert.equal((await read('select id from set_up')).length, 1);
    });
  });
}
