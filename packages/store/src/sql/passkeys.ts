import {
  instant,
  isRegistered,
  type Passkey,
  type PasskeyCredentialId,
  type PasskeyStore,
  type PublicKey,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database, PasskeyRow } from '../schema/tables.ts';
import { listOfEach } from './list-of-each.ts';
import type { SealedRows } from './seal-row.ts';

export function passkeyStore(db: Kysely<Database>, rows: SealedRows): PasskeyStore {
  return {
    async listOf(user) {
      const found = db.selectFrom('passkeys').selectAll().where('user_id', '=', user);
      const theirs = await found.orderBy('added_at').orderBy('id').execute();
      return rows.openAll('passkeys', theirs, { user_id: user }).map(parsePasskey);
    },

    listOfEach: (users) =>
      listOfEach(users, async (some) => {
        const found = db.selectFrom('passkeys').selectAll().where('user_id', 'in', some);
        return rows.openAll('passkeys', await found.execute(), { user_id: new Set(some) }).map(parsePasskey);
      }),

    async findByCredential(id) {
      const found = db.selectFrom('passkeys').selectAll().where('credential_id', '=', id);
      const row = rows.open('passkeys', await found.executeTakeFirst(), { credential_id: id });
      const passkey = row && parsePasskey(row);
      return passkey !== undefined && isRegistered(passkey) ? passkey : undefined;
    },

    async insert(passkey) {
      await db
        .insertInto('passkeys')
        .values(rows.seal('passkeys', contentOf(passkey)))
        .execute();
    },

    async update(passkey) {
      const row = rows.seal('passkeys', contentOf(passkey));
      await db.updateTable('passkeys').set(row).where('id', '=', passkey.id).execute();
    },

    async delete(id) {
      await db.deleteFrom('passkey_uses').where('passkey_id', '=', id).execute();
      await db.deleteFrom('passkeys').where('id', '=', id).execute();
    },

    async spendCounter(passkey, counter, at) {
      const spent = await db
        .insertInto('passkey_uses')
        .values({ passkey_id: passkey, counter, used_at: at })
        .onConflict((conflict) =>
          conflict
            .column('passkey_id')
            .doUpdateSet({ counter, used_at: at })
            // An authenticator that does not count signs zero each time.
            .where('passkey_uses.counter', counter === 0 ? '=' : '<', counter),
        )
        .executeTakeFirst();
      return Number(spent.numInsertedOrUpdatedRows) === 1;
    },

    async lastUsed(passkeys) {
      if (passkeys.length === 0) return new Map();
      const found = await db
        .selectFrom('passkey_uses')
        .select(['passkey_id', 'used_at'])
        .where('passkey_id', 'in', passkeys)
        .execute();
      return new Map(found.map((row) => [trustId(row.passkey_id), instant(row.used_at)]));
    },

    async spendChallenge(nonce, expiresAt) {
      const spent = await db
        .insertInto('spent_challenges')
        .values({ nonce, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column('nonce').doNothing())
        .executeTakeFirst();
      return Number(spent.numInsertedOrUpdatedRows) === 1;
    },
  };
}

function contentOf({ id, userId, name, addedAt, credential }: Passkey) {
  return {
    id,
    user_id: userId,
    name,
    added_at: addedAt,
    credential_id: credential?.id ?? null,
    public_key: credential?.publicKey ?? null,
  };
}

function parsePasskey(row: PasskeyRow): Passkey {
  const { credential_id: id, public_key: publicKey } = row;
  return {
    id: trustId(row.id),
    userId: trustId(row.user_id),
    name: row.name,
    addedAt: instant(row.added_at),
    credential:
      id === null || publicKey === null
        ? undefined
        : { id: id as PasskeyCredentialId, publicKey: publicKey as PublicKey },
  };
}
