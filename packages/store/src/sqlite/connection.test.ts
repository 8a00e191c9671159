import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { CompiledQuery } from 'kysely';
import { SqliteConnection } from './connection.ts';

/** A disk that fails at one statement, as fault injection would have it. No real one does so on demand. */
function failingAt(command: string): DatabaseSync {
  return {
    isOpen: true,
    isTransaction: true,
    exec(sql: string) {
      if (sql === command) throw Object.assign(new Error('disk I/O error'), { errcode: 1034 });
    },
    prepare: () => ({ columns: () => [], run: () => ({ changes: 1 }) }),
  } as unknown as DatabaseSync;
}

const insert = { sql: 'insert', parameters: [] } as unknown as CompiledQuery;

test('when the disk fails during a commit the outcome is unknown, and nothing is written any more', async () => {
  const connection = new SqliteConnection(failingAt('commit'));
  await connection.begin();
  await connection.executeQuery(insert);
  await assert.rejects(connection.commit(), { name: 'CommitUnknown' });
  await connection.rollback();
  await assert.rejects(connection.begin(), { name: 'StoreUnavailable' });
  await assert.rejects(connection.executeQuery(insert), { name: 'StoreUnavailable' });
  assert.throws(() => connection.check(), { name: 'StoreUnavailable' });
});

test('what comes after SQLite gave a transaction up is refused, and nothing of it is there', async () => {
  const database = new DatabaseSync(':memory:');
  database.exec('create table t (a integer primary key)');
  const connection = new SqliteConnection(database);
  const query = (sql: string) => ({ sql, parameters: [] }) as unknown as CompiledQuery;
  await connection.begin();
  await connection.executeQuery(query('insert into t values (1)'));
  await assert.rejects(connection.executeQuery(query('insert or rollback into t values (1)')), {
    name: 'StoreDefect',
  });
  await assert.rejects(connection.executeQuery(query('insert into t values (2)')), {
    name: 'StoreUnavailable',
  });
  await assert.rejects(connection.commit());
  await connection.rollback();
  assert.deepEqual(database.prepare('select a from t').all(), []);
  await connection.begin();
  await connection.executeQuery(query('insert into t values (3)'));
  await connection.commit();
  await connection.executeQuery(query('insert into t values (4)'));
  assert.equal(database.prepare('select a from t').all().length, 2);
});
