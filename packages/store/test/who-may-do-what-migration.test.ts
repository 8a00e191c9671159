import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  authorityService,
  builtInGroups,
  builtInRoles,
  type ForgedRow,
  foundAuthority,
  globalPlace,
  globalProjectId,
  instant,
  observer,
  permissionsOf,
  readUserBasicPermission,
  type SecretHash,
  type Store,
  systemAdministrator,
  trustId,
  type UserId,
  updateSelfPermission,
} from '@countersign/core';
import { Kysely, sql } from 'kysely';
import { type PostgresServer, startPostgres } from '../../../test/harness/postgres-server.ts';
import { groundFloor } from '../src/migrations/0001-ground-floor.ts';
import { postgresDialect } from '../src/postgres/dialect.ts';
import { openPool } from '../src/postgres/open-pool.ts';
import { openPostgres } from '../src/postgres.ts';
import { migrate } from '../src/schema/migrate.ts';
import type { Database } from '../src/schema/tables.ts';
import { postgresWords, sqliteWords, type Words } from '../src/schema/words.ts';
import { SqliteConnection } from '../src/sqlite/connection.ts';
import { sqliteDialect } from '../src/sqlite/dialect.ts';
import { openWriter } from '../src/sqlite/open-database.ts';
import { openSqlite } from '../src/sqlite.ts';
import { aService, aSession, aToken, aUser, write } from './contract/builders.ts';
import { aFile } from './contract/fresh-sqlite.ts';
import { digest, random, sealWith } from './contract/fresh-store.ts';

type Value = string | number | null;

const seal = sealWith(1);
const createdAt = 1_700_000_000_000;

const passwordHash = undefined;
const ann = aUser({ login: 'Ann', name: 'Ánn  Müller', email: 'Ann@Example.org', passwordHash });
const bot = aUser({ login: 'builder', kind: 'bot', name: 'Builder', passwordHash });
const banned = aUser({ login: 'bob', state: { kind: 'banned', reason: 'left' }, passwordHash });
const users = [ann, bot, banned];
const wiki = aService({ key: 'wiki', viewers: ['0-0-0-0-2' as never] });
const token = aToken(ann, {
  audience: [wiki.id],
  description: 'of a build',
  expiresAt: instant(createdAt + 9),
});
const session = aSession(ann, { address: '192.0.2.1' });
const given = [
  ['assignment-1', systemAdministrator.id, ann.id],
  ['assignment-2', observer.id, bot.id],
] as const;

/** Each table of the first version with the columns that it sealed, in its order, and what stood in them. */
const rows: readonly (readonly [string, Readonly<Record<string, Value>>])[] = [
  ...users.map(
    (user) =>
      [
        'users',
        {
          id: user.id,
          kind: user.kind,
          login: user.login,
          login_key: user.loginKey,
          name: user.name,
          email: user.email ?? null,
          state: user.state.kind,
          ban_reason: user.state.kind === 'banned' ? (user.state.reason ?? null) : null,
          password_hash: null,
          created_at: user.createdAt,
        },
      ] as const,
  ),
  ...[systemAdministrator, observer].map(
    ({ id, key, name, permissions }) =>
      ['roles', { id, key, name, permissions: JSON.stringify(permissions) }] as const,
  ),
  ...given.map(
    ([id, role_id, holder_id]) =>
      ['assignments', { id, role_id, holder_id, place: globalProjectId }] as const,
  ),
  ...[authorityService(instant(createdAt)), wiki].map(
    (service) =>
      [
        'services',
        {
          id: service.id,
          key: service.key,
          key_form: service.keyForm,
          name: service.name,
          home_url: null,
          viewers: JSON.stringify(service.viewers),
          secret_hash: null,
          secret_hint: null,
          secret_created_at: null,
          created_at: service.createdAt,
        },
      ] as const,
  ),
  [
    'permanent_tokens',
    {
      hash: token.hash,
      id: token.id,
      user_id: token.userId,
      author_id: token.authorId,
      name: token.name,
      description: token.description ?? null,
      audience: JSON.stringify(token.audience),
      narrowed_to: null,
      ceiling: null,
      state: 'active',
      revoked_at: null,
      revoked_by: null,
      created_at: token.createdAt,
      expires_at: token.expiresAt ?? null,
    },
  ],
  [
    'sessions',
    {
      hash: session.hash,
      id: session.id,
      user_id: session.userId,
      started_at: session.startedAt,
      expires_at: session.expiresAt,
      address: session.address ?? null,
      user_agent: null,
    },
  ],
];

/** Writes a database as the first version wrote it: its schema, and rows under seals over the columns it had. */
async function writeOldRows(db: Kysely<Database>, words: Words): Promise<void> {
  await migrate(db, words, [groundFloor]);
  for (const [table, content] of rows) {
    const mac = seal.seal(JSON.stringify([table, 1, ...Object.values(content)]));
    const row = { ...content, mac, mac_key: 1 };
    const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)));
    await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(row))})`.execute(
      db,
    );
  }
  await sql`insert into set_up values (1, null, ${createdAt}, ${createdAt})`.execute(db);
  await sql`insert into changes values (1, 'role', 'gone')`.execute(db);
  await sql`update authority_head set change_number = 1`.execute(db);
}

interface Upgraded {
  readonly store: Store;
  readonly forged: readonly ForgedRow[];
}

async function assertAllIsThere({ store, forged }: Upgraded): Promise<void> {
  const { tables } = store;
  for (const user of users) {
    assert.deepEqual(await tables.users.find(user.id), user);
    assert.deepEqual(await tables.users.findByLoginKey(user.loginKey), user);
  }
  assert.deepEqual([...(await tables.access.listRoles()).values()], [systemAdministrator, observer]);
  for (const [id, roleId, holder] of given) {
    const assignment = {
      id: trustId<never>(id),
      roleId,
      holder: { kind: 'user', id: holder },
      place: globalPlace,
    };
    assert.deepEqual(await tables.access.listAssignments([holder]), [assignment]);
  }
  assert.deepEqual(await tables.services.find(wiki.id), wiki);
  assert.deepEqual(await store.facts.findPermanentToken(token.hash as SecretHash), token);
  assert.deepEqual(await tables.permanentTokens.find(token.id), token);
  assert.deepEqual(await tables.sessions.findByHash(session.hash), session);
  assert.deepEqual(forged, []);
}

async function assertItIsUsable(upgraded: Upgraded): Promise<void> {
  const { store, forged } = upgraded;
  // Whoever knew an older log forgets all: what it named is not named so any more.
  assert.equal(await store.facts.changesSince(0), 'overflow');
  assert.deepEqual(
    (await permissionsOf(store.tables, bot.id)).get(globalProjectId),
    new Set([updateSelfPermission, readUserBasicPermission]),
  );

  const clock = { now: () => instant(createdAt + 1) };
  const founded = await foundAuthority({ clock, random, digest, store });
  assert.deepEqual(founded, { ok: true, value: undefined });
  assert.deepEqual(new Set((await store.tables.access.listRoles()).values()), new Set(builtInRoles));
  for (const group of builtInGroups) assert.deepEqual(await store.tables.groups.find(group.id), group);

  const heir: UserId = ann.id;
  const owned = { ...bot, ownerId: heir, purpose: 'builds', passwordChangeRequired: false };
  await write(store, (tables) => tables.users.update(owned));
  assert.deepEqual(await store.tables.users.listBotsOf(ann.id), [owned]);
  assert.deepEqual(forged, []);
}

/** What lists compare with, read from names that were there before. */
async function assertIsFound({ store }: Upgraded): Promise<void> {
  const orderBy = [{ key: 'name', descending: false }] as const;
  const named = {
    kind: 'attribute',
    name: 'name',
    test: { kind: 'value', match: 'prefix', value: 'ÁNN', folded: 'ánn' },
  };
  const worded = { kind: 'text', words: 'müller', match: 'prefix' };
  const mailed = {
    kind: 'attribute',
    name: 'email',
    test: { kind: 'value', match: 'equals', value: 'x', folded: 'ann@example.org' },
  };
  for (const query of [named, worded, mailed] as const) {
    const page = await store.tables.users.list({ skip: 0, top: 10, orderBy }, { query: query as never });
    assert.deepEqual(
      page.items.map(({ login }) => login),
      ['Ann'],
      query.kind,
    );
  }
  const all = await store.tables.users.list({ skip: 0, top: 10, orderBy });
  assert.deepEqual(
    all.items.map(({ name }) => name),
    ['Ada', 'Builder', 'Ánn  Müller'],
  );
}

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

describe('a database of the first version', () => {
  for (const [what, holds] of [
    ['keeps every row, under the seal it was given', assertAllIsThere],
    ['is an authority of this version after the next start', assertItIsUsable],
    ['can be searched, and ordered, by names that were there before', assertIsFound],
  ] as const) {
    test(`${what}, on SQLite`, async (t) => {
      const file = aFile(t);
      const writer = openWriter(file);
      const dialect = sqliteDialect(new SqliteConnection(writer));
      await writeOldRows(new Kysely<Database>({ dialect }), sqliteWords);
      writer.close();
      const forged: ForgedRow[] = [];
      const store = await openSqlite({ seal, digest, onForged: (row) => forged.push(row), file });
      t.after(() => store.close());
      await holds({ store, forged });
    });

    test(`${what}, on PostgreSQL`, async (t) => {
      const url = await server.createDatabase();
      const pool = openPool({ url, max: 1, writes: true, statementTimeoutMilliseconds: 30_000 });
      await writeOldRows(new Kysely<Database>({ dialect: postgresDialect(pool) }), postgresWords);
      await pool.end();
      const forged: ForgedRow[] = [];
      const store = await openPostgres({ seal, digest, onForged: (row) => forged.push(row), url });
      t.after(() => store.close());
      await holds({ store, forged });
    });
  }

  test('takes nothing into a column that came later under a seal that is older', async (t) => {
    const file = aFile(t);
    const writer = openWriter(file);
    const dialect = sqliteDialect(new SqliteConnection(writer));
    await writeOldRows(new Kysely<Database>({ dialect }), sqliteWords);
    writer.close();
    const forged: ForgedRow[] = [];
    const ports = { seal, digest, onForged: (row: ForgedRow) => forged.push(row), file };
    await (await openSqlite(ports)).close();
    const hand = openWriter(file);
    hand.exec(`update users set owner_id = '${ann.id}' where id = '${bot.id}'`);
    hand.exec(`update assignments set holder_kind = 'group' where id = 'assignment-1'`);
    hand.close();
    const store = await openSqlite(ports);
    t.after(() => store.close());
    assert.equal(await store.tables.users.find(bot.id), undefined);
    assert.deepEqual(await store.tables.access.listAssignments([ann.id]), []);
    assert.deepEqual(forged, [
      { table: 'users', id: bot.id },
      { table: 'assignments', id: 'assignment-1' },
    ]);
  });
});
