import { type AttemptStore, type Attempts, instant } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, SignInAttemptRow } from '../schema/tables.ts';
import { inTransaction } from './transaction.ts';

/**
 * Failed attempts, each advance in a transaction of its own. The first statement writes: it makes the row or
 * touches it, and so holds it on both engines until the commit. Of fifty guesses at once, each sees the count
 * of the one before.
 */
export function attemptStore(reads: Kysely<Database>, writes: Kysely<Database>): AttemptStore {
  return {
    async find(key) {
      const row = await reads
        .selectFrom('sign_in_attempts')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirst();
      return row && parseAttempts(row);
    },

    advance(key, next) {
      return inTransaction(writes, async (db) => {
        const before = await db
          .insertInto('sign_in_attempts')
          .values({ key, count: 0, last_at: 0, blocked_until: 0, admitted: 0 })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ key }))
          .returningAll()
          .executeTakeFirstOrThrow();
        const after = next(parseAttempts(before));
        await db
          .updateTable('sign_in_attempts')
          .set({
            count: after.count,
            last_at: after.lastAt,
            blocked_until: after.blockedUntil,
            admitted: after.admitted ? 1 : 0,
          })
          .where('key', '=', key)
          .execute();
        return after;
      });
    },

    async clear(key) {
      await inTransaction(writes, (db) => db.deleteFrom('sign_in_attempts').where('key', '=', key).execute());
    },

    sweep(before) {
      return inTransaction(writes, async (db) => {
        const swept = await db
          .deleteFrom('sign_in_attempts')
          .where('last_at', '<', before)
          .executeTakeFirst();
        return Number(swept.numDeletedRows);
      });
    },
  };
}

/** A count of nothing is the row that `advance` has just made. */
function parseAttempts(row: SignInAttemptRow): Attempts | undefined {
  if (row.count === 0) return undefined;
  return {
    count: row.count,
    lastAt: instant(row.last_at),
    blockedUntil: instant(row.blocked_until),
    admitted: row.admitted === 1,
  };
}
