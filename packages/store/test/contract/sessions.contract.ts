import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authenticateSession,
  endUserSession,
  instant,
  instantMax,
  newId,
  newTokenText,
  SessionClock,
  type SessionId,
} from '@countersign/core';
import { aSession, aStoredUser, awkwardTexts, write } from './builders.ts';
import { digest, type OpenFreshStore, random } from './fresh-store.ts';

export function sessionsContract(open: OpenFreshStore): void {
  describe('sessions', () => {
    test('every field of a session comes back as it was written', async (t) => {
      const { store } = await open(t);
      const user = await aStoredUser(store);
      const sessions = [
        aSession(user, { startedAt: instant(0), expiresAt: instantMax }),
        aSession(user, { address: '2001:db8::1' }),
        ...awkwardTexts.map((userAgent) => aSession(user, { userAgent })),
      ];
      await write(store, async (tables) => {
        for (const session of sessions) await tables.sessions.insert(session);
      });
      for (const session of sessions) {
        assert.deepEqual(await store.tables.sessions.findByHash(session.hash), session);
      }
    });

    test('an ended session is gone; others of the same user stand until all are ended', async (t) => {
      const { store } = await open(t);
      const [user, other] = [await aStoredUser(store), await aStoredUser(store)];
      const [first, second, third, foreign] = [user, user, user, other].map((owner) => aSession(owner));
      assert.ok(first && second && third && foreign);
      await write(store, async (tables) => {
        for (const session of [first, second, third, foreign]) await tables.sessions.insert(session);
      });
      await write(store, (tables) => tables.sessions.delete(first.id));
      assert.equal(await store.tables.sessions.findByHash(first.hash), undefined);
      assert.deepEqual(await store.tables.sessions.findByHash(second.hash), second);
      assert.equal(await write(store, (tables) => tables.sessions.deleteOfUser(user.id)), 2);
      assert.equal(await store.tables.sessions.findByHash(third.hash), undefined);
      assert.deepEqual(await store.tables.sessions.findByHash(foreign.hash), foreign);
      assert.equal(await write(store, (tables) => tables.sessions.deleteOfUser(user.id)), 0);
    });

    test('the sessions of a user are listed, and when each was last used, and nobody else’s', async (t) => {
      const { store } = await open(t);
      const [user, other] = [await aStoredUser(store), await aStoredUser(store)];
      const [used, unused, foreign] = [aSession(user), aSession(user), aSession(other)];
      await write(store, async (tables) => {
        for (const session of [used, unused, foreign]) await tables.sessions.insert(session);
      });
      await store.sessionUses.record(
        new Map([
          [used.id, instant(7)],
          [foreign.id, instant(8)],
        ]),
      );
      const byId = new Map((await store.tables.sessions.listOf(user.id)).map((one) => [one.id, one]));
      assert.deepEqual(
        byId,
        new Map([
          [used.id, used],
          [unused.id, unused],
        ]),
      );
      assert.deepEqual(await store.sessionUses.findOfUser(user.id), new Map([[used.id, 7]]));
    });

    test('a session that was ended is refused by the next request at another node', async (t) => {
      const { store, reopen } = await open(t);
      const there = (await reopen()).store;
      const user = await aStoredUser(store);
      const secret = newTokenText('session', random);
      const now = instant(1_700_000_000_000);
      const session = aSession(user, { hash: digest.secret(secret), startedAt: now });
      await write(store, (tables) => tables.sessions.insert(session));
      const clock = { now: () => now };
      const limits = { idleSeconds: 60, absoluteSeconds: 600 };
      const sessionClock = new SessionClock(there.sessionUses);
      const ask = () =>
        authenticateSession({ clock, digest, limits, sessionClock, store: there }, secret.reveal());
      assert.ok((await ask()).ok);
      const caller = { actor: { kind: 'system' }, origin: { requestId: 'a test' } } as const;
      const ended = await endUserSession({ clock, store }, caller, { owner: user.id, id: session.id });
      assert.ok(ended.ok);
      assert.ok(!(await ask()).ok);
    });

    test('the last use of a session only moves forward', async (t) => {
      const { store } = await open(t);
      const [one, two] = [newId<SessionId>(random), newId<SessionId>(random)];
      assert.equal(await store.sessionUses.find(one), undefined);
      await store.sessionUses.record(new Map([[one, instant(5)]]));
      await store.sessionUses.record(
        new Map([
          [one, instant(3)],
          [two, instant(4)],
        ]),
      );
      assert.deepEqual([await store.sessionUses.find(one), await store.sessionUses.find(two)], [5, 4]);
      await store.sessionUses.record(new Map([[one, instant(9)]]));
      assert.equal(await store.sessionUses.find(one), 9);
      await store.sessionUses.record(new Map());
    });

    test('a batch of thousands of uses is recorded whole', async (t) => {
      const { store } = await open(t);
      const batch = new Map(Array.from({ length: 1_201 }, (_, i) => [newId<SessionId>(random), instant(i)]));
      await store.sessionUses.record(batch);
      for (const [id, at] of batch) if (at % 100 === 0) assert.equal(await store.sessionUses.find(id), at);
    });

    test('the sweep forgets sessions at their end, not before, with their use', async (t) => {
      const { store, read } = await open(t);
      const user = await aStoredUser(store);
      const [ended, ending, standing] = [999, 1_000, 1_001].map((end) =>
        aSession(user, { expiresAt: instant(end) }),
      );
      assert.ok(ended && ending && standing);
      await write(store, async (tables) => {
        for (const session of [ended, ending, standing]) await tables.sessions.insert(session);
      });
      const ids = [ended.id, ending.id, standing.id, newId<SessionId>(random)];
      await store.sessionUses.record(new Map(ids.map((id) => [id, instant(7)])));
      assert.equal(await store.sessionUses.sweep(instant(1_000)), 2);
      assert.equal(await store.tables.sessions.findByHash(ending.hash), undefined);
      assert.deepEqual(await store.tables.sessions.findByHash(standing.hash), standing);
      assert.deepEqual(await read('select session_id from session_uses'), [{ session_id: standing.id }]);
      assert.equal(await store.sessionUses.sweep(instant(1_000)), 0);
    });
  });
}
