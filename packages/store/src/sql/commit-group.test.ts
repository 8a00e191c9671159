import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { ok, refuse } from '@countersign/core';
import { Kysely, sql } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { SqliteConnection } from '../sqlite/connection.ts';
import { sqliteDialect } from '../sqlite/dialect.ts';
import { CommitGroups } from './commit-group.ts';

const head = { isTaken: true };

/** Groups on a database whose disk fails at one command, as fault injection would have it. */
function groupsFailingAt(t: TestContext, command: string, onCommand: () => void = () => undefined) {
  // However busy the machine is, all of a test are one group.
  t.mock.method(performance, 'now', () => 0);
  const database = new DatabaseSync(':memory:');
  database.exec('create table t (a integer)');
  const failing = new Proxy(database, {
    get(target, name) {
      if (name === 'exec') return exec;
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  function exec(statement: string) {
    if (statement !== command) return database.exec(statement);
    onCommand();
    throw Object.assign(new Error('disk I/O error'), { errcode: 10 });
  }
  const db = new Kysely<Database>({ dialect: sqliteDialect(new SqliteConnection(failing)) });
  const groups = new CommitGroups(db, { take: async () => head, put: async () => undefined });
  return { groups, rows: () => database.prepare('select a from t').all() };
}

test('when a commit fails nobody in it was answered before, everybody hears of it, and nothing is there', async (t) => {
  const told: string[] = [];
  let toldBefore: readonly string[] | undefined;
  const { groups, rows } = groupsFailingAt(t, 'commit', () => {
    toldBefore = [...told];
  });
  const joining = [
    groups.join(async (db) => {
      await sql`insert into t values (1)`.execute(db);
      return ok({ value: 'one', head });
    }),
    groups.join(async () => refuse({ kind: 'not-found', what: 'user' })),
    groups.join(() => Promise.reject(new RangeError('a bug'))),
    groups.join(async (db) => ok({ value: await sql`insert into t values (2)`.execute(db), head })),
  ];
  await Promise.all(
    joining.map((joined) =>
      joined.then(
        () => told.push('answered'),
        (error: Error) => told.push(error.name),
      ),
    ),
  );
  assert.deepEqual(toldBefore, []);
  assert.deepEqual(told, Array(4).fill('CommitUnknown'));
  assert.deepEqual(rows(), []);
});

test('when no transaction can begin everybody who waits hears of it, and it is not tried for each anew', async (t) => {
  let attempts = 0;
  const { groups } = groupsFailingAt(t, 'begin immediate', () => {
    attempts += 1;
  });
  const never = () => assert.fail('nothing may be done outside a transaction');
  const joining = Array.from({ length: 100 }, () => groups.join(never));
  const outcomes = await Promise.allSettled(joining);
  for (const outcome of outcomes)
    assert.ok(outcome.status === 'rejected' && outcome.reason.name === 'StoreUnavailable');
  assert.equal(attempts, 1);
});

test('when SQLite gave the transaction up nothing of the group is kept, whatever its member makes of that', async (t) => {
  const { groups, rows } = groupsFailingAt(t, 'nothing');
  const insert = (a: number) =>
    groups.join(async (db) => {
      await sql`insert into t values (${a})`.execute(db);
      return ok({ value: a, head });
    });
  const giveUp = async (db: Kysely<Database>) => {
    await sql`insert into t values (2)`.execute(db);
    await sql`rollback`.execute(db);
    await sql`insert into t values (3)`.execute(db).catch(() => undefined);
    return ok({ value: 2, head });
  };
  const outcomes = await Promise.allSettled([insert(1), groups.join(giveUp), insert(4)]);
  // The last had not begun and comes into the next group.
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(
    rows().map(({ a }) => a),
    [4],
  );
});
