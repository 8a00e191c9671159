import type { ChallengeStore } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { inTransaction } from './transaction.ts';

export function challengeStore(writes: Kysely<Database>): ChallengeStore {
  return {
    sweep(now) {
      return inTransaction(writes, async (db) => {
        const swept = await db
          .deleteFrom('spent_challenges')
          .where('expires_at', '<=', now)
          .executeTakeFirst();
        return Number(swept.numDeletedRows);
      });
    },
  };
}
