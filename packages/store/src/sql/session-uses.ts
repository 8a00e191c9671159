import { instant, type SessionId, type SessionUseStore, trustId } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';
import { latest } from './latest.ts';
import { inTransaction } from './transaction.ts';

export function sessionUseStore(reads: Kysely<Database>, writes: Kysely<Database>): SessionUseStore {
  return {
    async find(id) {
      const query = reads.selectFrom('session_uses').select('last_at').where('session_id', '=', id);
      const row = await query.executeTakeFirst();
      return row && instant(row.last_at);
    },

    async findOfUser(user) {
      const found = await reads
        .selectFrom('session_uses')
        .innerJoin('sessions', 'sessions.id', 'session_uses.session_id')
        .where('sessions.user_id', '=', user)
        .select(['session_uses.session_id', 'session_uses.last_at'])
        .execute();
      return new Map(found.map((row) => [trustId<SessionId>(row.session_id), instant(row.last_at)]));
    },

    async record(batch) {
      // Sorted, so that two nodes that flush at once take the rows' locks in one order.
      const rows = [...batch].map(([id, at]) => ({ session_id: id as string, last_at: at as number }));
      rows.sort((a, b) => (a.session_id < b.session_id ? -1 : 1));
      await inTransaction(writes, async (db) => {
        for await (const chunk of chunksOf(rows)) {
          await db
            .insertInto('session_uses')
            .values(chunk)
            .onConflict((conflict) =>
              conflict.column('session_id').doUpdateSet({ last_at: latest('session_uses') }),
            )
            .execute();
        }
      });
    },

    sweep(now) {
      return inTransaction(writes, async (db) => {
        const ended = await db.deleteFrom('sessions').where('expires_at', '<=', now).executeTakeFirst();
        // Also the uses of sessions that were ended by hand, and those flushed after their session went.
        await db
          .deleteFrom('session_uses')
          .where('session_id', 'not in', db.selectFrom('sessions').select('id'))
          .execute();
        return Number(ended.numDeletedRows);
      });
    },
  };
}
