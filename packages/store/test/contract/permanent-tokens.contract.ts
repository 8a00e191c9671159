import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  fromPairs,
  instant,
  instantMax,
  newId,
  noPermissions,
  type PermanentToken,
  type PermissionKey,
  type PermissionPairs,
  type Store,
  trustId,
  type UserId,
} from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { aStoredUser, aToken, aUser, awkwardTexts, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const pairs: PermissionPairs = [
  ['p.read' as PermissionKey, trustId('0')],
  ['p.write' as PermissionKey, trustId('7')],
];

export function permanentTokensContract(open: OpenFreshStore): void {
  describe('permanent tokens', () => {
    test('every field of a token comes back as it was written', async (t) => {
      const { store } = await open(t);
      const [owner, author] = [await aStoredUser(store), await aStoredUser(store)];
      const tokens = [
        aToken(owner),
        aToken(owner, { authorId: author.id, state: { kind: 'paused' }, expiresAt: instantMax }),
        aToken(owner, { state: { kind: 'revoked', at: instant(9), by: author.id }, createdAt: instant(0) }),
        aToken(owner, { state: { kind: 'revoked', at: instant(9), by: 'system' }, expiresAt: instant(1) }),
        aToken(owner, { grant: fromPairs(pairs), ceiling: fromPairs([]) }),
        aToken(owner, { grant: noPermissions, ceiling: fromPairs(pairs) }),
        aToken(owner, { audience: Array.from({ length: 100 }, () => newId(random)) }),
        ...awkwardTexts.map((text) => aToken(owner, { name: text, description: text })),
      ];
      await insertAll(store, tokens);
      for (const token of tokens) {
        assert.deepEqual(await store.tables.permanentTokens.find(token.id), token);
        assert.deepEqual(await store.facts.findPermanentToken(token.hash), token);
      }
    });

    test('an empty set of permissions is not the absence of one', async (t) => {
      const { store } = await open(t);
      const token = aToken(await aStoredUser(store), { grant: noPermissions, ceiling: noPermissions });
      await insertAll(store, [token]);
      const found = await store.tables.permanentTokens.find(token.id);
      assert.deepEqual([found?.grant, found?.ceiling], [new Map(), new Map()]);
    });

    test('a revoked token stays as a row and leaves the list', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const [token, other] = [aToken(owner), aToken(owner)];
      await insertAll(store, [token, other]);
      const revoked = { ...token, state: { kind: 'revoked', at: instant(3), by: owner.id } } as const;
      await write(store, (tables) => tables.permanentTokens.update(revoked));
      assert.deepEqual(await store.tables.permanentTokens.find(token.id), revoked);
      assert.deepEqual(await store.facts.findPermanentToken(token.hash), revoked);
      const page = await store.tables.permanentTokens.list(owner.id, { skip: 0, top: 10, orderBy: [] });
      assert.deepEqual(page, { items: [other], total: 1 });
    });

    test('the list holds the tokens of its owner alone', async (t) => {
      const { store } = await open(t);
      const [owner, other] = [await aStoredUser(store), await aStoredUser(store)];
      await insertAll(store, [aToken(owner), aToken(other, { authorId: owner.id })]);
      const page = await store.tables.permanentTokens.list(owner.id, { skip: 0, top: 10, orderBy: [] });
      assert.equal(page.total, 1);
      assert.equal(page.items[0]?.userId, owner.id);
    });

    test('what never expires comes after everything that does', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const tokens = [undefined, instant(30), instant(10), instantMax].map((expiresAt, index) =>
        aToken(owner, { expiresAt, name: `t${index}` }),
      );
      await insertAll(store, tokens);
      const namesBy = async (descending: boolean) => {
        const orderBy = [{ key: 'expires', descending }] as const;
        const page = await store.tables.permanentTokens.list(owner.id, { skip: 0, top: 10, orderBy });
        return page.items.map((token) => token.name);
      };
      assert.deepEqual(await namesBy(false), ['t2', 't1', 't3', 't0']);
      assert.deepEqual(await namesBy(true), ['t0', 't3', 't1', 't2']);
    });

    test('a second order key settles ties of the first', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const make = (name: string, created: number) => aToken(owner, { name, createdAt: instant(created) });
      await insertAll(store, [make('a', 1), make('b', 2), make('a', 3)]);
      const orderBy = [
        { key: 'name', descending: false },
        { key: 'creationTime', descending: true },
      ] as const;
      const page = await store.tables.permanentTokens.list(owner.id, { skip: 0, top: 10, orderBy });
      assert.deepEqual(
        page.items.map((token) => [token.name, token.createdAt]),
        [
          ['a', 3],
          ['a', 1],
          ['b', 2],
        ],
      );
    });

    test('revoking all tokens of a user ends those that stand, and answers which they were', async (t) => {
      const { store } = await open(t);
      const [owner, other] = [await aStoredUser(store), await aStoredUser(store)];
      const before = { kind: 'revoked', at: instant(3), by: owner.id } as const;
      const active = aToken(owner);
      const paused = aToken(owner, { state: { kind: 'paused' }, authorId: other.id });
      const expired = aToken(owner, { expiresAt: instant(1) });
      const ended = aToken(owner, { state: before });
      const madeForOther = aToken(other, { authorId: owner.id });
      await insertAll(store, [active, paused, expired, ended, madeForOther]);
      const revokeAll = (by: UserId | 'system') =>
        write(store, (tables) => tables.permanentTokens.revokeAllOf(owner.id, instant(9), by));
      assert.deepEqual(
        new Set(await revokeAll(other.id)),
        new Set([active, paused, expired].map(({ hash }) => hash)),
      );
      const stateOf = async ({ id }: PermanentToken) => (await store.tables.permanentTokens.find(id))?.state;
      for (const token of [active, paused, expired])
        assert.deepEqual(await stateOf(token), { kind: 'revoked', at: instant(9), by: other.id });
      assert.deepEqual(await stateOf(ended), before);
      assert.deepEqual(await stateOf(madeForOther), { kind: 'active' });
      assert.deepEqual(await revokeAll('system'), []);
    });

    test('the tokens of many users are counted at once, without those that are revoked', async (t) => {
      const { store } = await open(t);
      const [one, other, none] = [
        await aStoredUser(store),
        await aStoredUser(store),
        await aStoredUser(store),
      ];
      await insertAll(store, [
        aToken(one),
        aToken(one, { state: { kind: 'paused' } }),
        aToken(one, { expiresAt: instant(1) }),
        aToken(one, { state: { kind: 'revoked', at: instant(3), by: 'system' } }),
        aToken(other, { authorId: none.id }),
      ]);
      assert.deepEqual(
        await store.tables.permanentTokens.countOf([one.id, other.id, none.id]),
        new Map([
          [one.id, 3],
          [other.id, 1],
          [none.id, 0],
        ]),
      );
      assert.deepEqual(await store.tables.permanentTokens.countOf([]), new Map());
    });

    test('a token of nobody, or with the hash of another, is a defect', async (t) => {
      const { store } = await open(t);
      const token = aToken(await aStoredUser(store));
      await insertAll(store, [token]);
      await assert.rejects(insertAll(store, [aToken(aUser())]), StoreDefect);
      await assert.rejects(insertAll(store, [{ ...token, id: newId(random) }]), StoreDefect);
    });
  });
}

async function insertAll(store: Store, tokens: readonly PermanentToken[]): Promise<void> {
  await write(store, async (tables) => {
    for (const token of tokens) await tables.permanentTokens.insert(token);
  });
}
