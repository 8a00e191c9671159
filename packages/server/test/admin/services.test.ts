import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey } from '@countersign/core';
import {
  type Answer,
  type Ask,
  ask,
  issueToken,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { addGroup, addSomebody, fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie } = house;
const absent = '9c1f4d1e-0000-4000-8000-00000000dead';
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;
const plain = await addSomebody(house, 'plain');
const members = await addGroup(house, 'Members', { members: [plain.id] });
const strangers = await addGroup(house, 'Strangers');

const at = (path: string, options: Ask = {}): Promise<Answer> => ask(`${url}/api/rest/${path}`, options);
const post = (path: string, body: unknown, as = cookie) => at(path, { method: 'POST', cookie: as, body });
const remove = (path: string, as = cookie) => at(path, { method: 'DELETE', cookie: as });
const aService = () => registerService(url, cookie, fresh('service'));

describe('a service', () => {
  test('is registered with a description, and its viewers are told by name', async () => {
    const body = { name: 'Wiki', key: 'wiki', description: 'Pages', viewers: [{ id: members }] };
    const made = await post('services?fields=id,description,viewers(name)', body);
    assert.equal(made.status, 200, made.text);
    assert.equal(made.json.description, 'Pages');
    assert.deepEqual(made.json.viewers, [{ type: 'userGroup', name: 'Members' }]);
    const listed = await at('services?query=applicationName:Wiki&fields=id,name,applicationName', {
      cookie: plain.cookie,
    });
    assert.deepEqual(
      listed.json.services.map(({ id }: { id: string }) => id),
      [made.json.id],
    );
  });

  test('tells the names of groups only to who may know them', async () => {
    const { id } = await aService();
    await post(`services/${id}`, { viewers: [{ id: members }, { id: strangers }] });
    const seen = await at(`services/${id}?fields=viewers(id,name)`, { cookie: plain.cookie });
    assert.deepEqual(seen.json.viewers, [
      { type: 'userGroup', id: members, name: 'Members' },
      { type: 'userGroup', id: strangers, name: '' },
    ]);
    const all = await at(`services/${id}?fields=viewers(name)`, { cookie });
    assert.deepEqual(
      all.json.viewers.map(({ name }: { name: string }) => name),
      ['Members', 'Strangers'],
    );
  });

  test('is changed in part; null and an empty text clear what can be cleared', async () => {
    const { id } = await aService();
    const changed = await post(`services/${id}/?failOnPermissionReduce=true`, {
      type: 'service',
      name: 'Renamed',
      description: 'Words',
      homeUrl: 'https://wiki.example.org',
      iconUrl: 'x',
    });
    assert.equal(changed.status, 200, changed.text);
    assert.equal(changed.headers.get('ignored'), 'iconUrl');
    const { name, description, homeUrl } = changed.json;
    assert.deepEqual([name, description, homeUrl], ['Renamed', 'Words', 'https://wiki.example.org']);
    assert.equal(Object.hasOwn(changed.json, 'secret'), false);
    for (const nothing of [null, '']) {
      await post(`services/${id}`, { description: 'x', homeUrl: 'https://x.example' });
      const { json } = await post(`services/${id}`, { description: nothing, homeUrl: nothing });
      assert.deepEqual([json.description, json.homeUrl, json.name], [null, null, 'Renamed']);
    }
    const key = fresh('moved');
    assert.equal((await post(`services/${id}`, { key })).json.key, key);
    assert.equal((await at(`services/${key}?fields=id`, { cookie })).json.id, id);
  });

  test('is shut to whom it is no longer open', async () => {
    const { id } = await aService();
    assert.equal((await at(`services/${id}`, { cookie: plain.cookie })).status, 200);
    assert.equal((await post(`services/${id}`, { viewers: [{ id: strangers }] })).status, 200);
    assertError(await at(`services/${id}`, { cookie: plain.cookie }), 404);
    assert.equal((await post(`services/${id}`, { viewers: [] })).json.viewers.length, 0);
  });

  test('is deleted for ever, with what it declared', async () => {
    const { id, key } = await aService();
    const permission = `${key}.READ`;
    await post(`services/${id}/permissions`, { key: permission, name: 'Read' });
    const gone = await remove(`services/${key}/`);
    assert.deepEqual([gone.status, gone.text], [200, '']);
    assertError(await at(`services/${id}`, { cookie }), 404);
    assertError(await at(`permissions/${permission}`, { cookie }), 404);
    const heir = await registerService(url, cookie, key);
    assertError(await post(`services/${heir.id}/permissions`, { key: permission, name: 'Read' }), 409, 'key');
  });

  test('is refused with the field and its rule', async () => {
    const { id } = await aService();
    const { key: taken } = await aService();
    for (const [body, status, field] of [
      [{ name: '' }, 400, 'name'],
      [{ name: null }, 400, 'name'],
      [{ key: null }, 400, 'key'],
      [{ key: 'queryAssist' }, 400, 'key'],
      [{ key: taken.toUpperCase() }, 409, 'key'],
      [{ homeUrl: 'javascript:alert(1)' }, 400, 'homeUrl'],
      [{ viewers: null }, 400, 'viewers'],
      [{ viewers: [{ id: absent }] }, 400, 'viewers.0.id'],
      [{ viewers: [{ id: members }, { id: 'nonsense' }] }, 400, 'viewers.1.id'],
      [{ secret: 'chosen' }, 400, 'secret'],
      [{ type: 'role' }, 400, 'type'],
    ] as const)
      assertError(await post(`services/${id}`, body), status, field);
  });

  test('that is the authority itself stays as it is', async () => {
    for (const name of ['0-0-0-0-0', 'Countersign']) {
      assertError(await post(`services/${name}`, { name: 'Mine' }), 409);
      assertError(await remove(`services/${name}`), 409);
      assertError(await post(`services/${name}/permissions`, { key: 'x', name: 'x' }), 409);
    }
  });
});

describe('a permission of a service', () => {
  test('is declared, changed and withdrawn', async () => {
    const { id, key } = await aService();
    const [read, write] = [`${key}.READ`, `${key}.WRITE`];
    const first = await post(`services/${id}/permissions`, {
      key: read,
      name: 'Read',
      description: 'Looks',
      global: false,
    });
    assert.equal(first.status, 200, first.text);
    assert.equal(first.headers.get('location'), `/api/rest/services/${id}/permissions/${read}`);
    const made = await post(`services/${key}/permissions/?fields=`, {
      type: 'permission',
      key: write,
      name: 'Write',
      implied: [{ key: read }, { id: read }],
    });
    assert.deepEqual(made.json, { type: 'permission' });
    const list = await at(`services/${id}/permissions?orderBy=key`, { cookie: plain.cookie });
    assert.deepEqual(
      list.json.permissions.map((one: Record<string, unknown>) => [
        one.key,
        one.name,
        one.description,
        one.global,
        one.implied,
      ]),
      [
        [read, 'Read', 'Looks', false, []],
        [write, 'Write', null, false, [{ type: 'permission', id: read, key: read, name: 'Read' }]],
      ],
    );
    const changed = await post(`services/${id}/permissions/${write}`, {
      name: 'Write pages',
      description: '',
      implied: [],
    });
    assert.deepEqual(
      [changed.json.name, changed.json.description, changed.json.implied],
      ['Write pages', null, []],
    );
    assert.equal(
      (await post(`services/${id}/permissions/${read}`, { description: null })).json.description,
      null,
    );
    const withdrawn = await remove(`services/${id}/permissions/${write}/`);
    assert.deepEqual([withdrawn.status, withdrawn.text], [200, '']);
    assertError(await remove(`services/${id}/permissions/${write}`), 404);
    const some = await at(`services/${id}/permissions?query=key:{${write}}&fields=key`, { cookie });
    assert.deepEqual([some.json.total, some.json.permissions], [0, []]);
  });

  test('is the business of no token that has not the service in its scope, and the refusal says so of the token', async () => {
    const { id, key } = await aService();
    const [read, write] = [`${key}.READ`, `${key}.WRITE`];
    await post(`services/${id}/permissions`, { key: read, name: 'Read' });
    const body = { key: write, name: 'Write', implied: [{ key: read }] };
    const declare = async (scope: readonly string[]) => {
      const { token } = await issueToken(url, cookie, scope);
      return at(`services/${id}/permissions`, { method: 'POST', token, body });
    };
    const refused = await declare(['0-0-0-0-0']);
    assertError(refused, 403);
    assert.match(refused.json.error_description, /by implication: this token lacks .*Read in Global/);
    assert.equal((await declare(['0-0-0-0-0', id])).status, 200);
  });

  test('is refused with the field and its rule', async () => {
    const { id, key } = await aService();
    const other = await aService();
    await post(`services/${other.id}/permissions`, { key: `${other.key}.READ`, name: 'Read' });
    const path = `services/${id}/permissions`;
    for (const [body, status, field] of [
      [{ name: 'x' }, 400, 'key'],
      [{ key: 'x' }, 400, 'name'],
      [{ key: '1', name: 'x' }, 400, 'key'],
      [{ key: 'cache', name: 'x' }, 400, 'key'],
      [{ key: 'queryAssist', name: 'x' }, 400, 'key'],
      [{ key: 'JetBrains.JetPass.x', name: 'x' }, 400, 'key'],
      [{ key: `${other.key}.READ`, name: 'x' }, 409, 'key'],
      [{ key: `${key}.A`, name: 'x', implied: [{ key: `${other.key}.READ` }] }, 400, 'implied.0'],
      [{ key: `${key}.A`, name: 'x', implied: [{ key: jetpass('low-level') }] }, 400, 'implied.0'],
      [{ key: `${key}.A`, name: 'x', implied: [{}] }, 400, 'implied.0'],
      [{ key: `${key}.A`, name: 'x', service: { id } }, 400, 'service'],
      [{ key: `${key}.A`, name: 'x', operation: 'read' }, 400, 'operation'],
    ] as const)
      assertError(await post(path, body), status, field);
    await post(path, { key: `${key}.B`, name: 'B' });
    assertError(await post(`${path}/${key}.B`, { key: 'C' }), 400, 'key');
    assertError(await post(`${path}/${key}.B`, { global: true }), 400, 'global');
    assertError(await post(`${path}/${key}.B`, { implied: [{ key: `${key}.B` }] }), 400, 'implied.0');
    assertError(await post(`${path}/${other.key}.READ`, { name: 'x' }), 404);
    assertError(await remove(`${path}/${other.key}.READ`), 404);
  });
});

describe('who may', () => {
  test('manage services: whoever holds Low-level Admin Write, and nobody learns more', async () => {
    const { id } = await aService();
    const operator = await addSomebody(house, 'operator', [[[jetpass('low-level')]]]);
    assert.equal((await post(`services/${id}`, { name: 'Operated' }, operator.cookie)).status, 200);
    for (const name of [id, absent, 'none']) {
      assertError(await post(`services/${name}`, { name: 'x' }, plain.cookie), 403);
      assertError(await remove(`services/${name}`, plain.cookie), 403);
      assertError(await post(`services/${name}/permissions`, { key: 'x', name: 'x' }, plain.cookie), 403);
      assertError(await post(`services/${name}/permissions/x`, { name: 'x' }, plain.cookie), 403);
      assertError(await remove(`services/${name}/permissions/x`, plain.cookie), 403);
    }
    for (const name of [absent, 'none', '%00']) {
      assertError(await post(`services/${name}`, { name: 'x' }), 404);
      assertError(await remove(`services/${name}`), 404);
      assertError(await post(`services/${name}/permissions`, { key: 'x', name: 'x' }), 404);
      assertError(await at(`services/${name}/permissions`, { cookie }), 404);
    }
    assertError(await at(`services/${id}`, { method: 'DELETE' }), 401);
  });

  test('read what a service declares: whoever may use it', async () => {
    const { id } = await aService();
    assert.equal((await at(`services/${id}/permissions`, { cookie: plain.cookie })).status, 200);
    await post(`services/${id}`, { viewers: [] });
    assertError(await at(`services/${id}/permissions`, { cookie: plain.cookie }), 404);
    assertError(await at(`services/${id}/permissions`), 401);
  });
});

test('the list of services answers queries', async () => {
  const { key } = await registerService(url, cookie, 'findable', 'Zoë’s Place');
  const keysOf = ({ json }: Answer) => json.services.map((one: { key: string }) => one.key);
  for (const query of ['key: FINDABLE', 'name: {zoë’s place}', 'zoë', '"place"'])
    assert.deepEqual(
      keysOf(await at(`services?query=${encodeURIComponent(query)}`, { cookie })),
      [key],
      query,
    );
  assertError(await at('services?query=login:x', { cookie }), 400, 'query');
});
