import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant, newId, type ServiceId } from '@countersign/core';
import { aFactor, anApplicationPassword, aUser, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const all = { skip: 0, top: 10, orderBy: [] } as const;

/** Application passwords, and the second factor without which none of them opens anything. */
export function applicationPasswordsContract(open: OpenFreshStore): void {
  describe('application passwords', () => {
    test('one is found by its id and, by checks, by its digest, just as it was written', async (t) => {
      const { store } = await open(t);
      const owner = aUser();
      const forAll = anApplicationPassword(owner);
      const forOne = anApplicationPassword(owner, { service: newId<ServiceId>(random) });
      await write(store, async ({ users, applicationPasswords }) => {
        await users.insert(owner);
        await applicationPasswords.insert(forAll);
        await applicationPasswords.insert(forOne);
      });
      for (const password of [forAll, forOne]) {
        assert.deepEqual(await store.tables.applicationPasswords.find(password.id), password);
        assert.deepEqual(await store.facts.findApplicationPassword(password.hash), password);
      }
      assert.equal(await store.facts.findPermanentToken(forAll.hash), undefined);
    });

    test('a revoked one is gone from the list and the count, and found as revoked by whoever checks', async (t) => {
      const { store } = await open(t);
      const owner = aUser();
      const [kept, ended] = [anApplicationPassword(owner), anApplicationPassword(owner)];
      const revoked = { ...ended, state: { kind: 'revoked', at: instant(5), by: owner.id } } as const;
      await write(store, async ({ users, applicationPasswords }) => {
        await users.insert(owner);
        await applicationPasswords.insert(kept);
        await applicationPasswords.insert(ended);
        await applicationPasswords.update(revoked);
      });
      const { applicationPasswords } = store.tables;
      assert.deepEqual((await applicationPasswords.list(owner.id, all)).items, [kept]);
      assert.equal(await applicationPasswords.countOf(owner.id), 1);
      assert.deepEqual(await applicationPasswords.find(ended.id), revoked);
      assert.deepEqual(await store.facts.findApplicationPassword(ended.hash), revoked);
    });

    test('all of one user end together, and nobody else is touched', async (t) => {
      const { store } = await open(t);
      const [ada, eve] = [aUser({ login: 'ada' }), aUser({ login: 'eve' })];
      const [first, second, other] = [ada, ada, eve].map((user) => anApplicationPassword(user));
      assert.ok(first && second && other);
      const ended: unknown[] = [];
      await write(store, async ({ users, applicationPasswords }) => {
        await users.insert(ada);
        await users.insert(eve);
        for (const password of [first, second, other]) await applicationPasswords.insert(password);
        ended.push(...(await applicationPasswords.revokeAllOf(ada.id, instant(9), 'system')));
        assert.deepEqual(await applicationPasswords.revokeAllOf(ada.id, instant(10), 'system'), []);
      });
      assert.deepEqual(new Set(ended), new Set([first.hash, second.hash]));
      assert.equal(await store.tables.applicationPasswords.countOf(ada.id), 0);
      assert.deepEqual((await store.tables.applicationPasswords.list(eve.id, all)).items, [other]);
    });

    test('lists come in the order that was asked for, page by page', async (t) => {
      const { store } = await open(t);
      const owner = aUser();
      const named = ['b', 'C', 'a'].map((name, index) =>
        anApplicationPassword(owner, { name, createdAt: instant(1_000 + index) }),
      );
      await write(store, async ({ users, applicationPasswords }) => {
        await users.insert(owner);
        for (const password of named) await applicationPasswords.insert(password);
      });
      const { applicationPasswords } = store.tables;
      const byName = await applicationPasswords.list(owner.id, {
        skip: 1,
        top: 2,
        orderBy: [{ key: 'name', descending: false }],
      });
      assert.deepEqual([byName.items.map(({ name }) => name), byName.total], [['b', 'C'], 3]);
    });

    test('a second factor guards an account once it is confirmed, and until the last one goes', async (t) => {
      const { store } = await open(t);
      const owner = aUser();
      const begun = aFactor(owner);
      const guarded = () => store.facts.tables.factors.hasActive(owner.id);
      await write(store, async ({ users, factors }) => {
        await users.insert(owner);
        await factors.insert(begun);
      });
      assert.equal(await guarded(), false);
      await write(store, ({ factors }) => factors.update({ ...begun, confirmedAt: instant(7) }));
      assert.equal(await guarded(), true);
      await write(store, async ({ factors }) => void (await factors.deleteAllOf(owner.id)));
      assert.equal(await guarded(), false);
    });

    test('when their owner was last seen counts the use of one', async (t) => {
      const { store } = await open(t);
      const owner = aUser();
      const password = anApplicationPassword(owner);
      await write(store, async ({ users, applicationPasswords }) => {
        await users.insert(owner);
        await applicationPasswords.insert(password);
      });
      await store.uses.record([
        {
          credentialId: password.id,
          serviceId: newId<ServiceId>(random),
          day: 20_000,
          count: 3,
          lastAt: instant(4_000),
          address: '192.0.2.1',
          userAgent: 'git/2',
        },
      ]);
      assert.deepEqual(
        await store.lastAccess.byCredential([owner.id]),
        new Map([[owner.id, instant(4_000)]]),
      );
      assert.equal(await store.uses.countRecentOf(owner.id, 20_000), 3);
      assert.equal((await store.uses.find([password.id])).get(password.id)?.lastUserAgent, 'git/2');
    });
  });
}
