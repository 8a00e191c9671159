import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompiledQuery, Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { repeatedInsert } from './repeated-insert.ts';

interface Row {
  readonly a: number;
  readonly b: string;
}

/** A database that only tells what it was given to run, and statements that take values in the order of the columns. */
function aStatement(columns: readonly (keyof Row)[]) {
  const ran: (readonly [sql: string, parameters: readonly unknown[]])[] = [];
  let builds = 0;
  const db = {
    executeQuery: async ({ sql, parameters }: CompiledQuery) => void ran.push([sql, parameters]),
  } as unknown as Kysely<Database>;
  const insert = repeatedInsert<Row>((_, rows) => {
    builds += 1;
    const parameters = rows.flatMap((row) => columns.map((column) => row[column]));
    return { compile: () => ({ sql: `insert ${rows.length}`, parameters }) as unknown as CompiledQuery };
  });
  return { ran, insert: (rows: readonly Row[]) => insert(db, rows), builds: () => builds };
}

test('a statement is put together once for as many rows, and run with the values of each', async () => {
  const { ran, insert, builds } = aStatement(['a', 'b']);
  await insert([{ a: 1, b: 'one' }]);
  await insert([{ a: 2, b: 'two' }]);
  await insert([
    { a: 3, b: 'three' },
    { a: 4, b: 'four' },
  ]);
  assert.deepEqual(ran, [
    ['insert 1', [1, 'one']],
    ['insert 1', [2, 'two']],
    ['insert 2', [3, 'three', 4, 'four']],
  ]);
  assert.equal(builds(), 2);
});

for (const columns of [['b', 'a'], ['a']] as const)
  test(`a statement that takes ${columns.join(' and ')} of rows with a and b is not run`, async () => {
    const { ran, insert } = aStatement(columns);
    await assert.rejects(insert([{ a: 1, b: 'one' }]), { name: 'StoreDefect' });
    assert.deepEqual(ran, []);
  });
