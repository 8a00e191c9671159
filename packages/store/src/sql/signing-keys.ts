import { instant, type SigningKey, type SigningKeyStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, SigningKeyRow } from '../schema/tables.ts';
import { inTransaction } from './transaction.ts';

export function signingKeyStore(reads: Kysely<Database>, writes: Kysely<Database>): SigningKeyStore {
  return {
    async list() {
      const rows = await reads.selectFrom('signing_keys').selectAll().orderBy('place', 'desc').execute();
      return rows.map(parseSigningKey);
    },

    keep(key, after) {
      return inTransaction(writes, async (db) => {
        const newest = await db
          .selectFrom('signing_keys')
          .select(['place', 'id'])
          .orderBy('place', 'desc')
          .limit(1)
          .executeTakeFirst();
        if (newest?.id !== after) return false;
        // Of two who saw the same newest one, the second finds the place taken.
        const place = (newest?.place ?? 0) + 1;
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('signing_keys')
          .values({ place, id: key.id, encrypted: key.encrypted, created_at: key.createdAt })
          .onConflict((conflict) => conflict.column('place').doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      });
    },

    replaceAll(key) {
      return inTransaction(writes, async (db) => {
        const gone = await db.deleteFrom('signing_keys').returning('place').execute();
        const place = Math.max(0, ...gone.map((row) => row.place)) + 1;
        await db
          .insertInto('signing_keys')
          .values({ place, id: key.id, encrypted: key.encrypted, created_at: key.createdAt })
          .execute();
      });
    },

    async forget(ids) {
      if (ids.length === 0) return;
      await writes.deleteFrom('signing_keys').where('id', 'in', ids).execute();
    },
  };
}

function parseSigningKey({ id, encrypted, created_at }: SigningKeyRow): SigningKey {
  return { id, encrypted, createdAt: instant(created_at) };
}
