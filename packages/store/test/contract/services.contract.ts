import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  allUsersGroupId,
  authorityService,
  defaultClient,
  type GroupId,
  instant,
  newId,
  type OAuthClient,
  registeredUsersGroupId,
  type SecretHash,
  type Service,
  type ServiceId,
  type ServiceSecretId,
  type Store,
} from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { aService, awkwardTexts, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const secret = {
  id: newId<ServiceSecretId>(random),
  hash: 'h'.repeat(43) as SecretHash,
  hint: 'x9Zq',
  createdAt: instant(5),
};
const earlierSecret = { ...secret, id: newId<ServiceSecretId>(random), hint: 'old"', endsAt: instant(9) };
const client: OAuthClient = {
  ...defaultClient,
  isConfidential: false,
  redirectUris: ['https://wiki.example.org/callback?a="b"', 'ytoauth://landing.url'],
  flows: { ...defaultClient.flows, authorizationCode: true, refresh: true },
  isVerifierLenient: true,
  embedsSignIn: true,
  isStrict: true,
};
const everything = { skip: 0, top: 100, orderBy: [] };

export function servicesContract(open: OpenFreshStore): void {
  describe('services', () => {
    test('every field of a service comes back as it was written', async (t) => {
      const { store } = await open(t);
      const services = [
        authorityService(instant(1)),
        aService({ secret, homeUrl: 'https://wiki.example.org/?a=b' }),
        aService({ secret, earlierSecret }),
        aService({ viewers: [allUsersGroupId, registeredUsersGroupId, newId(random)] }),
        aService({ client }),
        ...awkwardTexts.map((text, index) =>
          aService({ name: text, description: text, homeUrl: text, key: `Key.${index}` }),
        ),
      ];
      await insertAll(store, services);
      for (const service of services) {
        assert.deepEqual(await store.tables.services.find(service.id), service);
        assert.deepEqual(await store.tables.services.findByKeyForm(service.keyForm), service);
      }
    });

    test('a rotated secret replaces the old one, and can go', async (t) => {
      const { store } = await open(t);
      const service = aService({ secret });
      await insertAll(store, [service]);
      const rotated = { ...service, secret: { ...secret, hash: 'i'.repeat(43) as SecretHash, hint: 'abcd' } };
      const overlapping = { ...rotated, earlierSecret };
      for (const changed of [rotated, overlapping, rotated, { ...service, secret: undefined }]) {
        await write(store, (tables) => tables.services.update(changed));
        assert.deepEqual(await store.tables.services.find(service.id), changed);
      }
    });

    test('the OAuth settings of a service change, and can go', async (t) => {
      const { store } = await open(t);
      const service = aService({ client });
      await insertAll(store, [service]);
      const { client: _, ...without } = service;
      for (const changed of [{ ...service, client: defaultClient }, without]) {
        await write(store, (tables) => tables.services.update(changed));
        assert.deepEqual(await store.tables.services.find(service.id), changed);
      }
    });

    test('two services never share a key, whatever the case', async (t) => {
      const { store } = await open(t);
      await insertAll(store, [aService({ key: 'Wiki' })]);
      await assert.rejects(insertAll(store, [aService({ key: 'wIKI' })]), StoreDefect);
    });

    test('a service may be used by members of the groups it is open to, the authority itself among them', async (t) => {
      const { store } = await open(t);
      const authority = authorityService(instant(1));
      const open1 = aService({ viewers: [registeredUsersGroupId] });
      const closed = aService({ viewers: [newId(random), newId(random)] });
      const unseen = aService({ viewers: [] });
      await insertAll(store, [authority, open1, closed, unseen]);
      const openTo = async (...groups: GroupId[]) =>
        new Set(await store.tables.access.listServicesOf(groups));
      assert.deepEqual(
        await openTo(allUsersGroupId, registeredUsersGroupId),
        new Set([authority.id, open1.id]),
      );
      for (const viewer of closed.viewers) assert.deepEqual(await openTo(viewer), new Set([closed.id]));
      assert.deepEqual(await openTo(newId(random)), new Set());
      assert.deepEqual(await openTo(), new Set());
    });

    test('the list holds every service, or those among which it is asked for, with its total', async (t) => {
      const { store } = await open(t);
      const [one, other, third] = [aService(), aService(), aService()];
      await insertAll(store, [one, other, third]);
      const among = async (ids: readonly ServiceId[] | undefined) => {
        const page = await store.tables.services.list(everything, { among: ids });
        assert.equal(page.total, page.items.length);
        return new Set(page.items.map((service) => service.id));
      };
      assert.deepEqual(await among([one.id, third.id, newId(random)]), new Set([one.id, third.id]));
      assert.deepEqual(await among([]), new Set());
      assert.deepEqual(await among(undefined), new Set([one.id, other.id, third.id]));
    });

    test('shutting every service to a group leaves the other viewers, and says how many were open', async (t) => {
      const { store } = await open(t);
      const [group, other] = [newId<GroupId>(random), newId<GroupId>(random)];
      const [both, one, none] = [
        aService({ viewers: [other, group] }),
        aService({ viewers: [group] }),
        aService({ viewers: [other] }),
      ];
      await insertAll(store, [both, one, none]);
      assert.equal(await write(store, (tables) => tables.services.removeViewer(group)), 2);
      const viewersOf = async ({ id }: Service) => (await store.tables.services.find(id))?.viewers;
      assert.deepEqual(await viewersOf(both), [other]);
      assert.deepEqual(await viewersOf(one), []);
      assert.deepEqual(await viewersOf(none), [other]);
      assert.equal(await write(store, (tables) => tables.services.removeViewer(group)), 0);
    });

    test('a deleted service is gone, and its key is free', async (t) => {
      const { store } = await open(t);
      const service = aService({ viewers: [registeredUsersGroupId] });
      await insertAll(store, [service]);
      await write(store, (tables) => tables.services.delete(service.id));
      assert.equal(await store.tables.services.find(service.id), undefined);
      assert.deepEqual(await store.tables.access.listServicesOf([registeredUsersGroupId]), []);
      await insertAll(store, [aService({ key: service.key })]);
    });

    test('the list is ordered by key, name and time, with totals beyond the window', async (t) => {
      const { store } = await open(t);
      const services = ['delta', 'Alpha', 'charlie', 'Bravo'].map((key, index) =>
        aService({ key, name: key, createdAt: instant(index) }),
      );
      await insertAll(store, services);
      const keysBy = async (key: 'name' | 'key' | 'creationTime', descending: boolean) => {
        const page = await store.tables.services.list(
          { skip: 1, top: 2, orderBy: [{ key, descending }] },
          {},
        );
        assert.equal(page.total, 4);
        return page.items.map((service) => service.key);
      };
      assert.deepEqual(await keysBy('key', false), ['Bravo', 'charlie']);
      assert.deepEqual(await keysBy('name', true), ['charlie', 'Bravo']);
      assert.deepEqual(await keysBy('creationTime', true), ['charlie', 'Alpha']);
    });
  });
}

async function insertAll(store: Store, services: readonly Service[]): Promise<void> {
  await write(store, async (tables) => {
    for (const service of services) await tables.services.insert(service);
  });
}
