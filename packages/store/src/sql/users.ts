import {
  foldText,
  instant,
  isBuiltInGroup,
  type Meaning,
  type PasswordHash,
  readMeaning,
  searchText,
  trustId,
  type User,
  type UserFilter,
  type UserId,
  type UserOrderKey,
  type UserState,
  type UserStore,
} from '@countersign/core';
import { type Kysely, sql } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, UserRow } from '../schema/tables.ts';
import { accessStore } from './access.ts';
import { chunksOf } from './chunks.ts';
import { conditionOf } from './filter/condition-of.ts';
import { type UserSearch, userConditions } from './filter/user-conditions.ts';
import { belowSql } from './group-tree.ts';
import { readLargePage } from './large-page.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import type { OrderExpressions } from './page.ts';
import type { SealedRows } from './seal-row.ts';

const orders: OrderExpressions<UserOrderKey> = {
  login: 'login_key',
  name: 'name_folded',
  creationTime: 'created_at',
};

export function userStore(db: Kysely<Database>, rows: SealedRows): UserStore {
  const users = db.selectFrom('users');

  return {
    async find(id) {
      const found = await users.selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('users', found, { id });
      return row && parseUser(row);
    },

    async findByLoginKey(loginKey) {
      const found = await users.selectAll().where('login_key', '=', loginKey).executeTakeFirst();
      const row = rows.open('users', found, { login_key: loginKey });
      return row && parseUser(row);
    },

    async isLoginTaken(loginKey, by) {
      const [held, reserved] = await Promise.all([
        users.select('id').where('login_key', '=', loginKey).where('id', '!=', by).executeTakeFirst(),
        db
          .selectFrom('reserved_logins')
          .select('user_id')
          .where('login_key', '=', loginKey)
          .where('user_id', '!=', by)
          .executeTakeFirst(),
      ]);
      return held !== undefined || reserved !== undefined;
    },

    async list(request, filter = {}) {
      const meaning = filter.query && (await readMeaning({ access: accessStore(db, rows) }));
      const oneByOne = filteredUsers(db, filter, meaning, 'one-by-one');
      return readLargePage({
        table: 'users',
        rows,
        all: users,
        few: filteredUsers(db, filter, meaning, 'from-sets'),
        counted: oneByOne,
        walked: oneByOne,
        request,
        orders,
        unique: 'login',
        parse: parseUser,
      });
    },

    async findEach(ids) {
      const known = new Map<UserId, User>();
      for await (const chunk of chunksOf([...new Set(ids)])) {
        const found = await users.selectAll().where('id', 'in', chunk).execute();
        for (const row of rows.openAll('users', found, { id: new Set(chunk) }))
          known.set(trustId(row.id), parseUser(row));
      }
      return known;
    },

    async listBotsOf(owner) {
      const query = users.selectAll().where('owner_id', '=', owner).where('state', '!=', 'deleted');
      return rows.openAll('users', await query.orderBy('id').execute(), { owner_id: owner }).map(parseUser);
    },

    async reserveLogin(loginKey, user) {
      await db
        .insertInto('reserved_logins')
        .values({ login_key: loginKey, user_id: user })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async insert(user) {
      await db
        .insertInto('users')
        .values({ ...rows.seal('users', contentOf(user)), ...searchOf(user) })
        .execute();
    },

    async update(user) {
      const row = { ...rows.seal('users', contentOf(user)), ...searchOf(user) };
      mustHaveUpdated(await db.updateTable('users').set(row).where('id', '=', user.id).executeTakeFirst());
    },
  };
}

/** `meaning` is what roles mean, where the filter has a query that may ask for them. */
function filteredUsers(
  db: Kysely<Database>,
  filter: UserFilter,
  meaning: Meaning | undefined,
  way: UserSearch['way'],
) {
  const { memberOf, joined, kind } = filter;
  // The literal, and no parameter: the indexes are over these accounts alone.
  let query = db.selectFrom('users').where(sql<boolean>`state <> 'deleted'`);
  if (filter.query !== undefined && meaning !== undefined) {
    const conditions = userConditions(meaning, { searchesEmail: filter.searchesEmail ?? true, way });
    query = query.where(conditionOf(filter.query, conditions));
  }
  if (kind !== undefined) query = query.where('kind', '=', kind);
  // Everybody with an account is in the built-in groups, and nobody joined them.
  if (memberOf !== undefined && !isBuiltInGroup(memberOf)) {
    const inside = db
      .selectFrom('memberships')
      .select('user_id')
      .where('group_id', 'in', belowSql(sql`select id from user_groups where id = ${memberOf}`));
    query = query.where('id', 'in', inside);
  }
  if (joined !== undefined) {
    const members = db.selectFrom('memberships').select('user_id').where('group_id', '=', joined);
    query = query.where('id', 'in', members);
  }
  return query;
}

export function parseUser(row: UserRow): User {
  return {
    id: trustId(row.id),
    kind: row.kind as User['kind'],
    login: row.login,
    loginKey: row.login_key,
    name: row.name,
    email: row.email ?? undefined,
    state: parseState(row),
    passwordHash: (row.password_hash ?? undefined) as PasswordHash | undefined,
    passwordChangeRequired: row.password_change_required === 1,
    ownerId: row.owner_id === null ? undefined : trustId(row.owner_id),
    purpose: row.purpose ?? undefined,
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
    // Null and not 0: rows from before the column was there say no in the same way.
    password_change_required: user.passwordChangeRequired ? 1 : null,
    owner_id: user.ownerId ?? null,
    purpose: user.purpose ?? null,
  };
}

function searchOf({ login, name, email }: User) {
  return {
    name_folded: foldText(name),
    email_folded: foldText(email ?? ''),
    search_text: searchText([login, name]),
    email_words: searchText([email]),
  };
}
