import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type PermissionKey,
  type ServiceId,
  setGroupManagers,
  trustId,
  updateService,
} from '@countersign/core';
import {
  type Answer,
  type Ask,
  ask,
  issueToken,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { addGroup, addProject, addSomebody, addUser, declare, give } from '../harness/household.ts';
import { byHand, done, openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie, authority } = house;
const wiki = await registerService(url, cookie, 'wiki', 'The Wiki');
const hidden = await registerService(url, cookie, 'hidden');
done(await updateService(authority, byHand, trustId<ServiceId>(hidden.id), { viewers: [] }));
const readPages = await declare(house, wiki.id, 'Wiki.READ_PAGE');
const writePages = await declare(house, wiki.id, 'Wiki.WRITE_PAGE', { implies: [readPages] });
const tuneWiki = await declare(house, wiki.id, 'Wiki.TUNE', { holdsIn: 'global' });
const secretAct = await declare(house, hidden.id, 'Hidden.ACT');
const payments = await addProject(house, 'PAY');
const blog = await addProject(house, 'BLOG');
const writer = await addSomebody(house, 'writer', [
  [[writePages], payments],
  [[readPages], blog],
  [[tuneWiki]],
]);
const plain = await addSomebody(house, 'plain');
const updateSelf = 'jetbrains.jetpass.profile-updateSelf' as PermissionKey;

const at = (path: string, options: Ask = {}): Promise<Answer> => ask(`${url}/api/rest/${path}`, options);
const keysOf = ({ json }: Answer): readonly string[] =>
  json.permissions.map(({ key }: { key: string }) => key);

describe('permissions', () => {
  test('are read by their key, with the service that declares them', async () => {
    const { status, json } = await at(`permissions/${writePages}/`, { cookie: plain.cookie });
    assert.equal(status, 200);
    assert.deepEqual(json, {
      type: 'permission',
      id: writePages,
      key: writePages,
      name: `Name of ${writePages}`,
      description: null,
      global: false,
      service: { type: 'service', id: wiki.id, key: 'wiki', name: 'The Wiki' },
      implied: [{ type: 'permission', id: readPages, key: readPages, name: `Name of ${readPages}` }],
      entityType: null,
      operation: null,
    });
    const some = await at(`permissions/${tuneWiki}?fields=global,service/key`, { cookie: plain.cookie });
    assert.deepEqual(some.json, {
      type: 'permission',
      global: true,
      service: { type: 'service', key: 'wiki' },
    });
  });

  test('of a service that the caller may not use do not exist for them', async () => {
    assertError(await at(`permissions/${secretAct}`, { cookie: plain.cookie }), 404);
    assertError(await at('permissions/Nothing', { cookie: plain.cookie }), 404);
    assert.equal((await at(`permissions/${secretAct}`, { cookie })).status, 200);
    assertError(await at(`permissions/${secretAct}`), 401);
    assertError(await at('permissions'), 401);
    assert.ok(!keysOf(await at('permissions?$top=-1', { cookie: plain.cookie })).includes(secretAct));
    assert.ok(keysOf(await at('permissions?$top=-1', { cookie })).includes(secretAct));
  });

  test('are listed as asked', async () => {
    for (const [query, found] of [
      ['service: wiki', [readPages, tuneWiki, writePages]],
      [`service: {${wiki.id}}`, [readPages, tuneWiki, writePages]],
      ['service: {the wiki} and is: global', [tuneWiki]],
      ['service: {The Wiki} and not is: global', [readPages, writePages]],
      ['key: wiki.tune', [tuneWiki]],
      ['id: Wiki.READ_PAGE or id: Wiki.TUNE', [readPages, tuneWiki]],
      ['name: {Name of Wiki.R}*', [readPages]],
      ['service: hidden', []],
    ] as const) {
      const answer = await at(`permissions?orderBy=key&query=${encodeURIComponent(query)}`, {
        cookie: plain.cookie,
      });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(keysOf(answer), found, query);
    }
    const page = await at('permissions?$top=1&$skip=1&orderBy=key:desc&query=service:wiki', { cookie });
    assert.deepEqual([page.json.type, page.json.total, keysOf(page)], ['PermissionsPage', 3, [tuneWiki]]);
    assertError(await at('permissions?query=role:x', { cookie }), 400, 'query');
    assertError(await at('permissions?orderBy=service', { cookie }), 400, 'orderBy');
  });
});

interface CacheItem {
  readonly permission: { readonly key: string };
  readonly global: boolean;
  readonly projects: readonly { readonly id: string }[] | null;
}

describe('the permission cache', () => {
  const cache = async (query: string, as: Ask): Promise<readonly CacheItem[]> => {
    const answer = await at(`permissions/cache${query}`, as);
    assert.equal(answer.status, 200, answer.text);
    assert.ok(Array.isArray(answer.json));
    return answer.json;
  };
  const brief = (items: readonly CacheItem[]) =>
    Object.fromEntries(
      items.map(({ permission, projects }) => [
        permission.key,
        projects?.map(({ id }) => id) ?? 'everywhere',
      ]),
    );

  test('is what real clients ask for: the services of a page, a few fields', async () => {
    const query = `?query=service:{0-0-0-0-0} or service:{${wiki.id}}&fields=permission/key,global,projects(id)&principal=`;
    const answer = await at(`permissions/cache${query}`, { cookie: writer.cookie });
    const tune = answer.json.find(({ permission }: CacheItem) => permission.key === tuneWiki);
    assert.deepEqual(tune, {
      permission: { type: 'permission', key: tuneWiki },
      global: true,
      projects: null,
    });
    const write = answer.json.find(({ permission }: CacheItem) => permission.key === writePages);
    assert.deepEqual(write, {
      permission: { type: 'permission', key: writePages },
      global: false,
      projects: [{ type: 'project', id: payments }],
    });
  });

  test('says where each permission holds', async () => {
    const held = brief(await cache('?query=service:wiki', writer));
    assert.deepEqual(held, {
      [readPages]: [payments, blog].toSorted(),
      [tuneWiki]: 'everywhere',
      [writePages]: [payments],
    });
    assert.deepEqual(await cache('?query=service:wiki', plain), []);
  });

  test('is what the credential carries, not what its user holds', async () => {
    const all = await issueToken(url, writer.cookie, ['0-0-0-0-0']);
    assert.deepEqual(brief(await cache('', { token: all.token })), {
      [updateSelf]: 'everywhere',
      'jetbrains.jetpass.user-read-basic': 'everywhere',
    });
    const both = await issueToken(url, writer.cookie, ['0-0-0-0-0', wiki.id]);
    assert.deepEqual(brief(await cache('?query=service:wiki', { token: both.token })), {
      [readPages]: [payments, blog].toSorted(),
      [tuneWiki]: 'everywhere',
      [writePages]: [payments],
    });
  });

  test('knows of projects and nothing else: no groups, no services', async () => {
    const keeper = await addSomebody(house, 'keeper');
    const keepers = await addGroup(house, 'Keepers', { members: [keeper.id] });
    const kept = await addGroup(house, 'Kept');
    done(await setGroupManagers(authority, byHand, kept, [keepers]));
    const keys = (await cache('', keeper)).map(({ permission }) => permission.key);
    assert.ok(!keys.includes('jetbrains.jetpass.group-update'));
    assert.ok(!keys.includes('jetbrains.jetpass.service-read'));
    const acts = await at(`usergroups/${kept}/acts`, { cookie: keeper.cookie });
    const members = acts.json.find(({ act }: { act: string }) => act === 'changeMembers');
    assert.equal(members.allowed, true, 'the right is there all the same');
  });

  test('of somebody else is for who may read users in full', async () => {
    const target = await addUser(house, 'target');
    const group = await addGroup(house, 'Writers', { members: [target.id] });
    await give(house, { kind: 'group', id: group }, [writePages], blog);
    const reader = await addSomebody(house, 'reader', [[['jetbrains.jetpass.user-read' as PermissionKey]]]);
    const held = brief(await cache(`?principal=${target.id}&query=service:wiki`, reader));
    assert.deepEqual(held, { [readPages]: [blog], [writePages]: [blog] });
    assertError(await at(`permissions/cache?principal=${target.id}`, { cookie: plain.cookie }), 403);
    assertError(await at(`permissions/cache?principal=${plain.id}`, { cookie: writer.cookie }), 403);
    for (const own of [plain.id, 'me', ''])
      assert.equal((await at(`permissions/cache?principal=${own}`, { cookie: plain.cookie })).status, 200);
    const absent = '9c1f4d1e-0000-4000-8000-00000000dead';
    assertError(await at(`permissions/cache?principal=${absent}`, { cookie: reader.cookie }), 404);
    assertError(await at(`permissions/cache?principal=${absent}`, { cookie: plain.cookie }), 403);
    assertError(await at('permissions/cache?principal=nonsense', { cookie: reader.cookie }), 404);
    assertError(await at('permissions/cache?principal=me&principal=me', { cookie }), 400, 'principal');
    assertError(await at('permissions/cache?query=project:x', { cookie }), 400, 'query');
    assertError(await at('permissions/cache?fields=(', { cookie }), 400, 'fields');
    assertError(await at('permissions/cache'), 401);
  });
});
