import { type FirstSigningKey, instant, type SigningKey, type SigningKeyStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, SigningKeyRow } from '../schema/tables.ts';
import { inTransaction } from './transaction.ts';

export function signingKeyStore(db: Kysely<Database>): SigningKeyStore {
  return {
    async list() {
      const rows = await db.selectFrom('signing_keys').selectAll().orderBy('place', 'desc').execute();
      return rows.map(parseSigningKey);
    },

    async insert(key) {
      const { last } = await db
        .selectFrom('signing_keys')
        .select(({ fn }) => fn.max('place').as('last'))
        .executeTakeFirstOrThrow();
      await db
        .insertInto('signing_keys')
        .values(rowOf(key, (last ?? 0) + 1))
        .execute();
    },

    async forget(ids) {
      if (ids.length === 0) return;
      await db.deleteFrom('signing_keys').where('id', 'in', ids).execute();
    },
  };
}

/** Without the head of the authority, which is not there yet. */
export function firstSigningKey(writes: Kysely<Database>): FirstSigningKey {
  return {
    keepFirst: (key) =>
      inTransaction(writes, async (db) => {
        if ((await signingKeyStore(db).list()).length > 0) return false;
        // Of two who saw none, the second finds the place taken.
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('signing_keys')
          .values(rowOf(key, 1))
          .onConflict((conflict) => conflict.column('place').doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),
  };
}

function rowOf({ id, encrypted, createdAt }: SigningKey, place: number): SigningKeyRow {
  return { place, id, encrypted, created_at: createdAt };
}

function parseSigningKey({ id, encrypted, created_at }: SigningKeyRow): SigningKey {
  return { id, encrypted, createdAt: instant(created_at) };
}
