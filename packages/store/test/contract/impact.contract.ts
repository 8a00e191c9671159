import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant, newId, type ServiceId, type UseCount } from '@countersign/core';
import { aSession, aStoredUser, aToken, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const [wiki, tracker] = [newId<ServiceId>(random), newId<ServiceId>(random)];

/** What is counted for whoever is asked before something ends. */
export function impactContract(open: OpenFreshStore): void {
  describe('what would end', () => {
    test('with a service are the tokens with it in their scope, revoked ones left out, and their users', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      const revoked = { kind: 'revoked', at: instant(5), by: jane.id } as const;
      const tokens = [
        aToken(jane, { audience: [wiki] }),
        aToken(jane, { audience: [tracker, wiki], state: { kind: 'paused' } }),
        aToken(bob, { audience: [wiki, tracker] }),
        aToken(bob, { audience: [wiki], state: revoked }),
      ];
      await write(store, async ({ permanentTokens }) => {
        for (const token of tokens) await permanentTokens.insert(token);
      });
      const { permanentTokens } = store.tables;
      assert.deepEqual(await permanentTokens.countFor(wiki), { tokens: 3, users: 2 });
      assert.deepEqual(await permanentTokens.countFor(tracker), { tokens: 2, users: 2 });
      assert.deepEqual(await permanentTokens.countFor(newId(random)), { tokens: 0, users: 0 });
    });

    test('with a user are the sessions that have not reached their end', async (t) => {
      const { store } = await open(t);
      const [jane, bob] = [await aStoredUser(store), await aStoredUser(store)];
      await write(store, async ({ sessions }) => {
        for (const expiresAt of [10, 20, 30])
          await sessions.insert(aSession(jane, { expiresAt: instant(expiresAt) }));
        await sessions.insert(aSession(bob, { expiresAt: instant(30) }));
      });
      const { sessions } = store.tables;
      assert.deepEqual(
        [await sessions.countOf(jane.id, instant(5)), await sessions.countOf(jane.id, instant(20))],
        [3, 1],
      );
    });

    test('is weighed by recent use: of a service by anybody, of a user by the tokens that still stand', async (t) => {
      const { store } = await open(t);
      const jane = await aStoredUser(store);
      const revoked = { kind: 'revoked', at: instant(5), by: jane.id } as const;
      const [standing, ended] = [aToken(jane), aToken(jane, { state: revoked })];
      await write(store, async ({ permanentTokens }) => {
        for (const token of [standing, ended]) await permanentTokens.insert(token);
      });
      const plain = { lastAt: instant(1), address: undefined, userAgent: undefined };
      const uses: readonly UseCount[] = [
        { ...plain, credentialId: standing.id, serviceId: wiki, day: 99, count: 1_000 },
        { ...plain, credentialId: standing.id, serviceId: wiki, day: 100, count: 2 },
        { ...plain, credentialId: standing.id, serviceId: tracker, day: 101, count: 30 },
        { ...plain, credentialId: ended.id, serviceId: wiki, day: 101, count: 400 },
      ];
      await store.uses.record(uses);
      assert.equal(await store.uses.countRecentOf(jane.id, 100), 32);
      assert.equal(await store.uses.countRecentFor(wiki, 100), 402);
      assert.equal(await store.uses.countRecentFor(newId(random), 100), 0);
      assert.equal(await store.uses.countRecentOf(newId(random), 0), 0);
    });
  });
}
