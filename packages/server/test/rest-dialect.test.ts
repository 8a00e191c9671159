import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Answer, ask, issueToken } from '../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../test/harness/run-folder.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createUser } from './harness/people.ts';
import { assertError } from './harness/refused.ts';

const house = await openAuthority({ env: { COUNTERSIGN_LISTS__TOP_MAX: '100' } });
const { url, cookie, administratorId } = house;
const rest = `${url}/api/rest`;
const authority = { type: 'service', id: '0-0-0-0-0', key: 'Countersign', name: 'Countersign' };

function get(path: string): Promise<Answer> {
  return ask(rest + path, { cookie });
}

function post(path: string, body: object): Promise<Answer> {
  return ask(rest + path, { method: 'POST', cookie, body });
}

describe('a creation', () => {
  const creations: Readonly<Record<string, readonly [path: string, body: object, secret: string]>> = {
    token: ['/users/me/permanenttokens', { name: 'made', scope: [{ id: '0-0-0-0-0' }] }, 'token'],
    user: ['/users', { login: 'made', name: 'Made' }, ''],
    service: ['/services', { name: 'Made', key: 'made' }, 'secret'],
  };
  for (const [what, [path, body, secret]] of Object.entries(creations)) {
    test(`of a ${what} is answered 200, with the entity and where it stands`, async () => {
      const made = await post(path, body);
      assert.equal(made.status, 200, made.text);
      const location = made.headers.get('location') ?? '';
      assert.match(location, /^\/api\/rest\/[\w/-]+$/);
      assert.equal(made.headers.get('cache-control'), 'no-store');
      assert.equal(made.headers.get('content-type'), 'application/json; charset=utf-8');
      const { [secret]: shown, ...entity } = made.json;
      if (secret !== '') rememberSecret(shown);
      const there = await ask(url + location, { cookie });
      assert.equal(there.status, 200);
      assert.deepEqual(there.json, entity, 'the secret is shown once and everything else stays');
    });
  }

  test('of a token says when it expires, also where fields leave it out', async () => {
    const body = { name: 'quiet', scope: [{ key: 'countersign' }] };
    const expires = Date.now() + 3_600_000;
    for (const [more, expected] of [
      [{}, null],
      [{ expires: null }, null],
      [{ expires }, expires],
    ] as const) {
      for (const fields of ['', 'id', 'name,scope(id)', 'nothing']) {
        const made = await post(`/users/me/permanenttokens?fields=${fields}`, { ...body, ...more });
        assert.equal(made.status, 200, made.text);
        assert.equal(made.json.expires, expected);
        assert.equal(made.json.token, undefined, 'only asked for, or without fields, is it shown');
      }
    }
  });

  test('takes every way to name a service, once each', async () => {
    const scope = [{ id: '0-0-0-0-0' }, { key: 'Countersign' }, { id: 'COUNTERSIGN' }];
    const made = await post('/users/me/permanenttokens', { name: 'ways', scope, type: 'permanentToken' });
    rememberSecret(made.json.token);
    assert.deepEqual(made.json.scope, [authority]);
  });

  test('may say failOnPermissionReduce, which changes nothing', async () => {
    const path = '/users/me/permanenttokens?failOnPermissionReduce=true&fields=id';
    assert.equal((await post(path, { name: 'x', scope: [{ id: '0-0-0-0-0' }] })).status, 200);
  });
});

describe('an entity', () => {
  test('has its type, and all its members when no fields are named', async () => {
    const { id } = await issueToken(url, cookie, ['0-0-0-0-0'], { name: 'whole' });
    const token = (await get(`/users/me/permanenttokens/${id}`)).json;
    const me = { type: 'user', id: administratorId, login: 'ada', name: 'Ada Lovelace' };
    assert.deepEqual(
      { ...token, creationTime: 0 },
      {
        type: 'permanentToken',
        id,
        name: 'whole',
        description: null,
        scope: [authority],
        user: me,
        author: me,
        creationTime: 0,
        expires: null,
        grant: null,
        capped: false,
        lastAccessTime: null,
        lastAccessAddress: null,
        lastAccessUserAgent: null,
        usageCount: 0,
        recentUse: { days: 7, count: 0, addresses: 0, services: [] },
        permissionsUsed: [],
        aliases: [],
      },
    );
    assert.ok(Math.abs(token.creationTime - Date.now()) < 60_000);
  });

  const variants: Readonly<Record<string, object>> = {
    '': { type: 'user' },
    ',,,': { type: 'user' },
    login: { type: 'user', login: 'ada' },
    ' login , name ': { type: 'user', login: 'ada', name: 'Ada Lovelace' },
    'type,login,login': { type: 'user', login: 'ada' },
    'nothing,total,__proto__': { type: 'user' },
    'profile(avatar)': { type: 'user', profile: { avatar: { url: null } } },
    'profile/avatar/url': { type: 'user', profile: { avatar: { url: null } } },
    'profile(avatar(url),email),guest': {
      type: 'user',
      guest: false,
      profile: { email: null, avatar: { url: null } },
    },
    'login(x)': { type: 'user', login: 'ada' },
  };
  for (const [fields, expected] of Object.entries(variants)) {
    test(`shows what fields ask for: "${fields}"`, async () => {
      const { json } = await get(`/users/me?fields=${encodeURIComponent(fields)}`);
      assert.deepEqual(json, expected);
    });
  }

  test('is refused when fields cannot be read', async () => {
    const deep = `${'a('.repeat(20)}b${')'.repeat(20)}`;
    for (const fields of ['(', ')', 'a(', 'a)', '/a', '(a)', 'a,(b)', 'a//b', deep, 'x'.repeat(2_001)]) {
      for (const path of ['/users/me', '/users', '/services/header']) {
        assertError(await get(`${path}?fields=${encodeURIComponent(fields)}`), 400, 'fields');
      }
    }
    assertError(await get('/users/me?fields=id&fields=name'), 400, 'fields');
  });

  test('says what its caller may do only to the caller', async () => {
    const other = await createUser(house, 'other');
    assert.ok(Array.isArray((await get('/users/me')).json.permissions));
    assert.ok(Array.isArray((await get(`/users/${administratorId}`)).json.permissions));
    assert.equal((await get(`/users/${other}`)).json.permissions, undefined);
    assert.equal((await get('/users/guest')).json.permissions, undefined);
  });

  test('has the same address with and without a slash at the end', async () => {
    for (const path of [
      '/users/me',
      '/users',
      '/services/Countersign',
      '/services/header',
      '/settings/public',
    ]) {
      const plain = await get(`${path}?fields=id`);
      const slashed = await get(`${path}/?fields=id`);
      assert.equal(slashed.status, 200);
      assert.equal(slashed.text, plain.text);
    }
  });
});

describe('a list', () => {
  const logins = Array.from({ length: 30 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
  const everybody = ['ada', 'made', 'other', ...logins];
  before(async () => {
    for (const login of logins) await createUser(house, login);
  });
  const seen = (answer: Answer) => answer.json.users.map((user: { login: string }) => user.login);

  test('comes in its envelope, which fields never touch', async () => {
    for (const query of ['', '&fields=', '&fields=id', '&fields=total', '&fields=users(id)']) {
      const page = (await get(`/users?$top=2&$skip=1${query}`)).json;
      assert.deepEqual(Object.keys(page).sort(), ['skip', 'top', 'total', 'type', 'users']);
      assert.deepEqual([page.type, page.skip, page.top, page.total], ['UsersPage', 1, 2, everybody.length]);
      assert.equal(page.users.length, 2);
    }
    assert.equal((await get('/services')).json.type, 'ServicesPage');
    const tokens = (await get('/users/me/permanenttokens')).json;
    assert.equal(tokens.type, 'PermanentTokensPage');
    assert.ok(Array.isArray(tokens.permanenttokens));
  });

  test('has a hundred rows at most unless more are asked for, and all of them for -1', async () => {
    assert.equal((await get('/users')).json.top, 100);
    const all = (await get('/users?$top=-1&orderBy=login')).json;
    assert.deepEqual([all.top, all.total, all.users.length], [-1, everybody.length, everybody.length]);
    assert.equal((await get('/users?$top=0')).json.users.length, 0);
  });

  test('is walked in windows without a row lost or seen twice', async () => {
    const walked: string[] = [];
    for (let skip = 0; skip < everybody.length; skip += 7) {
      walked.push(...seen(await get(`/users?$top=7&$skip=${skip}&fields=login`)));
    }
    assert.deepEqual(walked.sort(), [...everybody].sort());
    assert.deepEqual(seen(await get(`/users?$skip=${everybody.length + 5}`)), []);
  });

  test('is ordered as asked', async () => {
    const ascending = [...everybody].sort();
    assert.deepEqual(seen(await get('/users?orderBy=login')), ascending);
    assert.deepEqual(seen(await get('/users?orderBy=login:asc')), ascending);
    assert.deepEqual(seen(await get('/users?orderBy=LOGIN:DESC')), ascending.toReversed());
    const newest = seen(await get('/users?orderBy=creationTime&fields=login'));
    assert.equal(newest[0], 'user-29');
    const byName = (await get('/services?orderBy=name:desc,key:asc&fields=name')).json.services;
    assert.deepEqual(
      byName,
      [...byName].sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? 1 : -1)),
    );
    for (const field of ['name', 'creationTime', 'expires']) {
      assert.equal((await get(`/users/me/permanenttokens?orderBy=${field}:desc`)).status, 200);
    }
  });

  test('takes top and skip without the dollar sign, and nothing twice', async () => {
    const page = (await get('/users?top=3&skip=2')).json;
    assert.deepEqual([page.top, page.skip], [3, 2]);
    for (const query of ['$top=1&$top=2', '$top=1&top=1'])
      assertError(await get(`/users?${query}`), 400, '$top');
    assertError(await get('/users?$skip=1&skip=1'), 400, '$skip');
    assertError(await get('/users?orderBy=login&orderBy=name'), 400, 'orderBy');
  });

  for (const [name, texts] of Object.entries({
    $top: ['-2', '101', '1e2', '1.5', '+5', '0x10', '', ' 5', '５', 'all', '99999999999999999999', 'NaN'],
    $skip: ['-1', '1.5', '1e2', '', 'x', '10000000000', '-0'],
    orderBy: [
      'password',
      'login:up',
      'login:asc:desc',
      'login;drop',
      ':asc',
      'x'.repeat(201),
      'profile/email',
    ],
    query: ['nosuch: x', 'and'],
  })) {
    test(`is refused, and ${name} named, when it cannot be read`, async () => {
      for (const text of texts) {
        for (const path of ['/users', '/services', '/users/me/permanenttokens']) {
          assertError(
            await get(`${path}?${encodeURIComponent(name)}=${encodeURIComponent(text)}`),
            400,
            name,
          );
        }
      }
    });
  }

  test('that is longer than one answer may be is refused for -1, never cut', async () => {
    for (let index = 0; index < 105 - everybody.length; index++) await createUser(house, `more-${index}`);
    const answer = await get('/users?$top=-1');
    assertError(answer, 400, '$top');
    assert.match(answer.json.error_description, /\b100\b/);
    const rest_ = (await get('/users?$top=-1&$skip=50')).json;
    assert.equal(rest_.users.length, 55, 'what is left fits');
  });
});

describe('what anybody may read', () => {
  test('is open to pages of other origins, without credentials', async () => {
    const origin = { origin: 'https://elsewhere.example' };
    const open = await ask(`${rest}/settings/public`, { headers: origin });
    assert.equal(open.headers.get('access-control-allow-origin'), '*');
    assert.equal(open.headers.get('access-control-allow-credentials'), null);
    assert.equal(open.json.publicUrl, url);
    const asked = await ask(`${rest}/settings/public`, {
      method: 'OPTIONS',
      headers: { ...origin, 'access-control-request-method': 'GET' },
    });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers.get('access-control-allow-origin'), '*');
  });

  test('is all that is open to them', async () => {
    for (const path of ['/users/me', '/users', '/services', '/services/header', '/users/guest']) {
      const headers = { origin: 'https://elsewhere.example' };
      const read = await ask(rest + path, { cookie, headers });
      assert.equal(read.headers.get('access-control-allow-origin'), null);
      const asked = await ask(rest + path, { method: 'OPTIONS', headers });
      assert.equal(asked.status, 405);
      assert.equal(asked.headers.get('access-control-allow-origin'), null);
    }
  });
});
