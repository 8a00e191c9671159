import { type EncryptedSeed, type Factor, type FactorStore, instant, trustId } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, FactorRow } from '../schema/tables.ts';
import { listOfEach } from './list-of-each.ts';
import type { SealedRows } from './seal-row.ts';

export function factorStore(db: Kysely<Database>, rows: SealedRows): FactorStore {
  return {
    async listOf(user) {
      const found = db.selectFrom('factors').selectAll().where('user_id', '=', user);
      const theirs = await found.orderBy('added_at').orderBy('id').execute();
      return rows.openAll('factors', theirs, { user_id: user }).map(parseFactor);
    },

    async hasActive(user) {
      const apps = db.selectFrom('factors').selectAll().where('user_id', '=', user);
      const confirmed = apps.where('confirmed_at', 'is not', null);
      const own = rows.openAll('factors', await confirmed.execute(), { user_id: user });
      if (own.some((app) => app.confirmed_at !== null)) return true;
      const keys = db.selectFrom('passkeys').selectAll().where('user_id', '=', user);
      const registered = keys.where('credential_id', 'is not', null);
      const ownKeys = rows.openAll('passkeys', await registered.execute(), { user_id: user });
      return ownKeys.some((key) => key.credential_id !== null);
    },

    listOfEach: (users) =>
      listOfEach(users, async (some) => {
        const found = db.selectFrom('factors').selectAll().where('user_id', 'in', some);
        return rows.openAll('factors', await found.execute(), { user_id: new Set(some) }).map(parseFactor);
      }),

    async insert(factor) {
      await db
        .insertInto('factors')
        .values(rows.seal('factors', contentOf(factor)))
        .execute();
    },

    async update(factor) {
      const row = rows.seal('factors', contentOf(factor));
      await db.updateTable('factors').set(row).where('id', '=', factor.id).execute();
    },

    async delete(id) {
      await db.deleteFrom('factor_uses').where('factor_id', '=', id).execute();
      await db.deleteFrom('factors').where('id', '=', id).execute();
    },

    async deleteAllOf(user) {
      const theirs = db.selectFrom('factors').select('id').where('user_id', '=', user);
      await db.deleteFrom('factor_uses').where('factor_id', 'in', theirs).execute();
      await db.deleteFrom('recovery_codes').where('user_id', '=', user).execute();
      const apps = await db.deleteFrom('factors').where('user_id', '=', user).executeTakeFirst();
      const keys = db.selectFrom('passkeys').select('id').where('user_id', '=', user);
      await db.deleteFrom('passkey_uses').where('passkey_id', 'in', keys).execute();
      const passkeys = await db.deleteFrom('passkeys').where('user_id', '=', user).executeTakeFirst();
      return Number(apps.numDeletedRows + passkeys.numDeletedRows);
    },

    async spendStep(factor, step, at) {
      const spent = await db
        .insertInto('factor_uses')
        .values({ factor_id: factor, last_step: step, used_at: at })
        .onConflict((conflict) =>
          conflict
            .column('factor_id')
            .doUpdateSet({ last_step: step, used_at: at })
            .where('factor_uses.last_step', '<', step),
        )
        .executeTakeFirst();
      return Number(spent.numInsertedOrUpdatedRows) === 1;
    },

    async lastUsed(factors) {
      if (factors.length === 0) return new Map();
      const found = await db
        .selectFrom('factor_uses')
        .select(['factor_id', 'used_at'])
        .where('factor_id', 'in', factors)
        .execute();
      return new Map(found.map((row) => [trustId(row.factor_id), instant(row.used_at)]));
    },

    async replaceRecoveryCodes(user, hashes) {
      await db.deleteFrom('recovery_codes').where('user_id', '=', user).execute();
      const codes = hashes.map((id) => rows.seal('recovery_codes', { id, user_id: user }));
      if (codes.length > 0) await db.insertInto('recovery_codes').values(codes).execute();
    },

    async spendRecoveryCode(user, hash) {
      const code = db.selectFrom('recovery_codes').selectAll().where('id', '=', hash);
      const found = await code.where('user_id', '=', user).executeTakeFirst();
      const row = rows.open('recovery_codes', found, { id: hash, user_id: user });
      if (row === undefined) return false;
      const gone = await db.deleteFrom('recovery_codes').where('id', '=', row.id).executeTakeFirst();
      return Number(gone.numDeletedRows) === 1;
    },

    async countRecoveryCodes(user) {
      const found = await db.selectFrom('recovery_codes').selectAll().where('user_id', '=', user).execute();
      return rows.openAll('recovery_codes', found, { user_id: user }).length;
    },
  };
}

function contentOf(factor: Factor) {
  return {
    id: factor.id,
    user_id: factor.userId,
    name: factor.name,
    seed: factor.encryptedSeed,
    added_at: factor.addedAt,
    confirmed_at: factor.confirmedAt ?? null,
  };
}

function parseFactor(row: FactorRow): Factor {
  return {
    id: trustId(row.id),
    userId: trustId(row.user_id),
    name: row.name,
    encryptedSeed: row.seed as EncryptedSeed,
    addedAt: instant(row.added_at),
    confirmedAt: row.confirmed_at === null ? undefined : instant(row.confirmed_at),
  };
}
