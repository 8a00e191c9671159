import {
  instant,
  type PasswordHash,
  trustId,
  type User,
  type UserOrderKey,
  type UserState,
  type UserStore,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, UserRow } from '../schema/tables.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { type OrderExpressions, readPage } from './page.ts';
import type { SealedRows } from './seal-row.ts';

const orders: OrderExpressions<UserOrderKey> = {
  login: 'login_key',
  name: 'lower(name)',
  creationTime: 'created_at',
};

export function userStore(db: Kysely<Database>, rows: SealedRows): UserStore {
  const users = db.selectFrom('users');

  return {
    async find(id) {
      const found = await users.selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('users', found);
      return row && parseUser(row);
    },

    async findByLoginKey(loginKey) {
      const found = await users.selectAll().where('login_key', '=', loginKey).executeTakeFirst();
      const row = rows.open('users', found);
      return row && parseUser(row);
    },

    list(request) {
      const query = users.where('state', '!=', 'deleted');
      return readPage({ table: 'users', rows, query, request, orders, parse: parseUser });
    },

    async insert(user) {
      await db
        .insertInto('users')
        .values(rows.seal('users', contentOf(user)))
        .execute();
    },

    async update(user) {
      const row = rows.seal('users', contentOf(user));
      mustHaveUpdated(await db.updateTable('users').set(row).where('id', '=', user.id).executeTakeFirst());
    },
  };
}

function parseUser(row: UserRow): User {
  return {
    id: trustId(row.id),
    kind: row.kind as User['kind'],
    login: row.login,
    loginKey: row.login_key,
    name: row.name,
    email: row.email ?? undefined,
    state: parseState(row),
    passwordHash: (row.password_hash ?? undefined) as PasswordHash | undefined,
    createdAt: instant(row.created_at),
  };
}

function parseState(row: UserRow): UserState {
  const kind = row.state as UserState['kind'];
  return kind === 'banned' ? { kind, reason: row.ban_reason ?? undefined } : { kind };
}

function contentOf(user: User): Content<'users'> {
  return {
    id: user.id,
    kind: user.kind,
    login: user.login,
    login_key: user.loginKey,
    name: user.name,
    email: user.email ?? null,
    state: user.state.kind,
    ban_reason: user.state.kind === 'banned' ? (user.state.reason ?? null) : null,
    password_hash: user.passwordHash ?? null,
    created_at: user.createdAt,
  };
}
