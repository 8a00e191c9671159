import { instant, type SecretHash, type Session, type SessionStore, trustId } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, SessionRow } from '../schema/tables.ts';
import type { SealedRows } from './seal-row.ts';

export function sessionStore(db: Kysely<Database>, rows: SealedRows): SessionStore {
  const noteSecondFactor = async ({ mac, mac_key, ...content }: SessionRow, second_factor: 1 | null) => {
    const row = rows.seal('sessions', { ...content, second_factor });
    await db.updateTable('sessions').set(row).where('id', '=', content.id).execute();
  };

  return {
    async find(id) {
      const found = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('sessions', found, { id });
      return row && parseSession(row);
    },

    async findByHash(hash) {
      const found = await db.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst();
      const row = rows.open('sessions', found, { hash });
      return row && parseSession(row);
    },

    async listOf(user) {
      const found = await db.selectFrom('sessions').selectAll().where('user_id', '=', user).execute();
      return rows.openAll('sessions', found, { user_id: user }).map(parseSession);
    },

    async insert(session) {
      const row = rows.seal('sessions', {
        hash: session.hash,
        id: session.id,
        user_id: session.userId,
        started_at: session.startedAt,
        expires_at: session.expiresAt,
        address: session.address ?? null,
        user_agent: session.userAgent ?? null,
        second_factor: session.hasSecondFactor ? 1 : null,
      });
      await db.insertInto('sessions').values(row).execute();
    },

    async countOf(user, now) {
      const { total } = await db
        .selectFrom('sessions')
        .where('user_id', '=', user)
        .where('expires_at', '>', now)
        .select((count) => count.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return Number(total);
    },

    async markSecondFactor(id) {
      const found = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('sessions', found, { id });
      if (row !== undefined) await noteSecondFactor(row, 1);
    },

    async unmarkSecondFactor(user) {
      const marked = db.selectFrom('sessions').selectAll().where('user_id', '=', user);
      const found = await marked.where('second_factor', '=', 1).execute();
      for (const row of rows.openAll('sessions', found, { user_id: user })) await noteSecondFactor(row, null);
    },

    async delete(id) {
      await db.deleteFrom('sessions').where('id', '=', id).execute();
    },

    async deleteOfUser(user, except) {
      const all = db.deleteFrom('sessions').where('user_id', '=', user);
      const result = await (except === undefined ? all : all.where('id', '!=', except)).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

function parseSession(row: SessionRow): Session {
  return {
    id: trustId(row.id),
    hash: row.hash as SecretHash,
    userId: trustId(row.user_id),
    startedAt: instant(row.started_at),
    expiresAt: instant(row.expires_at),
    address: row.address ?? undefined,
    userAgent: row.user_agent ?? undefined,
    hasSecondFactor: row.second_factor === 1,
  };
}
