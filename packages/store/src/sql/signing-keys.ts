import { instant, type SigningKey, type SigningKeyStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, SigningKeyRow } from '../schema/tables.ts';
import { inTransaction } from './transaction.ts';

const first = 1;

export function signingKeyStore(reads: Kysely<Database>, writes: Kysely<Database>): SigningKeyStore {
  return {
    async list() {
      const rows = await reads.selectFrom('signing_keys').selectAll().orderBy('place', 'desc').execute();
      return rows.map(parseSigningKey);
    },

    keepFirst(key) {
      return inTransaction(writes, async (db) => {
        const row = { place: first, id: key.id, encrypted: key.encrypted, created_at: key.createdAt };
        await db
          .insertInto('signing_keys')
          .values(row)
          .onConflict((conflict) => conflict.column('place').doNothing())
          .execute();
        const kept = await db
          .selectFrom('signing_keys')
          .selectAll()
          .where('place', '=', first)
          .executeTakeFirstOrThrow();
        return parseSigningKey(kept);
      });
    },
  };
}

function parseSigningKey({ id, encrypted, created_at }: SigningKeyRow): SigningKey {
  return { id, encrypted, createdAt: instant(created_at) };
}
