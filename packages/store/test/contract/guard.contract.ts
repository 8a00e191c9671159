import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authorityServiceId,
  type GroupId,
  grantsOfGroup,
  registeredUsersGroupId,
  trustId,
} from '@countersign/core';
import fc from 'fast-check';
import { openMemoryStore } from '../../../core/test/memory-store.ts';
import { insertWorld } from '../../../core/test/worlds/insert-world.ts';
import { plans } from '../../../core/test/worlds/plan.ts';
import { runWorld } from '../../../core/test/worlds/run-world.ts';
import { plainStart } from '../../../core/test/worlds/start.ts';
import type { OpenFreshStore } from './fresh-store.ts';

/**
 * The worlds of the guard's own test, which runs them by the ten thousand on a store in memory, on a real engine:
 * the same answers, the same identifiers, the same rights. So the memory is no truth of its own.
 */
export function guardContract(open: OpenFreshStore, worlds: number): void {
  describe('the guard', () => {
    test('asks of who adds to a group for nothing that every user has anyway', async (t) => {
      const { store } = await open(t);
      await insertWorld(store, plainStart);
      assert.deepEqual(await grantsOfGroup(store.tables, trustId<GroupId>('2-0')), new Map());
      const everybodys = await store.tables.access.listServicesOf([registeredUsersGroupId]);
      assert.deepEqual(everybodys, [authorityServiceId]);
    });

    test(`answers in ${worlds} generated worlds as it does on a store in memory`, async (t) => {
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          const { store } = await open(t);
          const steps = await runWorld(plan, store).finally(() => store.close());
          assert.deepEqual(steps, await runWorld(plan, openMemoryStore()));
        }),
        { numRuns: worlds },
      );
    });
  });
}
