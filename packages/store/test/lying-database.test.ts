import assert from 'node:assert/strict';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { describe, type TestContext, test } from 'node:test';
import {
  allUsersGroupId,
  type Recorded,
  type Result,
  type SecretHash,
  type Store,
  type Tables,
  trustId,
  type UserId,
} from '@countersign/core';
import { type CompiledQuery, Kysely } from 'kysely';
import { postgresFacts } from '../src/postgres/facts.ts';
import { type SealedTable, sealedColumns } from '../src/schema/sealed-columns.ts';
import type { Database } from '../src/schema/tables.ts';
import { SealedRows } from '../src/sql/seal-row.ts';
import { tablesOn } from '../src/sql/tables-on.ts';
import { SqliteConnection } from '../src/sqlite/connection.ts';
import { sqliteDialect } from '../src/sqlite/dialect.ts';
import { sqliteFacts } from '../src/sqlite/facts.ts';
import { aFactor, aGroup, aPasskey, aUser, write } from './contract/builders.ts';
import { findEverywhere, type Row } from './contract/find-everywhere.ts';
import { aFile, freshSqliteInMemory } from './contract/fresh-sqlite.ts';
import { type FreshStore, sealWith } from './contract/fresh-store.ts';
import { insertOneOfEach } from './contract/one-of-each.ts';

/**
 * Whoever has the database can have it give a genuine row, seal and all, as the answer to another question: by a view in
 * the place of a table, by an index that lies. Then somebody's token comes out for a digest of one's own.
 */

/** By what rows are asked for. */
const keys: ReadonlySet<string> = new Set([
  'id',
  'hash',
  'login_key',
  'name_form',
  'key_form',
  'key',
  'user_id',
  'group_id',
  'owner_id',
  'parent_id',
  'holder_id',
  'role_id',
  'place',
  'client_id',
  'credential_id',
  'user_code',
  'uid',
  'viewers',
]);

const tables = Object.keys(sealedColumns) as SealedTable[];

/** Answers each question about rows with all that the table has. */
class LyingConnection extends SqliteConnection {
  override executeQuery<Answer>(query: CompiledQuery) {
    const { sql } = query;
    const table = /^select (?:"\w+"\.)?\* from "(\w+)"/.exec(sql)?.[1];
    const isClimb = /^\s*with recursive above/.test(sql);
    if (table === undefined && !isClimb) return super.executeQuery<Answer>(query);
    const all = `select * from ${table ?? 'user_groups'}`;
    return super.executeQuery<Answer>({ ...query, sql: all, parameters: [] });
  }
}

/** The same of statements that are prepared by hand. */
function lying(database: DatabaseSync): DatabaseSync {
  return new Proxy(database, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name, target) as unknown;
      return (sql: string) => {
        const statement = target.prepare(sql.replace(/ where hash = \?$/, ''));
        const get = statement.get.bind(statement);
        statement.get = ((...given: SQLInputValue[]) =>
          sql.endsWith('where hash = ?') ? get() : get(...given)) as typeof statement.get;
        return statement;
      };
    },
  });
}

/** A store on a copy of the rows of another one, which lies. */
async function lyingStore(t: TestContext, honest: FreshStore): Promise<FreshStore> {
  const database = new DatabaseSync(aFile(t), { readBigInts: true });
  t.after(() => database.close());
  for (const { sql } of await honest.read(`select sql from sqlite_schema where type = 'table'`))
    database.exec(String(sql));
  database.exec('pragma foreign_keys = off');
  for (const table of tables)
    for (const row of await honest.read(`select * from ${table}`)) {
      const columns = Object.keys(row);
      const places = columns.map(() => '?').join(', ');
      const insert = database.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`);
      insert.run(...Object.values(row));
    }
  const rows = new SealedRows(sealWith(1), () => undefined);
  const db = new Kysely<Database>({ dialect: sqliteDialect(new LyingConnection(database)) });
  const store = {
    tables: tablesOn(db, rows),
    facts: sqliteFacts({ database: lying(database), db, rows, onQuery: undefined }),
    change: <Value>(work: (tables: Tables) => Promise<Result<Recorded<Value>>>) => work(tablesOn(db, rows)),
  };
  return { ...honest, store: store as unknown as Store };
}

describe('a database that answers with other rows than were asked for is believed nothing:', () => {
  for (const table of tables)
    test(`of ${table} nothing is found by keys that no row has, and all by those that one has`, async (t) => {
      const honest = await freshSqliteInMemory(t);
      await insertOneOfEach(honest.store);
      const [row] = await honest.read(`select * from ${table}`);
      assert.ok(row);
      const lied = await lyingStore(t, honest);
      const made: Row = Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          !keys.has(column) ? value : column === 'viewers' ? '["made"]' : 'made',
        ]),
      );
      // What asks for no row in particular, as lists of all do, is answered in the same way by both.
      assert.deepEqual(await findEverywhere(lied, table, made), await findEverywhere(honest, table, made));
      const genuine = await findEverywhere(lied, table, row);
      for (const item of await findEverywhere(honest, table, row))
        assert.ok(
          genuine.some((other) => (other as { id?: unknown }).id === (item as { id?: unknown }).id),
          'a genuine row is not found any more',
        );
    });

  test('nobody has a second factor or a recovery code that is somebody else’s', async (t) => {
    const honest = await freshSqliteInMemory(t);
    await insertOneOfEach(honest.store);
    const { factors } = (await lyingStore(t, honest)).store.tables;
    const [factor] = await honest.read('select user_id from factors');
    const owner = trustId<UserId>(String(factor?.user_id));
    assert.deepEqual([await factors.hasActive(owner), await factors.countRecoveryCodes(owner)], [true, 1]);
    const another = trustId<UserId>('made');
    assert.deepEqual(
      [await factors.hasActive(another), await factors.countRecoveryCodes(another)],
      [false, 0],
    );
  });

  test('a factor that was never confirmed is none, whatever the database says to who asks for confirmed ones', async (t) => {
    const honest = await freshSqliteInMemory(t);
    const user = aUser();
    await write(honest.store, async (tables) => {
      await tables.users.insert(user);
      await tables.factors.insert(aFactor(user));
      await tables.passkeys.insert(aPasskey(user, { credential: undefined }));
    });
    const { factors } = (await lyingStore(t, honest)).store.tables;
    assert.equal((await factors.listOf(user.id)).length, 1);
    assert.equal(await factors.hasActive(user.id), false);
  });

  test('nobody counts as able to sign in who is banned, left out or without a password', async (t) => {
    const honest = await freshSqliteInMemory(t);
    // Of several rows the first one is taken, the one with the lowest identifier: so Ann comes out for everybody.
    const ann = aUser({ id: trustId<UserId>('00000000-0000-4000-8000-000000000000') });
    const banned = aUser({ state: { kind: 'banned', reason: 'left' } });
    const [inside, outside] = [aGroup(), aGroup()];
    await write(honest.store, async (tables) => {
      for (const group of [inside, outside]) await tables.groups.insert(group);
      for (const user of [banned, aUser({ passwordHash: undefined })]) {
        await tables.users.insert(user);
        for (const group of [inside, outside]) await tables.groups.join(group.id, user.id);
      }
    });
    const without = (await lyingStore(t, honest)).store.tables.groups;
    for (const group of [inside.id, allUsersGroupId])
      assert.equal(await without.canAnybodySignIn(group), false);
    await write(honest.store, async (tables) => {
      await tables.users.insert(ann);
      await tables.groups.join(inside.id, ann.id);
    });
    const { groups } = (await lyingStore(t, honest)).store.tables;
    for (const group of [inside.id, allUsersGroupId]) {
      assert.equal(await groups.canAnybodySignIn(group), true);
      assert.equal(await groups.canAnybodySignIn(group, { user: ann.id }), false);
    }
    assert.equal(await groups.canAnybodySignIn(outside.id), false);
    assert.equal(await groups.canAnybodySignIn(inside.id, { group: inside.id }), false);
  });

  test('a digest that no credential has leads to none on PostgreSQL either', async (t) => {
    const honest = await freshSqliteInMemory(t);
    await insertOneOfEach(honest.store);
    const rows = new SealedRows(sealWith(1), () => undefined);
    const genuine = new Map<string, Row>();
    for (const table of ['permanent_tokens', 'application_passwords', 'access_tokens', 'service_tokens'])
      genuine.set(table, (await honest.read(`select * from ${table}`))[0] ?? assert.fail());
    const facts = postgresFacts({
      pool: {
        query: async ({ text }: { readonly text: string }) => {
          const table = /from (\w+)/.exec(text)?.[1] ?? '';
          return { rows: [genuine.get(table)] };
        },
      } as unknown as Parameters<typeof postgresFacts>[0]['pool'],
      db: new Kysely<Database>({
        dialect: sqliteDialect(new SqliteConnection(new DatabaseSync(':memory:'))),
      }),
      rows,
      onQuery: undefined,
      link: { follow: () => undefined, giveUp: async () => undefined } as unknown as Parameters<
        typeof postgresFacts
      >[0]['link'],
    });
    const hashOf = (table: string) => String(genuine.get(table)?.hash) as SecretHash;
    const made = 'made' as SecretHash;
    assert.ok(await facts.findPermanentToken(hashOf('permanent_tokens')));
    assert.ok(await facts.findApplicationPassword(hashOf('application_passwords')));
    assert.equal((await facts.findAccessToken(hashOf('access_tokens')))?.kind, 'access-token');
    assert.equal((await facts.findAccessToken(hashOf('service_tokens')))?.kind, 'service-token');
    assert.equal(await facts.findPermanentToken(made), undefined);
    assert.equal(await facts.findApplicationPassword(made), undefined);
    assert.equal(await facts.findAccessToken(made), undefined);
  });
});
