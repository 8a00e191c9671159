import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { CompiledQuery } from 'kysely';
import { SqliteConnection } from './connection.ts';

/** A disk that fails at one statement, as fault injection would have it. No real one does so on demand. */
function failingAt(command: string): DatabaseSync {
  return {
    isOpen: true,
    isTransaction: false,
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
