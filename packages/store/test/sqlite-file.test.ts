import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import type { Store } from '@countersign/core';
import { SqliteConnection } from '../src/sqlite/connection.ts';
import { checkDurability, openReader, openWriter } from '../src/sqlite/open-database.ts';
import { openSqlite } from '../src/sqlite.ts';
import { aStoredUser, aUser, write } from './contract/builders.ts';
import { aFile, freshSqlite } from './contract/fresh-sqlite.ts';
import { digest, sealWith } from './contract/fresh-store.ts';
import { insertOneOfEach } from './contract/one-of-each.ts';

const ports = { seal: sealWith(1), digest, onForged: () => undefined };

describe('the SQLite file', () => {
  test('is readable for its owner alone, and so are its log and index', async (t) => {
    const file = aFile(t);
    writeFileSync(file, '', { mode: 0o644 });
    const store = await openSqlite({ ...ports, file });
    await aStoredUser(store);
    for (const name of [file, `${file}-wal`, `${file}-shm`]) {
      assert.equal(statSync(name).mode & 0o777, 0o600, name);
    }
    await store.close();
  });

  test('does not open where its log cannot be kept: nothing in memory is durable', async () => {
    await assert.rejects(openSqlite({ ...ports, file: ':memory:' }), {
      name: 'UnsafeSetting',
      setting: "SQLite's journal_mode",
    });
  });

  test('does not count as durable with any setting below what was promised', (t) => {
    const file = aFile(t);
    const database = openWriter(file);
    checkDurability(database);
    for (const [setting, value] of [
      ['synchronous', 'normal'],
      ['synchronous', 'off'],
      ['foreign_keys', 'off'],
    ] as const) {
      const before = setting === 'synchronous' ? 'full' : 'on';
      database.exec(`pragma ${setting} = ${value}`);
      assert.throws(() => checkDurability(database), {
        name: 'UnsafeSetting',
        setting: `SQLite's ${setting}`,
      });
      database.exec(`pragma ${setting} = ${before}`);
      checkDurability(database);
    }
    database.close();
  });

  test('may be made by several processes at once', async (t) => {
    const file = aFile(t);
    const stores = await Promise.all([1, 2, 3].map(() => openSqlite({ ...ports, file })));
    const user = await aStoredUser(stores[0] as Store);
    for (const store of stores) {
      assert.deepEqual(await store.tables.users.find(user.id), user);
      await store.close();
    }
  });

  test('that is no database is not opened, and not overwritten', async (t) => {
    const file = aFile(t);
    writeFileSync(file, 'a text that is no database, and long enough to be taken for a header\n'.repeat(99));
    await assert.rejects(openSqlite({ ...ports, file }), { name: 'StoreUnavailable' });
    assert.equal(statSync(file).size, 69 * 99);
  });

  test('is the only file that a connection can reach, and no code is loaded', (t) => {
    const file = aFile(t);
    const writer = openWriter(file);
    const reader = openReader(file);
    for (const database of [writer, reader]) {
      for (const sql of [
        `attach '${file}.other' as other`,
        `vacuum into '${file}.copy'`,
        `select load_extension('${file}.so')`,
        'pragma writable_schema = on; delete from sqlite_schema',
      ]) {
        assert.throws(() => database.exec(sql), { code: 'ERR_SQLITE_ERROR' }, sql);
      }
    }
    assert.throws(() => reader.exec('create table t (a)'), /readonly/);
    writer.close();
    reader.close();
  });
});

describe('the mark of the facts on SQLite', () => {
  const credentials = ['permanent_tokens', 'application_passwords', 'access_tokens', 'service_tokens'];
  for (const table of credentials)
    test(`moves when a hand replaces a row of ${table}, as one that is new would not`, async (t) => {
      const { store, damage, read } = await freshSqlite(t);
      await insertOneOfEach(store);
      const [row = {}] = await read(`select * from ${table}`);
      const columns = Object.keys(row);
      const replace = `replace into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
      for (const other of [{}, { hash: 'another' }, { hash: 'another', id: 'another' }]) {
        const { mark } = await store.facts.lastChange();
        await damage(replace, ...Object.values({ ...row, ...other }));
        assert.notEqual((await store.facts.lastChange()).mark, mark, JSON.stringify(other));
      }
      const { mark } = await store.facts.lastChange();
      await damage(replace, ...Object.values({ ...row, hash: 'new', id: 'new' }));
      assert.equal((await store.facts.lastChange()).mark, mark);
    });
});

describe('the SQLite writer', () => {
  test('waits for the writer of another process without holding up anything else', async (t) => {
    const file = aFile(t);
    const store = await openSqlite({ ...ports, file });
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    const user = aUser();
    const written = write(store, (tables) => tables.users.insert(user));
    assert.equal(await store.tables.users.find(user.id), undefined);
    assert.equal((await store.facts.lastChange()).number, 0);
    other.exec('commit');
    await written;
    assert.deepEqual(await store.tables.users.find(user.id), user);
    other.close();
    await store.close();
  });

  test('that finds no room says so, keeps what was acknowledged, and goes on when there is room', async (t) => {
    const { store, read } = await freshSqlite(t);
    const kept = await aStoredUser(store);
    const file = String((await read('pragma database_list'))[0]?.file);
    const database = openWriter(file);
    const connection = new SqliteConnection(database);
    const [pages] = Object.values(database.prepare('pragma page_count').get() ?? {});
    database.exec(`pragma max_page_count = ${pages}`);
    const big = { sql: `insert into session_uses values (?, 1)`, parameters: ['x'.repeat(100_000)] };
    await connection.begin();
    await assert.rejects(connection.executeQuery(big as never), { name: 'StoreUnavailable' });
    await connection.rollback();
    database.exec('pragma max_page_count = 1000000');
    await connection.begin();
    await connection.executeQuery(big as never);
    await connection.commit();
    database.close();
    assert.deepEqual(await store.tables.users.find(kept.id), kept);
  });
});
