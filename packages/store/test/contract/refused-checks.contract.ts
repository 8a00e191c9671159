import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OpenFreshStore } from './fresh-store.ts';

export function refusedChecksContract(open: OpenFreshStore): void {
  describe('refused checks', () => {
    test('counts add up per minute, reason and source, within a batch and over batches', async (t) => {
      const { store, read } = await open(t);
      const entry = { minute: 1, reason: 'unknown', source: '192.0.2.1', count: 2 };
      await store.refusedChecks.record([entry, { ...entry, count: 3 }, { ...entry, reason: 'expired' }]);
      await store.refusedChecks.record([{ ...entry, minute: 2 }, entry, { ...entry, source: 'other' }]);
      await store.refusedChecks.record([]);
      const rows = await read(
        'select minute, reason, source, count from refused_checks order by minute, reason, source',
      );
      assert.deepEqual(
        rows.map((row) => Object.values(row)),
        [
          [1, 'expired', '192.0.2.1', 2],
          [1, 'unknown', '192.0.2.1', 7],
          [1, 'unknown', 'other', 2],
          [2, 'unknown', '192.0.2.1', 2],
        ],
      );
    });

    test('sweeping forgets the minutes before one', async (t) => {
      const { store, read } = await open(t);
      const entry = { reason: 'unknown', source: '192.0.2.1', count: 2 };
      await store.refusedChecks.record([1, 2, 3].map((minute) => ({ ...entry, minute })));
      assert.equal(await store.refusedChecks.sweep(3), 2);
      assert.deepEqual(
        (await read('select minute from refused_checks')).map((row) => Object.values(row)),
        [[3]],
      );
    });
  });
}
