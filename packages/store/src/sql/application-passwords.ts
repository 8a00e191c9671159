import {
  type ApplicationPassword,
  type ApplicationPasswordOrderKey,
  type ApplicationPasswordStore,
  instant,
  type SecretHash,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { ApplicationPasswordRow, Database } from '../schema/tables.ts';
import { parseState, stateColumns } from './credential-state.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { type OrderExpressions, readPage } from './page.ts';
import type { SealedRows } from './seal-row.ts';

const orders: OrderExpressions<ApplicationPasswordOrderKey> = {
  name: 'lower(name)',
  creationTime: 'created_at',
};

export function applicationPasswordStore(db: Kysely<Database>, rows: SealedRows): ApplicationPasswordStore {
  const passwords = db.selectFrom('application_passwords');

  async function update(password: ApplicationPassword): Promise<void> {
    const row = rows.seal('application_passwords', contentOf(password));
    mustHaveUpdated(
      await db.updateTable('application_passwords').set(row).where('id', '=', password.id).executeTakeFirst(),
    );
  }

  return {
    async find(id) {
      const found = await passwords.selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('application_passwords', found, { id });
      return row && parseApplicationPassword(row);
    },

    list(owner, request) {
      const query = passwords.where('user_id', '=', owner).where('state', '!=', 'revoked');
      return readPage({
        table: 'application_passwords',
        rows,
        query,
        asked: { user_id: owner },
        request,
        orders,
        parse: parseApplicationPassword,
      });
    },

    async insert(password) {
      const row = rows.seal('application_passwords', contentOf(password));
      await db.insertInto('application_passwords').values(row).execute();
    },

    update,

    async revokeAllOf(user, at, by) {
      const query = passwords.selectAll().where('user_id', '=', user).where('state', '!=', 'revoked');
      const found = rows
        .openAll('application_passwords', await query.execute(), { user_id: user })
        .map(parseApplicationPassword);
      for (const password of found) await update({ ...password, state: { kind: 'revoked', at, by } });
      return found.map(({ hash }) => hash);
    },

    async countOf(user) {
      const { total } = await passwords
        .select((count) => count.fn.countAll<number>().as('total'))
        .where('user_id', '=', user)
        .where('state', '!=', 'revoked')
        .executeTakeFirstOrThrow();
      return Number(total);
    },
  };
}

export function parseApplicationPassword(row: ApplicationPasswordRow): ApplicationPassword {
  return {
    kind: 'application-password',
    id: trustId(row.id),
    hash: row.hash as SecretHash,
    userId: trustId(row.user_id),
    name: row.name,
    service: row.service_id === null ? undefined : trustId(row.service_id),
    state: parseState(row),
    createdAt: instant(row.created_at),
  };
}

function contentOf(password: ApplicationPassword): Content<'application_passwords'> {
  return {
    hash: password.hash,
    id: password.id,
    user_id: password.userId,
    name: password.name,
    service_id: password.service ?? null,
    ...stateColumns(password.state),
    created_at: password.createdAt,
  };
}
