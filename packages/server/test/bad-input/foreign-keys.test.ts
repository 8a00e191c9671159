import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, createUser } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';

const house = await openAuthority();
const { url, cookie, administratorId } = house;
const victim = await createUser(house, 'victim');
const observer = await createPerson(house, 'observer');

const tokens = '/api/rest/users/me/permanenttokens';
const scope = [{ id: '0-0-0-0-0' }];

/** Members of the entities that no caller may choose, by route; whatever the value, even the right one. */
const unsettable: Readonly<Record<string, readonly [path: string, good: object, keys: readonly string[]]>> = {
  'a new token': [
    tokens,
    { name: 'good', scope },
    [
      'id',
      'user',
      'author',
      'token',
      'creationTime',
      'lastAccessTime',
      'lastAccessAddress',
      'lastAccessUserAgent',
      'usageCount',
      'recentUse',
      'aliases',
    ],
  ],
  'a new user': [
    '/api/rest/users',
    { login: 'good', name: 'Good' },
    ['id', 'banned', 'banReason', 'guest', 'creationTime', 'profile', 'aliases', 'permissions'],
  ],
  'a ban': [
    `/api/rest/users/${victim}`,
    { banned: true },
    [
      'id',
      'kind',
      'login',
      'name',
      'email',
      'password',
      'guest',
      'creationTime',
      'profile',
      'aliases',
      'permissions',
      'details',
    ],
  ],
  'a new service': [
    '/api/rest/services',
    { name: 'Good', key: 'good' },
    ['id', 'secret', 'secretHint', 'secretCreationTime', 'applicationName', 'creationTime', 'aliases'],
  ],
};

const values = [null, '', administratorId, { id: administratorId }, 0, true, []];

function post(path: string, body: object, as: string = cookie) {
  return ask(url + path, { method: 'POST', cookie: as, body });
}

for (const [what, [path, good, keys]] of Object.entries(unsettable)) {
  describe(`in the body of ${what}, a member that is not the caller's to choose is refused:`, () => {
    for (const key of keys) {
      test(key, async () => {
        for (const value of values) {
          const answer = await changesNothing(house, () => post(path, { ...good, [key]: value }));
          assertError(answer, 400, key);
        }
      });
    }

    test('the type of another entity', async () => {
      for (const type of ['other', '', null, 1, {}, ['x'], 'Permanenttoken']) {
        assertError(await changesNothing(house, () => post(path, { ...good, type })), 400, 'type');
      }
    });
  });
}

test('nobody makes a token for somebody else by a name in the body, the query or a header', async () => {
  const body = { name: 'mine', scope };
  for (const key of ['user', 'owner', 'userId', 'user_id', 'sub', 'subject', 'author', 'onBehalfOf']) {
    const value = key === 'user' || key === 'owner' ? { id: administratorId } : administratorId;
    const headers = { 'x-user-id': administratorId, 'x-remote-user': 'ada', 'remote-user': 'ada' };
    const answer = await ask(`${url}${tokens}?${key}=${administratorId}`, {
      method: 'POST',
      cookie: observer.cookie,
      headers,
      body: { ...body, [key]: value },
    });
    if (answer.status === 400) continue;
    assert.equal(answer.status, 200, answer.text);
    rememberSecret(answer.json.token);
    assert.equal(answer.json.user.id, observer.id);
    assert.equal(answer.json.author.id, observer.id);
  }
  const list = await ask(`${url}/api/rest/users/${administratorId}/permanenttokens`, { cookie });
  assert.equal(list.json.total, 0);
});

describe('a key that nobody knows', () => {
  test('is ignored, and all of them are named, sorted, in a header', async () => {
    const answer = await post(`${tokens}?fields=id,token`, {
      name: 'presented',
      scope: [{ id: '0-0-0-0-0', label: 'x', icon: { url: 'y' } }],
      zebra: 1,
      active: true,
      $type: 'x',
    });
    assert.equal(answer.status, 200, answer.text);
    rememberSecret(answer.json.token);
    assert.equal(answer.headers.get('ignored'), '$type, active, scope.icon, scope.label, zebra');
  });

  test('is ignored when a service or a user is made or changed, too', async () => {
    const service = await post('/api/rest/services', { name: 'S', key: 's-1', b: 1, a: { c: 1 } });
    rememberSecret(service.json.secret);
    assert.equal(service.headers.get('ignored'), 'a, b');
    const user = await post('/api/rest/users', { login: 'u-1', name: 'U', '0': 1 });
    assert.equal(user.headers.get('ignored'), '0');
    const ban = await post(`/api/rest/users/${user.json.id}`, { banned: false, note: 'x' });
    assert.equal(ban.headers.get('ignored'), 'note');
  });

  test('is named by no header when there is none', async () => {
    const answer = await post('/api/rest/users', { login: 'u-2', name: 'U', type: 'user' });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers.get('ignored'), null);
  });

  test('cannot end the header that names it, and cannot make it long', async () => {
    const keys = ['x\r\nset-cookie: a=b', 'comma, separated', 'ключ', '\ud800', 'n'.repeat(5_000)];
    const body = { login: 'u-3', name: 'U', ...Object.fromEntries(keys.map((key) => [key, 1])) };
    const answer = await post('/api/rest/users', body);
    assert.equal(answer.status, 200, answer.text);
    const named = answer.headers.get('ignored') ?? '';
    assert.match(named, /^[\x21-\x7e ]+$/);
    assert.ok(named.length <= 1_100);
    assert.equal(answer.headers.get('set-cookie'), null);
  });
});

describe("a name that JavaScript's objects have already", () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  const poison = '{"login":"poisoned","banned":true,"id":"0-0-0-0-0","status":500,"isAdmin":true}';

  test('is an unknown key like any other, at any depth', async () => {
    for (const name of names) {
      const text = `{"name":"p","${name}":${poison},"scope":[{"id":"0-0-0-0-0","${name}":${poison}}]}`;
      const answer = await ask(`${url}${tokens}`, {
        method: 'POST',
        cookie,
        headers: { 'content-type': 'application/json' },
        body: text,
      });
      assert.equal(answer.status, 200, answer.text);
      rememberSecret(answer.json.token);
      assert.equal(answer.headers.get('ignored'), [name, `scope.${name}`].sort().join(', '));
    }
  });

  test('is nothing in a parameter, an order, a list of fields or a path', async () => {
    for (const name of names) {
      const list = `${url}/api/rest/users`;
      assertError(await ask(`${list}?orderBy=${name}`, { cookie }), 400, 'orderBy');
      assert.equal((await ask(`${list}?${name}=1&${name}[x]=2`, { cookie })).status, 200);
      const fields = await ask(`${list}/me?fields=${name},id(${name}),profile/${name}/x`, { cookie });
      assert.deepEqual(fields.json, { type: 'user', id: administratorId, profile: {} });
      assertError(await ask(`${list}/${name}`, { cookie }), 404);
      assertError(await ask(`${url}/api/rest/services/${name}`, { cookie }), 404);
      const door = await ask(`${url}/api/authz/auth-request?service=${name}`);
      assert.equal(door.status, 400);
    }
  });

  test('can be a login or a key where letters allow it, and is then found as one', async () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      const service = await post('/api/rest/services', { name, key: name });
      assert.equal(service.status, 200, service.text);
      rememberSecret(service.json.secret);
      const found = await ask(`${url}/api/rest/services/${name}?fields=id,key`, { cookie });
      assert.deepEqual(found.json, { type: 'service', id: service.json.id, key: name });
      assert.equal((await post('/api/rest/users', { login: name, name })).status, 200);
      const { token } = await issueToken(url, cookie, [name]);
      const door = await ask(`${url}/api/authz/auth-request?service=${name}`, { token });
      assert.equal(door.status, 200);
    }
  });

  test('has poisoned nothing: the next answers are what they were', async () => {
    const me = await ask(`${url}/api/rest/users/me?fields=login,banned,isAdmin,status`, { cookie });
    assert.deepEqual(me.json, { type: 'user', login: 'ada', banned: false });
    assertError(await ask(`${url}/api/rest/users/nobody`, { cookie }), 404);
  });
});
