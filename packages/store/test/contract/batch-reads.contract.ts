import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { groupManager, instant, ok, type Store, type User } from '@countersign/core';
import { anEvent, aSession, aToken, write } from './builders.ts';
import type { OpenFreshStore } from './fresh-store.ts';
import { bots, groups, insertOrganisation, token, users } from './organisation.ts';

export function batchReadsContract(open: OpenFreshStore): void {
  describe('what stands beside the rows of a list', () => {
    test('is found for many users at once, and absent where there is nothing', async (t) => {
      const { store } = await open(t);
      await insertOrganisation(store);
      const { tables } = store;
      const found = await tables.users.findEach([users.ann.id, users.gone.id, bots.stray.id, users.ann.id]);
      assert.deepEqual([...found.values()].map(({ login }) => login).sort(), ['ann', 'gone', 'stray']);
      const joined = await tables.groups.listJoinedOfEach([users.bob.id, users.cleo.id, users.ann.id]);
      assert.deepEqual(
        joined,
        new Map([
          [users.bob.id, [groups.core.id]],
          [users.cleo.id, [groups.inner.id]],
        ]),
      );
      assert.deepEqual(await tables.users.findEach([]), new Map());
      assert.deepEqual(await tables.groups.listJoinedOfEach([]), new Map());
    });

    test('is found for many groups at once: those above, those below, and who manages them', async (t) => {
      const { store } = await open(t);
      await insertOrganisation(store);
      const { tables } = store;
      const above = await tables.groups.findWithAncestors([groups.core.id, groups.admins.id]);
      assert.deepEqual([...above.values()].map(({ name }) => name).sort(), [
        'Admins',
        'Inner Circle',
        'Outer Circle',
        'The Core',
      ]);
      const below = await tables.groups.listChildrenOf([groups.inner.id, groups.outer.id, groups.lonely.id]);
      assert.deepEqual(
        below.map(({ name }) => name),
        ['Inner Circle', 'The Core'],
      );
      const managers = await tables.access.listHoldersIn(groupManager.id, [groups.outer.id, groups.inner.id]);
      assert.deepEqual(
        managers.map(({ holder, place }) => [holder.id, place.id]),
        [[groups.admins.id, groups.outer.id]],
      );
      assert.deepEqual(await tables.groups.findWithAncestors([]), new Map());
    });

    test('a forged membership is no membership', async (t) => {
      const { store, damage, forged } = await open(t);
      await insertOrganisation(store);
      await damage('update memberships set user_id = ? where user_id = ?', users.ann.id, users.cleo.id);
      assert.deepEqual(await store.tables.groups.listJoinedOfEach([users.ann.id]), new Map());
      assert.equal(forged.length, 1);
    });

    test('the last access is told apart by token, session and sign-in, each the latest of its kind', async (t) => {
      const { store } = await open(t);
      await insertOrganisation(store);
      const other = aToken(users.bob, { state: { kind: 'revoked', at: instant(9), by: users.bob.id } });
      const [first, second] = [aSession(users.dan), aSession(users.dan)];
      await write(store, async (tables) => {
        await tables.permanentTokens.insert(other);
        for (const session of [first, second]) await tables.sessions.insert(session);
      });
      const use = { serviceId: other.audience[0] as never, day: 1, count: 1, address: undefined };
      await store.uses.record([
        { ...use, credentialId: token.id, lastAt: instant(100), userAgent: undefined },
        { ...use, credentialId: other.id, lastAt: instant(300), userAgent: undefined },
      ]);
      await store.sessionUses.record(
        new Map([
          [first.id, instant(700)],
          [second.id, instant(500)],
        ]),
      );
      await signInAt(store, users.eve, 1_000);
      await signInAt(store, users.eve, 4_000);
      await signInAt(store, users.ann, 2_000);
      const asked = [users.ann.id, users.bob.id, users.dan.id, users.eve.id];
      const { lastAccess } = store;
      assert.deepEqual(await lastAccess.byCredential(asked), new Map([[users.bob.id, instant(300)]]));
      assert.deepEqual(await lastAccess.bySession(asked), new Map([[users.dan.id, instant(700)]]));
      assert.deepEqual(
        await lastAccess.bySignIn(asked),
        new Map([
          [users.ann.id, instant(2_000)],
          [users.eve.id, instant(4_000)],
        ]),
      );
    });

    test('all of a user’s sessions end but the one that is kept', async (t) => {
      const { store } = await open(t);
      await insertOrganisation(store);
      const [kept, ended, foreign] = [aSession(users.dan), aSession(users.dan), aSession(users.ann)];
      const count = await write(store, async (tables) => {
        for (const session of [kept, ended, foreign]) await tables.sessions.insert(session);
        return tables.sessions.deleteOfUser(users.dan.id, kept.id);
      });
      assert.equal(count, 1);
      const left = await Promise.all([kept, ended, foreign].map(({ id }) => store.tables.sessions.find(id)));
      assert.deepEqual(
        left.map((session) => session?.id),
        [kept.id, undefined, foreign.id],
      );
    });
  });
}

async function signInAt(store: Store, user: User, at: number): Promise<void> {
  const event = anEvent({ kind: 'session.started', at: instant(at), subject: user.id });
  const done = await store.change<void>(async () => ok({ value: undefined, events: [event], touched: [] }));
  assert.ok(done.ok);
}
