import type { RefusedCheckCount, RefusedCheckStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';
import { sumOf } from './latest.ts';
import { inTransaction } from './transaction.ts';

export function refusedCheckStore(writes: Kysely<Database>): RefusedCheckStore {
  return {
    async record(batch) {
      await inTransaction(writes, async (db) => {
        for await (const chunk of chunksOf(mergeCounts(batch))) {
          await db
            .insertInto('refused_checks')
            .values(chunk)
            .onConflict((conflict) =>
              conflict
                .columns(['minute', 'reason', 'source'])
                .doUpdateSet({ count: sumOf('refused_checks') }),
            )
            .execute();
        }
      });
    },

    sweep: (beforeMinute) =>
      inTransaction(writes, async (db) => {
        const swept = await db
          .deleteFrom('refused_checks')
          .where('minute', '<', beforeMinute)
          .executeTakeFirst();
        return Number(swept.numDeletedRows);
      }),
  };
}

/** One entry for each row, in one order everywhere: no statement meets a row twice, no two nodes wait in a ring. */
function mergeCounts(batch: readonly RefusedCheckCount[]): readonly RefusedCheckCount[] {
  const merged = new Map<string, RefusedCheckCount>();
  for (const entry of batch) {
    const key = JSON.stringify([entry.minute, entry.reason, entry.source]);
    merged.set(key, { ...entry, count: entry.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
