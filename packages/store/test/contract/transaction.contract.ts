import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { notFound, ok, refuse, type Store, type User } from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { anEvent, aSession, aStoredUser, aUser, write } from './builders.ts';
import type { OpenFreshStore } from './fresh-store.ts';

export function transactionContract(open: OpenFreshStore): void {
  describe('a change', () => {
    test('commits its rows, its events and its touched facts together', async (t) => {
      const { store, read } = await open(t);
      const user = aUser();
      const result = await store.change(async (tables) => {
        await tables.users.insert(user);
        return ok({
          value: 'done',
          events: [anEvent(), anEvent({ kind: 'user.banned' })],
          touched: [{ kind: 'user', id: user.id }],
        });
      });
      assert.deepEqual(result, { ok: true, value: 'done' });
      assert.deepEqual(await store.tables.users.find(user.id), user);
      assert.equal((await store.audit.head()).number, 2);
      assert.deepEqual(await read('select number, fact_kind, fact_id from changes'), [
        { number: 1, fact_kind: 'user', fact_id: user.id },
      ]);
    });

    test('may touch more, and leave more events, than one statement can write', async (t) => {
      const { store } = await open(t);
      const many = 11_000;
      const touched = Array.from({ length: many }, () => ({ kind: 'user', id: aUser().id }) as const);
      const others = Array.from({ length: many - 1 }, () => anEvent({ kind: 'bot.handed-over' }));
      const done = await store.change(async () =>
        ok({ value: 'done', events: [anEvent(), ...others], touched }),
      );
      assert.ok(done.ok);
      assert.equal((await store.audit.head()).number, many);
      assert.equal((await store.facts.lastChange()).number, many);
    });

    test('that is refused leaves nothing behind: no row, no event, no number', async (t) => {
      const { store, read } = await open(t);
      const before = await read('select * from authority_head');
      const user = aUser();
      const refused = await store.change<void>(async (tables) => {
        await tables.users.insert(user);
        return refuse(notFound('user'));
      });
      assert.deepEqual(refused, { ok: false, refusal: { kind: 'not-found', what: 'user' } });
      assert.equal(await store.tables.users.find(user.id), undefined);
      assert.deepEqual(await store.audit.listAfter(0, 10), []);
      assert.deepEqual(await read('select * from authority_head'), before);
    });

    test('that throws leaves nothing behind, and passes the exception on', async (t) => {
      const { store, read } = await open(t);
      const before = await read('select * from authority_head');
      const user = aUser();
      const failure = new RangeError('a bug');
      const broken = store.change<void>(async (tables) => {
        await tables.users.insert(user);
        throw failure;
      });
      await assert.rejects(broken, (error) => error === failure);
      assert.equal(await store.tables.users.find(user.id), undefined);
      assert.deepEqual(await read('select * from authority_head'), before);
    });

    test('whose last row breaks a constraint leaves nothing of the others', async (t) => {
      const { store } = await open(t);
      const user = aUser();
      const broken = write(store, async (tables) => {
        await tables.users.insert(user);
        await tables.sessions.insert(aSession(aUser()));
      });
      await assert.rejects(broken, StoreDefect);
      assert.equal(await store.tables.users.find(user.id), undefined);
      await write(store, (tables) => tables.users.insert(user));
    });

    test('reads its own writes, which nobody else sees before the commit', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const user = aUser();
      await write(store, async (tables) => {
        await tables.users.insert(user);
        assert.deepEqual(await tables.users.find(user.id), user);
        for (const outside of [store, other]) {
          assert.equal(await outside.tables.users.find(user.id), undefined);
          assert.equal(await outside.facts.tables.users.find(user.id), undefined);
        }
      });
      for (const outside of [store, other]) {
        assert.deepEqual(await outside.tables.users.find(user.id), user);
        assert.deepEqual(await outside.facts.tables.users.find(user.id), user);
      }
    });

    test('holds up no reader while it is open', async (t) => {
      const { store } = await open(t);
      const user = await aStoredUser(store);
      await write(store, async (tables) => {
        await tables.users.update({ ...user, name: 'New' });
        assert.equal((await store.tables.users.find(user.id))?.name, 'Ada');
        assert.equal((await store.tables.users.list({ skip: 0, top: 1, orderBy: [] })).total, 1);
        assert.equal((await store.facts.lastChange()).number, 0);
        assert.deepEqual(await store.facts.changesSince(0), []);
      });
    });

    test('does not interleave with another: nothing that was checked and then written is lost', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const user = await aStoredUser(store, { name: '0' });
      const increment = (on: Store) =>
        write(on, async (tables) => {
          const read = (await tables.users.find(user.id)) as User;
          await new Promise(setImmediate);
          await tables.users.update({ ...read, name: String(Number(read.name) + 1) });
        });
      await Promise.all(Array.from({ length: 40 }, (_, i) => increment(i % 2 ? store : other)));
      assert.equal((await store.tables.users.find(user.id))?.name, '40');
    });

    test('goes on after others before it failed', async (t) => {
      const { store } = await open(t);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 12 }, (_, i) =>
          write(store, async (tables) => {
            await tables.users.insert(aUser());
            if (i % 3 === 0) throw new Error('a bug');
          }),
        ),
      );
      assert.equal(outcomes.filter(({ status }) => status === 'rejected').length, 4);
      assert.equal((await store.tables.users.list({ skip: 0, top: 0, orderBy: [] })).total, 8);
    });
  });
}
