import { instant, type SetUpStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';

/** The table has one row or none. */
const onlyRow = 1;

export function setUpStore(db: Kysely<Database>): SetUpStore {
  return {
    async find() {
      const row = await db.selectFrom('set_up').selectAll().where('id', '=', onlyRow).executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        codeHash: row.code_hash ?? undefined,
        foundedAt: instant(row.founded_at),
        completedAt: row.completed_at === null ? undefined : instant(row.completed_at),
      };
    },

    async put(setUp) {
      const content = {
        code_hash: setUp.codeHash ?? null,
        founded_at: setUp.foundedAt,
        completed_at: setUp.completedAt ?? null,
      };
      await db
        .insertInto('set_up')
        .values({ id: onlyRow, ...content })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(content))
        .execute();
    },
  };
}
