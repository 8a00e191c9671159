import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { UserId } from '@countersign/core';
import { type Answer, ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { addBot, addGroup, addSomebody, addUser, fresh, type Somebody } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie } = house;
const users = `${url}/api/rest/users`;

const get = (path: string, as: string | undefined = cookie): Promise<Answer> =>
  ask(`${users}${path}`, { cookie: as });
const asked = (query: string, as: string = cookie): Promise<Answer> =>
  get(`?${new URLSearchParams({ query, fields: 'login', orderBy: 'login' })}`, as);
const loginsOf = ({ json }: Answer): readonly string[] =>
  json.users.map(({ login }: { login: string }) => login);

describe('the list of users', () => {
  let observer: Somebody;
  let blind: Somebody;
  before(async () => {
    observer = await addSomebody(house, 'observer');
    // Without the role of every new account there is nothing left to read.
    blind = await addSomebody(house, 'blind');
    await loseEverything(blind.id);
    const writers = await addGroup(house, 'Wiki Writers', {
      members: [(await addUser(house, 'jane.doe')).id, (await addUser(house, 'lbutler')).id],
    });
    await addGroup(house, 'Wiki Editors', { parentId: writers, members: [(await addUser(house, 'zoe')).id] });
    await ask(`${users}/${(await addUser(house, 'mailed')).id}`, {
      method: 'POST',
      cookie,
      body: { email: 'secret.address@example.org' },
    });
  });

  test('is narrowed by a query, in any order, with a window and a total', async () => {
    assert.deepEqual(loginsOf(await asked('in: {Wiki Writers}')), ['jane.doe', 'lbutler', 'zoe']);
    assert.deepEqual(loginsOf(await asked('group: {Wiki Writers} and not login: l*')), ['jane.doe']);
    assert.deepEqual(loginsOf(await asked('is: admin')), ['ada']);
    assert.deepEqual(loginsOf(await asked('nameStartsWith: z or loginStartsWith: z')), ['zoe']);
    const { json } = await get(
      '/?query=in:{Wiki Writers}&orderBy=login:desc&top=1&$skip=1&fields=id,login,total',
    );
    assert.deepEqual([json.type, json.total, json.top, json.skip], ['UsersPage', 3, 1, 1]);
    assert.deepEqual(loginsOf({ json } as Answer), ['lbutler']);
  });

  test('refuses a query that it does not understand, with field, rule and place', async () => {
    for (const [query, rule] of [
      ['naughty: x', /cannot ask for "naughty" \(character 1\)/],
      ['is: x', /cannot ask "is: x"/],
      ['login: x or', /must go on after "or"/],
      ['a '.repeat(40), /at most 16 values and words/],
      ['x'.repeat(2_001), /at most 2000 characters/],
    ] as const) {
      const answer = await asked(query);
      assertError(answer, 400, 'query');
      assert.match(answer.json.error_description, rule);
    }
    assertError(await get('?query=a&query=b'), 400, 'query');
    assertError(await get('?orderBy=email'), 400, 'orderBy');
  });

  test('cannot be asked for what its reader may not see', async () => {
    const needs: Readonly<Record<string, RegExp>> = {
      'email: secret*': /ask for "email": you lack Read User Full in Global/,
      'not email: *': /Read User Full/,
      'in: {Wiki Writers}': /ask for "in": you lack Read Group in Global/,
      'group: x': /Read Group/,
      'ownRole: observer': /Read User Full/,
      'access(with: x)': /Read User Full/,
      'is: admin': /ask "is: admin": you lack Read User Full/,
      'login: x or (not (has: token))': /ask "has: token"/,
    };
    for (const [query, lacks] of Object.entries(needs)) {
      const answer = await asked(query, observer.cookie);
      assertError(answer, 403);
      assert.match(answer.json.error_description, lacks, query);
    }
    assert.deepEqual(loginsOf(await asked('secret', observer.cookie)), [], 'nor searched for an address');
    assert.deepEqual(loginsOf(await asked('secret')), ['mailed']);
    assert.deepEqual(loginsOf(await asked('is: banned or login: jane.doe', observer.cookie)), ['jane.doe']);
  });

  test('is not for who may not read users, nor is its completion', async () => {
    for (const path of ['', '/queryAssist?query=login:&caret=6']) {
      const answer = await get(path, blind.cookie);
      assertError(answer, 403);
      assert.match(answer.json.error_description, /you lack Read User Basic in Global/);
      assertError(await get(path, 'nobody=at all'), 401);
    }
    assert.equal((await get('/me', blind.cookie)).status, 200);
  });

  test('shows of each user what was asked for, and of others no more than is known to the reader', async () => {
    const owner = await addUser(house, fresh('owner'));
    const bot = await addBot(house, fresh('bot'), owner.id);
    await issueToken(url, cookie, ['0-0-0-0-0'], { userId: bot.id });
    const fields =
      'login,owner(login),suspended,groups(name),transitiveGroups(name),tokensCount,lastAccessTime';
    const all = (await get(`?query=login:${bot.login}&fields=${fields}`)).json.users[0];
    assert.deepEqual(all, {
      type: 'user',
      login: bot.login,
      owner: { type: 'user', login: owner.login },
      suspended: false,
      groups: [],
      transitiveGroups: [
        { type: 'userGroup', name: 'All Users' },
        { type: 'userGroup', name: 'Registered Users' },
      ],
      tokensCount: 1,
      lastAccessTime: null,
    });
    const little = (await get(`?query=login:${bot.login}&fields=${fields}`, observer.cookie)).json.users[0];
    assert.deepEqual([little.tokensCount, little.lastAccessTime], [null, null]);
    const named = (await get(`?query=login:${bot.login}&fields=login`)).json.users[0];
    assert.deepEqual(Object.keys(named), ['type', 'login']);
  });

  test('tells when somebody was last there: by a token, a session or a sign-in', async () => {
    const lastAccess = async (id: UserId) => (await get(`/${id}?fields=lastAccessTime`)).json.lastAccessTime;
    const unseen = await addUser(house, fresh('unseen'));
    assert.equal(await lastAccess(unseen.id), null);
    const begun = Date.now();
    const seen = await addSomebody(house, fresh('seen'));
    const signedIn = await lastAccess(seen.id);
    assert.ok(signedIn >= begun - 1 && signedIn <= Date.now());
    await get('/me', seen.cookie);
    const used = await lastAccess(seen.id);
    assert.ok(used >= signedIn);
    const { token } = await issueToken(url, seen.cookie, ['0-0-0-0-0']);
    assert.equal((await ask(`${users}/me`, { token })).status, 200);
    assert.ok((await lastAccess(seen.id)) >= used);
  });
});

describe('the completion of a query about users', () => {
  const assist = (query: string, caret = query.length, as = cookie) =>
    get(
      `/queryAssist?${new URLSearchParams({ query, caret: String(caret), fields: 'query,caret,styleRanges,suggestions' })}`,
      as,
    );
  const options = ({ json }: Answer): readonly string[] =>
    json.suggestions.map(({ option }: { option: string }) => option);

  test('offers attributes, words, and values from what there is', async () => {
    const { json } = await assist('logi', 3);
    assert.deepEqual([json.query, json.caret], ['logi', 3]);
    assert.deepEqual(options({ json } as Answer), ['login', 'loginStartsWith']);
    assert.deepEqual(options(await assist('is: ba')), ['banned']);
    assert.deepEqual(options(await assist('login: jan')), ['jane.doe']);
    assert.deepEqual(options(await assist('in: wiki')), ['Wiki Editors', 'Wiki Writers']);
    assert.deepEqual(options(await assist('ownRole: sys')), ['System Admin']);
    assert.deepEqual(options(await assist('access(project: glo')), ['Global']);
    assert.ok(options(await assist('access(with: user-c')).includes('jetbrains.jetpass.user-create'));
    assert.equal((await get('/queryAssist')).json.caret, 0);
  });

  test('offers no value that its asker could not find by a list', async () => {
    const { cookie: observer } = await addSomebody(house, fresh('observer'));
    assert.deepEqual(options(await assist('in: wiki', 8, observer)), []);
    assert.deepEqual(options(await assist('email: sec', 10, observer)), []);
    assert.deepEqual(options(await assist('ownRole: sys', 12, observer)), []);
    assert.deepEqual(options(await assist('login: jane', 11, observer)), ['jane.doe']);
  });

  test('takes what is half typed, and refuses what is no place in it', async () => {
    for (const query of ['login: {', 'is: nothing', 'or or', '((('])
      assert.equal((await assist(query)).status, 200);
    assertError(await get('/queryAssist?query=a&caret=-1'), 400, 'caret');
    assertError(await get('/queryAssist?query=a&caret=x'), 400, 'caret');
    assertError(await get(`/queryAssist?query=${'x'.repeat(2_001)}`), 400, 'query');
  });
});

/** Takes every role from somebody, by the public API. */
async function loseEverything(user: UserId): Promise<void> {
  const { json } = await get(`/${user}/projectroles`);
  for (const { id } of json.projectroles) {
    const answer = await ask(`${url}/api/rest/projectroles/${id}`, { method: 'DELETE', cookie });
    assert.equal(answer.status, 200, answer.text);
  }
}
