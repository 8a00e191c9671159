import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey } from '@countersign/core';
import { type Answer, type Ask, ask, registerService } from '../../../../test/harness/rest-client.ts';
import { addSomebody, addUser, declare, fresh, giveRole } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie } = house;
const wiki = await registerService(url, cookie, 'wiki');
const readPages = await declare(house, wiki.id, 'Wiki.READ_PAGE');
const writePages = await declare(house, wiki.id, 'Wiki.WRITE_PAGE', { implies: [readPages] });
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;
const manager = await addSomebody(house, 'manager', [[[jetpass('role-update'), readPages]]]);
const reader = await addSomebody(house, 'reader', [[[jetpass('role-read')]]]);
const plain = await addSomebody(house, 'plain');
const absent = '9c1f4d1e-0000-4000-8000-00000000dead';

const at = (path: string, options: Ask = {}): Promise<Answer> => ask(`${url}/api/rest/${path}`, options);
const post = (path: string, body: unknown, as = cookie) => at(path, { method: 'POST', cookie: as, body });
const remove = (path: string, as = cookie) => at(path, { method: 'DELETE', cookie: as });

async function makeRole(body: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const key = fresh('made');
  const answer = await post('roles', { name: key, key, ...body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.id;
}

describe('a role', () => {
  test('is made from a name, and its address is told', async () => {
    const answer = await post('roles/?fields=', {
      type: 'role',
      name: 'Page Writer',
      permissions: [{ key: writePages }],
    });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.json, { type: 'role' });
    const location = answer.headers.get('location') ?? '';
    assert.match(location, /^\/api\/rest\/roles\/[0-9a-f-]{36}$/);
    const read = await ask(url + location, { cookie });
    const { id, aliases, ...rest } = read.json;
    assert.equal(location.endsWith(id), true);
    assert.deepEqual(aliases, []);
    assert.deepEqual(rest, {
      type: 'role',
      key: 'page-writer',
      name: 'Page Writer',
      description: null,
      permissions: [{ type: 'permission', id: writePages, key: writePages, name: `Name of ${writePages}` }],
      immutable: false,
      holdsEverything: false,
      assignmentsCount: 0,
    });
    const byKey = await at('roles/page-writer/?fields=permissions(key,global),id', { cookie });
    assert.deepEqual(byKey.json, {
      type: 'role',
      id,
      permissions: [{ type: 'permission', key: writePages, global: false }],
    });
  });

  test('is changed in part; null and an empty text clear what can be cleared', async () => {
    const id = await makeRole({ description: 'Reads', permissions: [{ id: readPages }] });
    const named = await post(`roles/${id}?failOnPermissionReduce=true`, {
      name: 'Renamed',
      label: 'ignored',
    });
    assert.equal(named.status, 200, named.text);
    assert.equal(named.headers.get('ignored'), 'label');
    assert.deepEqual(
      [named.json.name, named.json.description, named.json.permissions.length],
      ['Renamed', 'Reads', 1],
    );
    for (const nothing of [null, '']) {
      await post(`roles/${id}`, { description: 'again' });
      const cleared = await post(`roles/${id}`, { description: nothing });
      assert.equal(cleared.json.description, null);
    }
    const emptied = await post(`roles/${id}`, { permissions: [] });
    assert.deepEqual(emptied.json.permissions, []);
    assertError(await post(`roles/${id}`, { name: null, key: null, permissions: null }), 400, 'permissions');
  });

  test('gains and loses one permission at a time', async () => {
    const id = await makeRole();
    const added = await post(`roles/${id}/permissions/`, { id: readPages, key: 'beside' });
    assert.equal(added.status, 200, added.text);
    assert.deepEqual(added.json, {
      type: 'permission',
      id: readPages,
      key: readPages,
      name: `Name of ${readPages}`,
    });
    assert.equal(added.headers.get('location'), `/api/rest/roles/${id}/permissions/${readPages}`);
    assertError(await post(`roles/${id}/permissions`, { key: readPages }), 409, 'id');
    assertError(await post(`roles/${id}/permissions`, { key: 'Wiki.NOTHING' }), 400, 'id');
    assertError(await post(`roles/${id}/permissions`, {}), 400);
    assert.equal((await remove(`roles/${id}/permissions/${readPages}`)).text, '');
    assertError(await remove(`roles/${id}/permissions/${readPages}`), 404);
  });

  test('is deleted once nobody holds it', async () => {
    const id = await makeRole();
    const holder = await addUser(house, 'holder');
    await giveRole(house, { kind: 'user', id: holder.id }, id as never);
    const held = await remove(`roles/${id}`);
    assertError(held, 409);
    assert.match(held.json.error_description, /is given 1 times; take it from its holders first$/);
    assert.equal((await at(`roles/${id}`, { cookie })).json.assignmentsCount, 1);
    const { json } = await at(`users/${holder.id}/projectroles?query=role:{${id}}`, { cookie });
    assert.equal((await remove(`projectroles/${json.projectroles[0].id}`)).status, 200);
    const gone = await remove(`roles/${id}/`);
    assert.deepEqual([gone.status, gone.text], [200, '']);
    assertError(await at(`roles/${id}`, { cookie }), 404);
  });

  test('that is built in is neither changed nor deleted', async () => {
    for (const role of ['observer', 'system-admin', '0-0-0-1-2']) {
      assertError(await post(`roles/${role}`, { name: 'Mine' }), 409);
      assertError(await post(`roles/${role}/permissions`, { key: readPages }), 409);
      assertError(await remove(`roles/${role}`), 409);
    }
    const administrator = await at('roles/system-admin?fields=holdsEverything,immutable,permissions(key)', {
      cookie,
    });
    assert.deepEqual([administrator.json.holdsEverything, administrator.json.immutable], [true, true]);
    const keys = administrator.json.permissions.map(({ key }: { key: string }) => key);
    assert.ok(keys.includes(writePages) && keys.includes(jetpass('low-level')));
  });

  test('is refused with the field and its rule', async () => {
    const long = Array.from({ length: 501 }, () => ({ id: readPages }));
    for (const [body, status, field] of [
      [{}, 400, 'name'],
      [{ name: '' }, 400, 'name'],
      [{ name: 'Administratоr' }, 400, 'name'],
      [{ name: 'x', key: 'Capital' }, 400, 'key'],
      [{ name: 'x', key: '1st' }, 400, 'key'],
      [{ name: '日本' }, 400, 'key'],
      [{ name: 'x', key: 'abcdefab-1234-4abc-8abc-123456789abc' }, 400, 'key'],
      [{ name: 'x', key: 'observer' }, 409, 'key'],
      [{ name: 'x', permissions: [{ id: readPages }, { id: 'none' }] }, 400, 'permissions.1'],
      [{ name: 'x', permissions: long }, 400, 'permissions'],
      [{ name: 'x', immutable: true }, 400, 'immutable'],
      [{ name: 'x', holdsEverything: true }, 400, 'holdsEverything'],
      [{ name: 'x', id: absent }, 400, 'id'],
      [{ name: 'x', type: 'user' }, 400, 'type'],
    ] as const)
      assertError(await post('roles', body), status, field);
  });
});

describe('who may', () => {
  test('read roles: whoever holds Read Role', async () => {
    assert.equal((await at('roles', { cookie: reader.cookie })).status, 200);
    assertError(await at('roles', { cookie: plain.cookie }), 403);
    assertError(await at('roles/observer', { cookie: plain.cookie }), 403);
    assertError(await at(`roles/${absent}`, { cookie: plain.cookie }), 403);
    assertError(await at('roles'), 401);
    assertError(await at(`roles/${absent}`, { cookie: reader.cookie }), 404);
    assertError(await at('roles/No%20Key', { cookie: reader.cookie }), 404);
    assertError(await at('roles/%00', { cookie: reader.cookie }), 404);
  });

  test('change roles: whoever manages them and holds in Global what they gain and lose', async () => {
    const own = await post('roles', { name: 'Own', permissions: [{ id: readPages }] }, manager.cookie);
    assert.equal(own.status, 200, own.text);
    const beyond = await post('roles', { name: 'Beyond', permissions: [{ id: writePages }] }, manager.cookie);
    assertError(beyond, 403);
    assert.equal(
      beyond.json.error_description,
      `You cannot give or take these permissions by a role: you lack Name of ${writePages} in Global`,
    );
    assertError(await post(`roles/${own.json.id}/permissions`, { key: writePages }, manager.cookie), 403);
    const mighty = await makeRole({ permissions: [{ id: writePages }] });
    assertError(await post(`roles/${mighty}`, { permissions: [] }, manager.cookie), 403);
    assertError(await remove(`roles/${mighty}/permissions/${writePages}`, manager.cookie), 403);
    assertError(await remove(`roles/${mighty}`, manager.cookie), 403);
    assert.equal((await post(`roles/${mighty}`, { name: 'Only the name' }, manager.cookie)).status, 200);
    for (const as of [reader.cookie, plain.cookie]) {
      assertError(await post('roles', { name: 'x' }, as), 403);
      assertError(await post(`roles/${absent}`, { name: 'x' }, as), 403);
      assertError(await remove(`roles/${absent}`, as), 403);
    }
    assertError(await post(`roles/${absent}`, { name: 'x' }), 404);
    assertError(await remove(`roles/${absent}`), 404);
  });
});

describe('the list of roles', () => {
  const keysOf = ({ json }: Answer): readonly string[] => json.roles.map(({ key }: { key: string }) => key);

  test('is a page, ordered as asked', async () => {
    const page = await at('roles?$top=2&orderBy=key:desc&fields=key,total', { cookie });
    assert.equal(page.json.type, 'RolesPage');
    assert.equal(page.json.roles.length, 2);
    assert.deepEqual(keysOf(page), keysOf(page).toSorted().toReversed());
    const all = await at('roles?$top=-1', { cookie });
    assert.equal(all.json.roles.length, all.json.total);
    const second = await at('roles?$top=1&$skip=1&orderBy=name', { cookie });
    assert.equal(keysOf(second)[0], keysOf(await at('roles?orderBy=name', { cookie }))[1]);
    assertError(await at('roles?orderBy=permissions', { cookie }), 400, 'orderBy');
  });

  test('answers queries', async () => {
    await makeRole({ key: 'queried', name: 'Zoë, the queried', permissions: [{ id: writePages }] });
    for (const [query, found] of [
      ['key: queried', ['queried']],
      ['key: QUERIED', ['queried']],
      ['name: {zoë, the queried}', ['queried']],
      ['zoë', ['queried']],
      ['"the queried"', ['queried']],
      ['id: 0-0-0-1-1', ['observer']],
      ['observer or queried', ['observer', 'queried']],
      ['key: queried and not permission: {Wiki.WRITE_PAGE}', []],
      ['permission: {Wiki.WRITE_PAGE} and key: quer*', ['queried']],
      ['permission: {Name of Wiki.WRITE_PAGE} and key: system-admin', ['system-admin']],
    ] as const) {
      const answer = await at(`roles?fields=key&query=${encodeURIComponent(query)}`, { cookie });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(new Set(keysOf(answer)), new Set(found), query);
    }
    assertError(await at('roles?query=login:x', { cookie }), 400, 'query');
    assertError(await at('roles?query=(', { cookie }), 400, 'query');
  });
});
