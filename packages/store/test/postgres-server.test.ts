import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { notFound, refuse, type SecretHash, type Store } from '@countersign/core';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from '../../../test/harness/postgres-server.ts';
import { openPool } from '../src/postgres/open-pool.ts';
import { openPostgres } from '../src/postgres.ts';
import { aGroup, aStoredUser, aUser, write } from './contract/builders.ts';
import { standStill } from './contract/commit-groups.contract.ts';
import { runAsOperator } from './contract/fresh-postgres.ts';
import { digest, sealWith } from './contract/fresh-store.ts';

const ports = { seal: sealWith(1), digest, onForged: () => undefined };

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

async function openStore(t: TestContext, url: string): Promise<Store> {
  const store = await openPostgres({ ...ports, url });
  t.after(() => store.close());
  return store;
}

describe('a PostgreSQL that could lose an acknowledged change', () => {
  for (const value of ['off', 'local', 'remote_write']) {
    test(`is refused with synchronous_commit = ${value} for the database`, async () => {
      const url = await server.createDatabase();
      await runAsOperator(url, `alter database ${databaseOf(url)} set synchronous_commit = ${value}`);
      await assert.rejects(openPostgres({ ...ports, url }), {
        name: 'UnsafeSetting',
        setting: "PostgreSQL's synchronous_commit",
        message: new RegExp(`synchronous_commit is ${value}; it must be on or remote_apply`),
      });
    });
  }

  test('is refused with synchronous_commit = off for the role alone', async () => {
    const url = new URL(await server.createDatabase());
    await runAsOperator(url.href, `create role careless login superuser password 'careless'`);
    await runAsOperator(url.href, 'alter role careless set synchronous_commit = off');
    url.username = url.password = 'careless';
    await assert.rejects(openPostgres({ ...ports, url: url.href }), /synchronous_commit is off/);
  });

  for (const setting of ['fsync', 'full_page_writes']) {
    test(`is refused with ${setting} = off`, async (t) => {
      const url = await server.createDatabase();
      t.after(() => reconfigure(url, `alter system reset ${setting}`));
      await reconfigure(url, `alter system set ${setting} = off`);
      await assert.rejects(openPostgres({ ...ports, url }), new RegExp(`${setting} is off; it must be on`));
    });
  }

  test('is refused later too: a new connection is checked like the first', async (t) => {
    const url = await server.createDatabase();
    const store = await openStore(t, url);
    await store.ping();
    t.after(() => reconfigure(url, 'alter system reset fsync'));
    await reconfigure(url, 'alter system set fsync = off');
    await assert.rejects(store.ping(), /fsync is off/);
    await runAsOperator(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'countersign' and datname = current_database()`,
    );
    await untilUnavailable(() => store.tables.users.find(aUser().id));
  });

  test('keeps to the level that was checked when the setting is lowered under a living connection', async (t) => {
    const url = await server.createDatabase();
    const pool = openPool({ url, max: 1, writes: true, statementTimeoutMilliseconds: 1_000 });
    t.after(() => pool.end());
    t.after(() => reconfigure(url, 'alter system reset synchronous_commit'));
    await pool.query('select 1');
    await reconfigure(url, 'alter system set synchronous_commit = off');
    assert.deepEqual((await pool.query('show synchronous_commit')).rows, [{ synchronous_commit: 'on' }]);
  });
});

describe('a commit without a plain answer', () => {
  test('is "unknown" when the connection broke before the answer to COMMIT came', async (t) => {
    const url = new URL(await server.createDatabase());
    const store = await openStore(t, url.href);
    const cut = await aProxy(t, Number(url.port), 'commit\0');
    url.port = String(cut.port);
    const behind = await openStore(t, url.href);
    const user = aUser();
    cut.isArmed = true;
    await assert.rejects(
      write(behind, (tables) => tables.users.insert(user)),
      { name: 'CommitUnknown' },
    );
    cut.isArmed = false;
    // Here it did arrive: exactly what "unknown" must allow for.
    assert.deepEqual(await store.tables.users.find(user.id), user);
    await aStoredUser(behind);
  });

  test('is "unknown" when the server stopped waiting for its synchronous standby', async (t) => {
    const url = await server.createDatabase();
    // Even where warnings are silenced: this one must be heard.
    await runAsOperator(url, `alter database ${databaseOf(url)} set client_min_messages = error`);
    const store = await openStore(t, url);
    t.after(() => reconfigure(url, 'alter system reset synchronous_standby_names'));
    await reconfigure(url, `alter system set synchronous_standby_names = 'nobody'`);
    const user = aUser();
    const written = write(store, (tables) => tables.users.insert(user));
    written.catch(() => undefined);
    const cancel = `select pg_cancel_backend(pid) as cancelled from pg_stat_activity where wait_event = 'SyncRep'`;
    while ((await runAsOperator(url, cancel)).length === 0);
    await assert.rejects(written, { name: 'CommitUnknown', message: /synchronous replication/ });
  });

  test('is "unknown" to every change that shares it, and nobody is answered while it waits', async (t) => {
    const url = await server.createDatabase();
    const store = await openStore(t, url);
    t.after(() => reconfigure(url, 'alter system reset synchronous_standby_names'));
    await reconfigure(url, `alter system set synchronous_standby_names = 'nobody'`);
    const user = aUser();
    const told = tellAll(t, [
      write(store, (tables) => tables.users.insert(user)),
      store.change<void>(async () => refuse(notFound('user'))),
      write(store, () => Promise.reject(new RangeError('a bug'))),
      write(store, (tables) => tables.users.insert(aUser())),
    ]);
    const waiting = `select pid from pg_stat_activity where wait_event = 'SyncRep'`;
    while ((await runAsOperator(url, waiting)).length === 0);
    assert.deepEqual(told.names, []);
    assert.equal(await store.tables.users.find(user.id), undefined);
    await runAsOperator(url, `select pg_cancel_backend(pid) from (${waiting}) as waiting`);
    await told.all;
    assert.deepEqual(told.names, Array(4).fill('CommitUnknown'));
  });

  test('is no success when a statement failed and the change ignored it', async (t) => {
    const store = await openStore(t, await server.createDatabase());
    const user = await aStoredUser(store);
    const ignoring = write(store, async (tables) => {
      await tables.users.insert(user).catch(() => undefined);
    });
    await assert.rejects(ignoring);
    assert.equal((await store.audit.head()).number, 1);
  });
});

describe('a PostgreSQL that cannot be asked', () => {
  test('is "unavailable" when nothing listens, when the password is wrong, when the database is not there', async () => {
    const url = new URL(server.url('postgres'));
    const wrong = [new URL(url), new URL(url), new URL(url)] as const;
    wrong[0].port = '1';
    wrong[1].password = 'wrong';
    wrong[2].pathname = '/absent';
    for (const address of wrong) {
      await assert.rejects(openPostgres({ ...ports, url: address.href }), { name: 'StoreUnavailable' });
    }
  });

  test('answers again when it is back, and nothing that failed meanwhile was done', async (t) => {
    const url = new URL(await server.createDatabase());
    const proxy = await aProxy(t, Number(url.port), 'insert into "users"');
    url.port = String(proxy.port);
    const store = await openStore(t, url.href);
    const user = aUser();
    proxy.isArmed = true;
    await assert.rejects(
      write(store, (tables) => tables.users.insert(user)),
      { name: 'StoreUnavailable' },
    );
    proxy.isArmed = false;
    assert.equal(await store.tables.users.find(user.id), undefined);
    await write(store, (tables) => tables.users.insert(user));
    assert.equal((await store.audit.head()).number, 1);
  });

  test('is "unavailable" to every change of a group whose connection broke, and nothing of any is there', async (t) => {
    const url = new URL(await server.createDatabase());
    const proxy = await aProxy(t, Number(url.port), 'insert into "user_groups"');
    url.port = String(proxy.port);
    const store = await openStore(t, url.href);
    await aStoredUser(store);
    proxy.isArmed = true;
    const told = tellAll(t, [
      write(store, (tables) => tables.users.insert(aUser())),
      store.change<void>(async () => refuse(notFound('user'))),
      write(store, (tables) => tables.groups.insert(aGroup()).catch(() => undefined)),
      write(store, (tables) => tables.users.insert(aUser())),
    ]);
    await told.all;
    proxy.isArmed = false;
    // The last had not begun: it goes into a group of its own, on another connection.
    assert.deepEqual(told.names, [...Array(3).fill('StoreUnavailable'), 'done']);
    assert.equal((await store.tables.users.list({ skip: 0, top: 0, orderBy: [] })).total, 2);
    assert.equal((await store.audit.head()).number, 2);
  });

  test('takes back one change of a group that met a lock for too long, and keeps the others', async (t) => {
    const url = await server.createDatabase();
    const store = await openStore(t, url);
    const user = await aStoredUser(store);
    const holder = new Client({ connectionString: url });
    await holder.connect();
    t.after(() => holder.end());
    await holder.query('begin');
    await holder.query('select from users for update');
    const other = aUser();
    const told = tellAll(t, [
      write(store, (tables) => tables.users.insert(other)),
      write(store, (tables) => tables.users.update({ ...user, name: 'Held' })),
      write(store, (tables) => tables.users.insert(aUser())),
    ]);
    const waiting = `select pid from pg_stat_activity where wait_event_type = 'Lock'`;
    while ((await runAsOperator(url, waiting)).length === 0);
    await runAsOperator(url, `select pg_cancel_backend(pid) from (${waiting}) as waiting`);
    await told.all;
    assert.deepEqual(told.names.toSorted(), ['StoreUnavailable', 'done', 'done']);
    assert.deepEqual(await store.tables.users.find(other.id), other);
    assert.deepEqual(await store.tables.users.find(user.id), user);
    assert.equal((await store.audit.head()).number, 3);
  });

  test('is not believed when it has become a standby, or is on an older timeline than it was', async (t) => {
    const url = await server.createDatabase();
    const pretend = async (name: string, body: string) => {
      await runAsOperator(
        url,
        `create or replace function pretended.${name} language sql as $$ select ${body} $$`,
      );
    };
    await runAsOperator(url, 'create schema pretended');
    await runAsOperator(
      url,
      `alter database ${databaseOf(url)} set search_path = public, pretended, pg_catalog`,
    );
    await pretend('pg_is_in_recovery() returns boolean', 'false');
    const store = await openStore(t, url);
    await pretend('pg_walfile_name(pg_lsn) returns text', `'0000000B00000001'`);
    await followed(store);
    await pretend('pg_walfile_name(pg_lsn) returns text', `'0000000A00000001'`);
    await assert.rejects(store.facts.lastChange(), { name: 'StoreUnavailable', message: /older timeline/ });
    await pretend('pg_walfile_name(pg_lsn) returns text', `'0000000C00000001'`);
    await followed(store);
    await pretend('pg_is_in_recovery() returns boolean', 'true');
    await assert.rejects(store.facts.lastChange(), { name: 'StoreUnavailable', message: /in recovery/ });
    await assert.rejects(store.ping(), { name: 'StoreUnavailable', message: /standby/ });
    await assert.rejects(openPostgres({ ...ports, url }), { name: 'StoreUnavailable', message: /standby/ });
  });

  test('reads, writes and is ready for nobody who has seen a newer one in its place', async (t) => {
    const url = await server.createDatabase();
    await runAsOperator(url, 'create schema pretended');
    const order = 'public, pretended, pg_catalog';
    await runAsOperator(url, `alter database ${databaseOf(url)} set search_path = ${order}`);
    const pretend = (timeline: string) =>
      runAsOperator(
        url,
        `create or replace function pretended.pg_walfile_name(pg_lsn) returns text
          language sql as $$ select '${timeline}00000001' $$`,
      );
    await pretend('0000000A');
    const store = await openStore(t, url);
    const user = await aStoredUser(store);
    await pretend('0000000B');
    // What was connected before is given up with this look, whatever it is for.
    await followed(store);
    await pretend('0000000A');
    const older = { name: 'StoreUnavailable' };
    await assert.rejects(store.tables.users.find(user.id), older);
    await assert.rejects(aStoredUser(store), older);
    await assert.rejects(store.ping(), { ...older, message: /older timeline/ });
  });

  test('may be founded by several nodes at once', async (t) => {
    const url = await server.createDatabase();
    const stores = await Promise.all([1, 2, 3].map(() => openStore(t, url)));
    const user = await aStoredUser(stores[0] as Store);
    for (const store of stores) assert.deepEqual(await store.tables.users.find(user.id), user);
  });

  test('gives the checking side connections that cannot write', async (t) => {
    const url = await server.createDatabase();
    const pool = openPool({ url, max: 1, writes: false, statementTimeoutMilliseconds: 1_000 });
    t.after(() => pool.end());
    await assert.rejects(pool.query('create table t (a int)'), { code: '25006' });
    await assert.rejects(pool.query('select pg_sleep(5)'), { code: '57014' });
  });
});

describe('the log of changes', () => {
  test('is in the order of commits: a lower number that is not committed yet is waited for, and never passed by', async (t) => {
    const url = await server.createDatabase();
    const [store, other] = [await openStore(t, url), await openStore(t, url)];
    const touching = (on: Store, name: string, hold = async () => undefined as unknown) =>
      write(on, () => hold().then(() => undefined), [{ kind: 'permanent-token', id: name as SecretHash }]);
    const isHeld = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const early = touching(store, 'early', () => {
      isHeld.resolve();
      return mayCommit.promise;
    });
    await isHeld.promise;
    let isLateDone = false;
    const late = touching(other, 'late').then(() => {
      isLateDone = true;
    });
    // By now the later one stands before the row that the earlier one has.
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    while ((await runAsOperator(url, waiting)).length === 0);
    for (const { facts } of [store, other]) {
      assert.equal((await facts.lastChange()).number, 0);
      assert.deepEqual(await facts.changesSince(0), []);
    }
    assert.equal(isLateDone, false);
    mayCommit.resolve();
    await Promise.all([early, late]);
    for (const { facts } of [store, other]) {
      assert.equal((await facts.lastChange()).number, 2);
      const changes = await facts.changesSince(0);
      assert.ok(changes !== 'overflow');
      assert.deepEqual(
        changes.map(({ number, fact }) => [number, fact.id]),
        [
          [1, 'early'],
          [2, 'late'],
        ],
      );
    }
  });

  test('is not believed where a transaction by hand took a lower number and has not committed it', async (t) => {
    const url = await server.createDatabase();
    const store = await openStore(t, url);
    const planted = new Client({ connectionString: url });
    await planted.connect();
    await planted.query('begin');
    await planted.query(`insert into changes values (1, 'permanent-token', 'planted')`);
    // Beside the row that is there to prevent it.
    await runAsOperator(url, 'update authority_head set change_number = 1');
    await write(store, async () => undefined, [{ kind: 'permanent-token', id: 'later' as SecretHash }]);
    assert.equal((await store.facts.lastChange()).number, 2);
    // Whoever read "2" alone and went on from there would never hear of 1.
    assert.equal(await store.facts.changesSince(0), 'overflow');
    await planted.query('commit');
    const changes = await store.facts.changesSince(0);
    assert.ok(changes !== 'overflow');
    assert.deepEqual(
      changes.map(({ fact }) => fact.id),
      ['planted', 'later'],
    );
    await planted.end();
  });
});

describe('the mark of PostgreSQL', () => {
  test('moves also when a transaction commits that began before the last one seen', async (t) => {
    const url = await server.createDatabase();
    const store = await openStore(t, url);
    const early = new Client({ connectionString: url });
    await early.connect();
    await early.query('begin');
    await early.query('select pg_current_xact_id()');
    await aStoredUser(store);
    const before = await store.facts.lastChange();
    await early.query("update users set name = 'Mallory'");
    assert.deepEqual(await store.facts.lastChange(), before);
    await early.query('commit');
    assert.notEqual((await store.facts.lastChange()).mark, before.mark);
    await early.end();
  });

  test('moves whatever tables the hand has beside ours, and wherever it looks for its own', async (t) => {
    const url = await server.createDatabase();
    const store = await openStore(t, url);
    await aStoredUser(store);
    for (const before of [
      'create temp table authority_head as select * from public.authority_head',
      'create schema other; create table other.authority_head (facts_mark bigint); set search_path = other',
    ]) {
      const { mark } = await store.facts.lastChange();
      await runAsOperator(url, `${before}; update public.users set name = 'Mallory'`);
      assert.notEqual((await store.facts.lastChange()).mark, mark, before);
    }
  });
});

/** What each of the changes, started at once and so together, was told by now: its failure, or that it is done. */
function tellAll(t: TestContext, changes: readonly Promise<unknown>[]) {
  standStill(t);
  const names: string[] = [];
  const tell = (name: string) => void names.push(name);
  const all = Promise.all(
    changes.map((change) =>
      change.then(
        () => tell('done'),
        (error: Error) => tell(error.name),
      ),
    ),
  );
  return { names, all };
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

async function reconfigure(url: string, sql: string): Promise<void> {
  await runAsOperator(url, sql);
  const [before] = await runAsOperator(
    url,
    'select pg_conf_load_time()::text as at, pg_reload_conf()::text as sent',
  );
  // The reload is a signal: it has happened when the server says so.
  while ((await runAsOperator(url, 'select pg_conf_load_time()::text as at'))[0]?.at === before?.at);
}

/** Looks at a server that is newer than the one before: the look that finds this out gives itself up with the others. */
async function followed(store: Store): Promise<void> {
  await store.facts.lastChange().catch(() => undefined);
  await endOfTurn();
  await store.facts.lastChange();
}

async function untilUnavailable(ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const failure = await ask().then(
      () => undefined,
      (error: Error) => error,
    );
    if (failure?.cause instanceof Error && /fsync is off/.test(failure.cause.message)) return;
  }
}

/** Stands before the server and, once armed, cuts the connection where the answer to a certain text would pass. */
async function aProxy(t: TestContext, port: number, text: string) {
  const sockets = new Set<Socket>();
  const proxy = { port: 0, isArmed: false };
  const listener = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isCut = false;
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => undefined));
    client.on('data', (data) => {
      isCut ||= proxy.isArmed && data.includes(text);
      upstream.write(data);
    });
    upstream.on('data', (data) => (isCut ? client.destroy() : client.write(data)));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  const address = listener.address();
  if (address !== null && typeof address === 'object') proxy.port = address.port;
  return proxy;
}
