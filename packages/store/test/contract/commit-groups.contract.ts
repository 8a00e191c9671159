import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  genesis,
  notFound,
  ok,
  type Recorded,
  type Result,
  refuse,
  type Store,
  type Tables,
  verifyLinks,
} from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { anEvent, aSession, aStoredUser, aUser, write } from './builders.ts';
import { digest, type OpenFreshStore } from './fresh-store.ts';

export function commitGroupsContract(openStore: OpenFreshStore): void {
  const open: OpenFreshStore = (t) => {
    standStill(t);
    return openStore(t);
  };

  describe('changes that wait for each other', () => {
    test('share one commit, in the order in which they came', async (t) => {
      const { store, countCommits } = await open(t);
      const before = await countCommits();
      const order: number[] = [];
      const works = Array.from({ length: 20 }, (_, i) => () => inserting(store).then(() => order.push(i)));
      await behindAnother(store, works);
      assert.equal((await countCommits()) - before, 2);
      assert.deepEqual(order, [...works.keys()]);
      assert.equal((await store.tables.users.list({ skip: 0, top: 0, orderBy: [] })).total, 20);
    });

    test('are no more than 64 in one commit', async (t) => {
      const { store, countCommits } = await open(t);
      const before = await countCommits();
      await behindAnother(
        store,
        Array.from({ length: 130 }, () => () => inserting(store)),
      );
      assert.equal((await countCommits()) - before, 1 + 3);
    });

    test('are let into no commit that has waited for others long enough', async (t) => {
      const { store, countCommits } = await open(t);
      const time = standStill(t);
      const before = await countCommits();
      const answered: string[] = [];
      const after = (milliseconds: number, name: string) => async () => {
        const answeredBefore = await write(store, async (tables) => {
          await tables.users.insert(aUser());
          time.now += milliseconds;
          return answered.join('');
        });
        answered.push(name);
        return answeredBefore;
      };
      const works = [after(100, 'a'), after(200, 'b'), after(1_000, 'c'), after(0, 'd'), after(0, 'e')];
      assert.deepEqual(await behindAnother(store, works), ['', '', 'ab', 'abc', 'abc']);
      assert.equal((await countCommits()) - before, 1 + 3);
    });

    test('leave nothing of one that is refused or throws, and stand themselves', async (t) => {
      const { store, read, countCommits } = await open(t);
      const [kept, others] = [aUser(), [aUser(), aUser(), aUser()] as const];
      const failure = new RangeError('a bug');
      const before = await countCommits();
      const attempt = (work: (tables: Tables) => Promise<Result<Recorded<string>>>) => () =>
        store.change(work).then(
          (result) => (result.ok ? result.value : result.refusal.kind),
          (error: unknown) => error,
        );
      const done = (value: string, user = kept) =>
        ok({
          value,
          events: [anEvent(), anEvent({ kind: 'user.banned' })],
          touched: [{ kind: 'user', id: user.id }],
        } as const);
      const outcomes = await behindAnother(store, [
        attempt(async () => done('first')),
        attempt(async (tables) => {
          await tables.users.insert(others[0]);
          return refuse(notFound('user'));
        }),
        attempt(async (tables) => {
          await tables.users.insert(kept);
          return done('second');
        }),
        attempt(async (tables) => {
          await tables.users.insert(others[1]);
          throw failure;
        }),
        attempt(async (tables) => {
          await tables.users.insert(others[2]);
          await tables.sessions.insert(aSession(aUser()));
          return done('never');
        }),
        attempt(async (tables) => done('third', await tables.users.find(kept.id))),
      ]);
      assert.ok(outcomes[4] instanceof StoreDefect);
      assert.deepEqual(outcomes, ['first', 'not-found', 'second', failure, outcomes[4], 'third']);
      assert.equal((await countCommits()) - before, 2);
      for (const user of others) assert.equal(await store.tables.users.find(user.id), undefined);
      assert.deepEqual(await store.tables.users.find(kept.id), kept);
      assert.deepEqual(
        (await read('select number from changes order by number')).map(({ number }) => number),
        [1, 2, 3],
      );
      const events = await store.audit.listAfter(0, 100);
      assert.equal(events.length, 1 + 3 * 2);
      assert.deepEqual(verifyLinks(genesis, events, digest), { ok: true, head: await store.audit.head() });
      assert.equal((await store.facts.lastChange()).number, 3);
    });

    test('cost no flush when all of them are refused', async (t) => {
      const { store, read, countCommits } = await open(t);
      await inserting(store);
      const before = { head: await read('select * from authority_head'), commits: await countCommits() };
      const refused = () => store.change<void>(async () => refuse(notFound('user')));
      const outcomes = await Promise.all([refused(), refused(), refused()]);
      assert.deepEqual(
        outcomes.map(({ ok: isOk }) => isOk),
        [false, false, false],
      );
      assert.deepEqual(
        { head: await read('select * from authority_head'), commits: await countCommits() },
        before,
      );
    });

    test('see what those before them wrote: of many who want one thing, one gets it', async (t) => {
      const { store, countCommits } = await open(t);
      const user = await aStoredUser(store, { name: 'Free' });
      const before = await countCommits();
      const take = (name: string) => () =>
        store.change(async (tables) => {
          const found = await tables.users.find(user.id);
          if (found?.name !== 'Free') return refuse(notFound('user'));
          await tables.users.update({ ...found, name });
          return ok({ value: name, events: [anEvent()], touched: [] });
        });
      const outcomes = await behindAnother(store, ['A', 'B', 'C', 'D'].map(take));
      assert.equal((await countCommits()) - before, 2);
      assert.deepEqual(outcomes, [
        { ok: true, value: 'A' },
        ...Array.from({ length: 3 }, () => refuse(notFound('user'))),
      ]);
      assert.equal((await store.tables.users.find(user.id))?.name, 'A');
    });

    test('are not seen by anybody else, and not answered, while one of them still works', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const user = aUser();
      const told: string[] = [];
      await behindAnother<unknown>(store, [
        () => write(store, (tables) => tables.users.insert(user)).then(() => told.push('done')),
        () => store.change<void>(async () => refuse(notFound('user'))).then(() => told.push('refused')),
        () =>
          write(store, async () => {
            for (let turn = 0; turn < 10; turn++) await pause(1);
            for (const reader of [store, other]) {
              assert.equal(await reader.tables.users.find(user.id), undefined);
              assert.equal(await reader.facts.tables.users.find(user.id), undefined);
            }
            assert.deepEqual(told, []);
          }),
      ]);
      assert.deepEqual(told.toSorted(), ['done', 'refused']);
    });

    test('take nothing back that somebody else wrote meanwhile', async (t) => {
      const { store } = await open(t);
      const attempts = { count: 1, lastAt: anEvent().at, blockedUntil: anEvent().at, admitted: false };
      let advanced: Promise<unknown> | undefined;
      await behindAnother<unknown>(store, [
        () => inserting(store),
        () =>
          store.change<void>(async (tables) => {
            advanced = store.attempts.advance('somebody', () => attempts);
            await tables.users.insert(aUser());
            await pause(5);
            return refuse(notFound('user'));
          }),
        () => inserting(store),
      ]);
      await advanced;
      assert.deepEqual(await store.attempts.find('somebody'), attempts);
      assert.equal((await store.tables.users.list({ skip: 0, top: 0, orderBy: [] })).total, 2);
    });

    test('take in no statement that another left behind when it failed', async (t) => {
      const { store } = await open(t);
      const late: Promise<void>[] = [];
      const failing = () =>
        write(store, async (tables) => {
          for (let i = 0; i < 5; i++) late.push(tables.users.insert(aUser()));
          late.push(pause(1).then(() => tables.users.insert(aUser())));
          for (const each of late) each.catch(() => undefined);
          throw new RangeError('a bug');
        }).catch((error: Error) => error.name);
      const outcomes = await behindAnother<unknown>(store, [
        failing,
        async () => void (await write(store, () => pause(20))),
        failing,
        () => inserting(store),
      ]);
      assert.deepEqual([outcomes[0], outcomes[2]], ['RangeError', 'RangeError']);
      const last = (await Promise.allSettled(late)).filter((_, i) => i % 6 === 5);
      assert.deepEqual(
        last.map(({ status }) => status),
        ['rejected', 'rejected'],
      );
      assert.equal((await store.tables.users.list({ skip: 0, top: 0, orderBy: [] })).total, 1);
    });

    test('work each in the context of the request that asked', async (t) => {
      const { store } = await open(t);
      const request = new AsyncLocalStorage<number>();
      const ask = (i: number) => () => request.run(i, () => write(store, async () => request.getStore()));
      assert.deepEqual(await behindAnother(store, [1, 2, 3].map(ask)), [1, 2, 3]);
    });

    test('are all told when no commit can begin, and the next ones go on', async (t) => {
      const { store, damage, read } = await open(t);
      await inserting(store);
      const [head] = await read('select * from authority_head');
      await damage('delete from authority_head');
      const outcomes = await Promise.allSettled([inserting(store), inserting(store), inserting(store)]);
      for (const outcome of outcomes)
        assert.ok(outcome.status === 'rejected' && outcome.reason instanceof StoreDefect);
      const { id, change_number, audit_number, audit_hash } = head as Record<string, string | number>;
      await damage(
        'insert into authority_head (id, change_number, audit_number, audit_hash) values (?, ?, ?, ?)',
        ...([id, change_number, audit_number, audit_hash] as (string | number)[]),
      );
      await Promise.all([inserting(store), inserting(store)]);
      assert.equal((await store.audit.head()).number, 3);
    });

    test('wait for no savepoint where nobody else waits', async (t) => {
      const { store, queries } = await open(t);
      const savepoints = () => queries.filter((sql) => sql.includes('savepoint')).length;
      for (let i = 0; i < 3; i++) await inserting(store);
      assert.equal(savepoints(), 0);
      await Promise.all([inserting(store), inserting(store)]);
      assert.equal(savepoints(), 2 * 2);
    });
  });
}

/** No test waits for a busy machine: the time that a group takes is what the test says. */
export function standStill(t: TestContext): { now: number } {
  const time = { now: performance.now() };
  t.mock.method(performance, 'now', () => time.now);
  return time;
}

function inserting(store: Store): Promise<void> {
  return write(store, (tables) => tables.users.insert(aUser()));
}

/** Starts changes while another, which writes nothing but its event, is under way: they are the next group. */
async function behindAnother<Value>(
  store: Store,
  changes: readonly (() => Promise<Value>)[],
): Promise<readonly Value[]> {
  const [began, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = write(store, () => {
    began.resolve();
    return mayEnd.promise;
  });
  await began.promise;
  const waiting = changes.map((change) => change());
  mayEnd.resolve();
  await first;
  return Promise.all(waiting);
}
