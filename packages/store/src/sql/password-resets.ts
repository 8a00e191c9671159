import {
  instant,
  type PasswordReset,
  type PasswordResetStore,
  type SecretHash,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, PasswordResetRow } from '../schema/tables.ts';
import type { SealedRows } from './seal-row.ts';

/** A user has one link at most: its row goes by the id of the user. */
export function passwordResetStore(db: Kysely<Database>, rows: SealedRows): PasswordResetStore {
  return {
    async findByHash(hash) {
      const found = db.selectFrom('password_resets').selectAll().where('hash', '=', hash);
      const row = rows.open('password_resets', await found.executeTakeFirst(), { hash });
      return row && parsePasswordReset(row);
    },

    async put(reset) {
      const row = rows.seal('password_resets', {
        id: reset.userId,
        hash: reset.hash,
        author: reset.author,
        created_at: reset.createdAt,
        expires_at: reset.expiresAt,
      });
      await db
        .insertInto('password_resets')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    async spend(user, hash) {
      const gone = await db
        .deleteFrom('password_resets')
        .where('id', '=', user)
        .where('hash', '=', hash)
        .executeTakeFirst();
      return Number(gone.numDeletedRows) === 1;
    },

    async countOf(user, now) {
      const found = db.selectFrom('password_resets').selectAll().where('id', '=', user);
      const standing = await found.where('expires_at', '>', now).execute();
      return rows.openAll('password_resets', standing, { id: user }).length;
    },

    async deleteOf(user) {
      const gone = await db.deleteFrom('password_resets').where('id', '=', user).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

function parsePasswordReset(row: PasswordResetRow): PasswordReset {
  return {
    userId: trustId(row.id),
    hash: row.hash as SecretHash,
    author: row.author as PasswordReset['author'],
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
  };
}
