import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  fromPairs,
  globalProjectId,
  instant,
  newId,
  type PermissionKey,
  type SecretHash,
  type ServiceId,
  type ServiceToken,
  type Store,
} from '@countersign/core';
import {
  aConnection,
  anAccessToken,
  anApplicationPassword,
  anApprovedScope,
  anArtefact,
  aServiceToken,
  aStoredUser,
  aToken,
  write,
} from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const all = { skip: 0, top: 10, orderBy: [] } as const;
const now = instant(1_700_000_001_000);
const declared = fromPairs([['wiki.read' as PermissionKey, globalProjectId]]);
const revoked = { kind: 'revoked', at: instant(5), by: 'system' } as const;

/** What services do for users: connections, their access tokens, consents, and what is under way. */
export function connectionsContract(open: OpenFreshStore): void {
  describe('connections', () => {
    test('one is found just as it was written, and as it was changed', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const wide = aConnection(owner, { declared, openIdScope: ['openid', 'email'] });
      const bare = aConnection(owner, { audience: [], openIdScope: [], isOffline: false });
      await write(store, async ({ connections }) => {
        await connections.insert(wide);
        await connections.insert(bare);
      });
      for (const one of [wide, bare]) assert.deepEqual(await store.tables.connections.find(one.id), one);
      const paused = { ...wide, state: { kind: 'paused' }, expiresAt: instant(7) } as const;
      await write(store, ({ connections }) => connections.update(paused));
      assert.deepEqual(await store.tables.connections.find(wide.id), paused);
      await write(store, ({ connections }) => connections.revoke(wide.id, instant(5), owner.id));
      await write(store, ({ connections }) => connections.revoke(wide.id, instant(6), 'system'));
      const ended = { ...paused, state: { kind: 'revoked', at: instant(5), by: owner.id } } as const;
      assert.deepEqual(await store.tables.connections.find(wide.id), ended);
    });

    test('those of a client come page by page, with how many users they are of', async (t) => {
      const { store } = await open(t);
      const [owner, other] = [await aStoredUser(store), await aStoredUser(store)];
      const clientId = newId<ServiceId>(random);
      const made = [
        aConnection(owner, { clientId, createdAt: instant(1) }),
        aConnection(other, { clientId, createdAt: instant(2) }),
        aConnection(owner, { clientId, createdAt: instant(3) }),
      ];
      await write(store, async ({ connections }) => {
        for (const one of made) await connections.insert(one);
        await connections.insert(aConnection(owner));
        await connections.insert(aConnection(owner, { clientId, state: revoked }));
        await connections.insert(aConnection(other, { clientId, expiresAt: now }));
      });
      const orderBy = [{ key: 'creationTime', descending: true }] as const;
      const { connections } = store.tables;
      const page = { skip: 1, top: 1, orderBy };
      assert.deepEqual(await connections.listOf(clientId, now, page), {
        items: [made[1]],
        total: 3,
        users: 2,
      });
      const none = { items: [], total: 0, users: 0 };
      assert.deepEqual(await connections.listOf(newId<ServiceId>(random), now, { ...page, skip: 0 }), none);
    });

    test('lists and counts leave out what was revoked, what time has ended, and what is of others', async (t) => {
      const { store } = await open(t);
      const [owner, other] = [await aStoredUser(store), await aStoredUser(store)];
      const client = newId<ServiceId>(random);
      const [first, second] = [
        aConnection(owner, { clientId: client, createdAt: instant(1), expiresAt: instant(now + 1) }),
        aConnection(owner, { createdAt: instant(2) }),
      ];
      const foreign = aConnection(other, { clientId: client });
      await write(store, async ({ connections }) => {
        for (const one of [first, second, foreign]) await connections.insert(one);
        await connections.insert(aConnection(owner, { clientId: client, state: revoked }));
        await connections.insert(aConnection(owner, { clientId: client, expiresAt: now }));
      });
      const { connections } = store.tables;
      const newestFirst = { ...all, orderBy: [{ key: 'creationTime', descending: true }] } as const;
      assert.deepEqual(await connections.list(owner.id, now, newestFirst), {
        items: [second, first],
        total: 2,
      });
      const soonestFirst = { ...all, top: 1, orderBy: [{ key: 'expires', descending: false }] } as const;
      assert.deepEqual((await connections.list(owner.id, now, soonestFirst)).items, [first]);
      assert.equal(await connections.countOf(owner.id, now), 2);
      const standing = async (whose: Parameters<typeof connections.listStanding>[0]) =>
        new Set((await connections.listStanding(whose, now)).map(({ id }) => id));
      assert.deepEqual(await standing({ user: owner.id }), new Set([first.id, second.id]));
      assert.deepEqual(await standing({ client }), new Set([first.id, foreign.id]));
      assert.deepEqual(await standing({ user: owner.id, client }), new Set([first.id]));
      await assert.rejects(connections.listStanding({}, now));
    });

    test('credentials of every kind are found by their own ids, thousands at once, and nothing else by them', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const connection = aConnection(owner, { declared });
      const access = anAccessToken(connection);
      const password = anApplicationPassword(owner);
      const tokens = Array.from({ length: 600 }, () => aToken(owner));
      const service = aServiceToken();
      await write(store, async (tables) => {
        await tables.connections.insert(connection);
        await tables.accessTokens.insert(access);
        await tables.serviceTokens.insert(service);
        await tables.applicationPasswords.insert(password);
        for (const token of tokens) await tables.permanentTokens.insert(token);
      });
      const all = [access, password, ...tokens];
      const strange = [connection.id, service.id, owner.id, access.hash, 'absent', ''];
      const found = await store.facts.findCredentials([...all.map(({ id }) => id), ...strange]);
      const byId = (some: readonly { id: string }[]) => new Map(some.map((one) => [one.id, one]));
      assert.equal(found.length, all.length);
      assert.deepEqual(byId(found), byId(all));
      assert.deepEqual(await store.facts.findCredentials([]), []);
    });

    test('an access token is found by its digest until it is forgotten, and its connection stays', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const connection = aConnection(owner, { declared });
      const past = anAccessToken(connection, { expiresAt: now });
      const good = anAccessToken(connection, { expiresAt: instant(now + 1), keyThumbprint: 'of a key' });
      await write(store, async ({ connections, accessTokens }) => {
        await connections.insert(connection);
        await accessTokens.insert(past);
        await accessTokens.insert(good);
      });
      for (const one of [past, good]) {
        assert.deepEqual(await store.tables.accessTokens.findByHash(one.hash), one);
        assert.deepEqual(await store.facts.findAccessToken(one.hash), one);
        assert.equal(await store.facts.findPermanentToken(one.hash), undefined);
        assert.deepEqual(await store.facts.findCredentials([one.id]), [one]);
      }
      assert.equal(await store.artefacts.sweep(instant(now + 1)), 1);
      assert.equal(await store.tables.accessTokens.findByHash(past.hash), undefined);
      assert.deepEqual(await store.tables.accessTokens.findByHash(good.hash), good);
      assert.deepEqual(await store.tables.connections.find(connection.id), connection);
    });

    test('a connection is forgotten when its time is over and its last access token is, revoked or not', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const past = aConnection(owner, { expiresAt: now });
      const revokedBefore = aConnection(owner, { expiresAt: now, state: revoked });
      const used = aConnection(owner, { expiresAt: now });
      const standing = aConnection(owner, { expiresAt: instant(now + 1) });
      await write(store, async ({ connections, accessTokens }) => {
        for (const one of [past, revokedBefore, used, standing]) await connections.insert(one);
        await accessTokens.insert(anAccessToken(used, { expiresAt: instant(now + 1) }));
      });
      assert.equal(await store.artefacts.sweep(instant(now + 1)), 2);
      const { connections } = store.tables;
      for (const gone of [past, revokedBefore]) assert.equal(await connections.find(gone.id), undefined);
      for (const kept of [used, standing]) assert.deepEqual(await connections.find(kept.id), kept);
      assert.equal(await store.artefacts.sweep(instant(now + 2)), 3);
      assert.equal(await connections.find(used.id), undefined);
    });

    test('all access tokens of a connection end together, each told by its digest, and no other', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const [mine, other] = [aConnection(owner), aConnection(owner)];
      const [first, second, ended] = [anAccessToken(mine), anAccessToken(mine), anAccessToken(mine)];
      const kept = anAccessToken(other);
      await write(store, async ({ connections, accessTokens }) => {
        for (const one of [mine, other]) await connections.insert(one);
        for (const one of [first, second, ended, kept]) await accessTokens.insert(one);
        await accessTokens.revoke(ended.id, instant(5), 'system');
        assert.deepEqual(
          new Set(await accessTokens.revokeOf(mine.id, instant(9), owner.id)),
          new Set([first.hash, second.hash]),
        );
        assert.deepEqual(await accessTokens.revokeOf(mine.id, instant(10), owner.id), []);
      });
      const { accessTokens } = store.tables;
      assert.deepEqual((await accessTokens.findByHash(ended.hash))?.state, revoked);
      const atOnce = { kind: 'revoked', at: instant(9), by: owner.id };
      for (const one of [first, second])
        assert.deepEqual((await accessTokens.findByHash(one.hash))?.state, atOnce);
      assert.deepEqual(await accessTokens.findByHash(kept.hash), kept);
    });

    test('tokens that services have for themselves are found at the door, end one by one or together, and are swept', async (t) => {
      const { store } = await open(t);
      const mine = aServiceToken();
      const [second, ended] = [aServiceToken(mine.clientId), aServiceToken(mine.clientId)];
      const past = aServiceToken(undefined, { expiresAt: now });
      await write(store, async ({ serviceTokens }) => {
        for (const one of [mine, second, ended, past]) await serviceTokens.insert(one);
      });
      for (const one of [mine, past]) {
        assert.deepEqual(await store.tables.serviceTokens.findByHash(one.hash), one);
        assert.deepEqual(await store.facts.findAccessToken(one.hash), one);
      }
      await write(store, async ({ serviceTokens }) => {
        await serviceTokens.revoke(ended.id, instant(5), 'system');
        assert.deepEqual(
          new Set(await serviceTokens.revokeOf(mine.clientId, instant(9), 'system')),
          new Set([mine.hash, second.hash]),
        );
        assert.deepEqual(await serviceTokens.revokeOf(mine.clientId, instant(10), 'system'), []);
      });
      const stateOf = async ({ hash }: ServiceToken) => (await store.facts.findAccessToken(hash))?.state;
      assert.deepEqual(await stateOf(ended), revoked);
      for (const one of [mine, second])
        assert.deepEqual(await stateOf(one), { kind: 'revoked', at: instant(9), by: 'system' });
      assert.deepEqual(await stateOf(past), { kind: 'active' });
      assert.equal(await store.artefacts.sweep(instant(now + 1)), 1);
      assert.equal(await store.facts.findAccessToken(past.hash), undefined);
    });

    test('a consent takes the place of an earlier one of the same user and client', async (t) => {
      const { store } = await open(t);
      const [owner, other] = [await aStoredUser(store), await aStoredUser(store)];
      const narrow = anApprovedScope(owner);
      const wide = anApprovedScope(owner, { clientId: narrow.clientId, declared, audience: [] });
      const [elsewhere, foreign] = [
        anApprovedScope(owner, { grantedAt: instant(1) }),
        anApprovedScope(other, { clientId: narrow.clientId }),
      ];
      await write(store, async ({ approvedScopes }) => {
        for (const one of [narrow, wide, elsewhere, foreign]) await approvedScopes.put(one);
      });
      const { approvedScopes } = store.tables;
      assert.equal(await approvedScopes.find(narrow.id), undefined);
      assert.deepEqual(await approvedScopes.find(wide.id), wide);
      assert.deepEqual(await approvedScopes.findOf(owner.id, narrow.clientId), wide);
      const oldestFirst = { ...all, orderBy: [{ key: 'creationTime', descending: false }] } as const;
      assert.deepEqual(await approvedScopes.list(owner.id, oldestFirst), {
        items: [elsewhere, wide],
        total: 2,
      });
    });

    test('consents are forgotten one by one, of a user, and to a client', async (t) => {
      const { store } = await open(t);
      const [owner, other] = [await aStoredUser(store), await aStoredUser(store)];
      const client = newId<ServiceId>(random);
      const [one, mine, foreign] = [
        anApprovedScope(owner),
        anApprovedScope(owner),
        anApprovedScope(other, { clientId: client }),
      ];
      const kept = anApprovedScope(other);
      await write(store, async ({ approvedScopes }) => {
        for (const each of [one, mine, foreign, kept]) await approvedScopes.put(each);
        await approvedScopes.delete(one.id);
        assert.equal(await approvedScopes.deleteOf({ user: owner.id }), 1);
        assert.equal(await approvedScopes.deleteOf({ client }), 1);
      });
      const { approvedScopes } = store.tables;
      assert.deepEqual((await approvedScopes.list(owner.id, all)).items, []);
      assert.deepEqual((await approvedScopes.list(other.id, all)).items, [kept]);
    });
  });

  describe('the use of connections', () => {
    test('when a user was last seen, and how often, counts that of their connections', async (t) => {
      const { store } = await open(t);
      const owner = await aStoredUser(store);
      const [standing, ended] = [aConnection(owner), aConnection(owner, { state: revoked })];
      await write(store, async ({ connections }) => {
        for (const one of [standing, ended]) await connections.insert(one);
      });
      const use = { serviceId: newId<ServiceId>(random), day: 20_000, address: '192.0.2.1' };
      await store.uses.record([
        { ...use, credentialId: standing.id, count: 3, lastAt: instant(4_000), userAgent: 'wiki/2' },
        { ...use, credentialId: ended.id, count: 4, lastAt: instant(3_000), userAgent: undefined },
      ]);
      assert.deepEqual(
        await store.lastAccess.byCredential([owner.id]),
        new Map([[owner.id, instant(4_000)]]),
      );
      assert.equal(await store.uses.countRecentOf(owner.id, 20_000), 3);
      assert.equal((await store.uses.find([standing.id])).get(standing.id)?.lastUserAgent, 'wiki/2');
    });
  });

  describe('artefacts', () => {
    test('one is found by each of its names, within its model alone, and as it was last written', async (t) => {
      const { store } = await open(t);
      const uid = newId(random) as string as SecretHash;
      const first = anArtefact({ model: 'DeviceCode', userCode: 'a keyed hash', uid, payload: '{"a":1}' });
      assert.equal(await store.artefacts.write(({ put }) => put(first)), true);
      const { artefacts } = store.tables;
      assert.deepEqual(await artefacts.find('DeviceCode', first.hash), first);
      assert.deepEqual(await artefacts.findByUserCode('DeviceCode', 'a keyed hash'), first);
      assert.deepEqual(await artefacts.findByUid('DeviceCode', uid), first);
      assert.equal(await artefacts.find('AuthorizationCode', first.hash), undefined);
      assert.equal(await artefacts.findByUserCode('AuthorizationCode', 'a keyed hash'), undefined);
      assert.equal(await artefacts.findByUid('AuthorizationCode', uid), undefined);

      const next = { ...first, payload: '{"a":2}', connectionId: aConnection(await aStoredUser(store)).id };
      assert.equal(await store.artefacts.write(({ put }) => put(next)), true);
      assert.deepEqual(await artefacts.find('DeviceCode', first.hash), next);
      const drop = () => store.artefacts.write((ledger) => ledger.delete('DeviceCode', first.hash));
      assert.deepEqual([await drop(), await drop()], [true, false]);
      assert.equal(await artefacts.find('DeviceCode', first.hash), undefined);
    });

    test('several writes of one batch are kept together or not at all', async (t) => {
      const { store } = await open(t);
      const [one, two] = [anArtefact(), anArtefact()];
      const lost = store.artefacts.write(async ({ put }) => {
        await put(one);
        throw new Error('the request was given up');
      });
      await assert.rejects(lost);
      assert.equal(await store.tables.artefacts.find(one.model, one.hash), undefined);
      await store.artefacts.write(async ({ put }) => {
        await put(one);
        await put(two);
      });
      for (const each of [one, two])
        assert.deepEqual(await store.tables.artefacts.find(each.model, each.hash), each);
    });

    test('one is consumed once, and stays consumed whatever is written over it', async (t) => {
      const { store } = await open(t);
      const code = anArtefact();
      const consume = () => store.artefacts.write((ledger) => ledger.consume(code.model, code.hash, now));
      assert.equal(await consume(), false);
      await store.artefacts.write(({ put }) => put(code));
      assert.equal(await consume(), true);
      assert.equal(await consume(), false);
      assert.equal(await store.artefacts.write(({ put }) => put(code)), false);
      const spent = { ...code, consumedAt: now };
      assert.deepEqual(await store.tables.artefacts.find(code.model, code.hash), spent);
    });

    test('what can be there once is claimed by one of twenty at once, from two processes, and by nobody later', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const proof = anArtefact({ model: 'ReplayDetection', payload: '{}' });
      const claim = (from: Store) => from.artefacts.write((ledger) => ledger.claim(proof));
      const all = Array.from({ length: 20 }, (_, index) => claim(index % 2 === 0 ? store : other));
      assert.equal((await Promise.all(all)).filter((has) => has).length, 1);
      assert.equal(await claim(other), false);
      assert.deepEqual(await store.tables.artefacts.find(proof.model, proof.hash), proof);
      await store.artefacts.sweep(instant(proof.expiresAt + 1));
      assert.equal(await claim(store), true);
    });

    test('of twenty who consume one at once, from two processes, one alone has it', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const code = anArtefact();
      await store.artefacts.write(({ put }) => put(code));
      const consumers = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other));
      const won = await Promise.all(
        consumers.map((each, index) =>
          each.artefacts.write((ledger) => ledger.consume(code.model, code.hash, instant(now + index))),
        ),
      );
      assert.equal(won.filter((has) => has).length, 1);
      const spent = await store.tables.artefacts.find(code.model, code.hash);
      assert.equal(spent?.consumedAt, now + won.indexOf(true));
    });

    test('the code that somebody types is taken once, by one of twenty from two processes, and the rest stays', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      const device = anArtefact({ model: 'DeviceCode', userCode: 'a keyed hash' });
      await store.artefacts.write(({ put }) => put(device));
      const take = (from: Store, model = 'DeviceCode') =>
        from.artefacts.write((ledger) => ledger.takeUserCode(model, 'a keyed hash'));
      assert.equal(await take(store, 'AuthorizationCode'), undefined);
      const takers = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other));
      const taken = (await Promise.all(takers.map((each) => take(each)))).filter((one) => one !== undefined);
      const left = { ...device, userCode: undefined };
      assert.deepEqual(taken, [left]);
      assert.deepEqual(await store.tables.artefacts.find('DeviceCode', device.hash), left);
      assert.equal(await store.tables.artefacts.findByUserCode('DeviceCode', 'a keyed hash'), undefined);
    });

    test('who writes one over while another consumes it never makes it good again', async (t) => {
      const { store, reopen } = await open(t);
      const other = (await reopen()).store;
      for (let round = 0; round < 10; round++) {
        const code = anArtefact();
        await store.artefacts.write(({ put }) => put(code));
        const [won] = await Promise.all([
          store.artefacts.write((ledger) => ledger.consume(code.model, code.hash, now)),
          other.artefacts.write(({ put }) => put({ ...code, payload: '{"late":true}' })),
        ]);
        assert.equal(won, true);
        assert.equal((await store.tables.artefacts.find(code.model, code.hash))?.consumedAt, now);
      }
    });

    test('those of a connection go together, and all go when their time is over', async (t) => {
      const { store } = await open(t);
      const connection = aConnection(await aStoredUser(store));
      const mine = anArtefact({ connectionId: connection.id, expiresAt: instant(now + 1) });
      const [past, kept] = [anArtefact({ expiresAt: now }), anArtefact({ expiresAt: instant(now + 1) })];
      await store.artefacts.write(async ({ put, deleteOf }) => {
        for (const each of [mine, past, kept]) await put(each);
        assert.equal(await deleteOf(connection.id), 1);
      });
      assert.equal(await store.artefacts.sweep(instant(now + 1)), 1);
      const { artefacts } = store.tables;
      for (const gone of [mine, past]) assert.equal(await artefacts.find(gone.model, gone.hash), undefined);
      assert.deepEqual(await artefacts.find(kept.model, kept.hash), kept);
    });

    test('those that name a client go together, those of others stay', async (t) => {
      const { store } = await open(t);
      const client = newId<ServiceId>(random);
      const [mine, other] = [
        anArtefact({ payload: JSON.stringify({ engine: JSON.stringify({ clientId: client }) }) }),
        anArtefact({ payload: JSON.stringify({ engine: JSON.stringify({ clientId: newId(random) }) }) }),
      ];
      await store.artefacts.write(async ({ put, deleteOfClient }) => {
        for (const each of [mine, other]) await put(each);
        assert.equal(await deleteOfClient(client), 1);
      });
      assert.equal(await store.tables.artefacts.find(mine.model, mine.hash), undefined);
      assert.deepEqual(await store.tables.artefacts.find(other.model, other.hash), other);
    });

    test('one that was changed by hand is absent, and consumed by nobody', async (t) => {
      const { store, damage, forged } = await open(t);
      const code = { ...anArtefact(), consumedAt: now };
      await store.artefacts.write(({ put }) => put(code));
      await damage('update oauth_artefacts set consumed_at = null');
      assert.equal(await store.tables.artefacts.find(code.model, code.hash), undefined);
      assert.equal(
        await store.artefacts.write((ledger) => ledger.consume(code.model, code.hash, now)),
        false,
      );
      assert.deepEqual(forged, [{ table: 'oauth_artefacts', id: `${code.model}:${code.hash}` }]);
    });
  });
}
