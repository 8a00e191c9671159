import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Ask, administrator, ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { addFactor, addSomebody, fresh } from '../harness/household.ts';
import { type House, openHouse } from '../harness/open-house.ts';
import { basicAuthorization, makeApplicationPassword } from '../harness/people.ts';
import { assertError } from '../harness/refused.ts';

const house: House = await openHouse();
const { url } = house;
const authorityId = '0-0-0-0-0';

const at = (path: string, asked: Ask) => ask(`${url}/api/rest/${path}`, asked);
const by = (login: string, password: string): Ask => ({
  headers: { authorization: basicAuthorization(login, password) },
});

/** Somebody with a second factor, and an application password of theirs. */
async function aGuarded() {
  const person = await addSomebody(house, fresh('guarded'));
  await addFactor(house, person.id);
  const made = await makeApplicationPassword({ url, cookie: person.cookie }, 'a mail program');
  return { ...person, ...made, passwordId: made.id, id: person.id };
}

const person = await aGuarded();

describe('an application password as the password of Basic', () => {
  test('makes its owner of who sends it, with the login in any case and the letters in any form', async () => {
    for (const [login, password] of [
      [person.login, person.password],
      [person.login.toUpperCase(), person.password.replaceAll('-', '').toUpperCase()],
    ] as const) {
      const me = await at('users/me?fields=login', by(login, password));
      assert.deepEqual([me.status, me.json.login], [200, person.login], me.text);
    }
  });

  test('is refused with any other login, with a letter wrong, and as Bearer', async () => {
    const wrong = person.password.startsWith('x') ? 'y' : 'x';
    const refused: readonly Ask[] = [
      by('', person.password),
      by(`${person.login}x`, person.password),
      by(person.login, wrong + person.password.slice(1)),
      { token: person.password },
    ];
    for (const asked of refused) assertError(await at('users/me', asked), 401);
  });

  test('is shown by no answer but the one that made it', async () => {
    const own = { cookie: person.cookie };
    const list = await at('users/me/applicationPasswords', own);
    const one = await at(`users/me/applicationPasswords/${person.passwordId}`, own);
    assert.equal(list.json.applicationPasswords[0].type, 'applicationPassword');
    for (const { text } of [list, one]) {
      assert.ok(!text.includes(person.password) && !text.includes('"password"'));
    }
  });

  test('is listed with its last access, address and agent', async () => {
    const used = await aGuarded();
    const agent = { 'user-agent': 'a mail program/2' };
    const headers = { ...by(used.login, used.password).headers, ...agent };
    assert.equal((await at('users/me', { headers })).status, 200);
    const { json } = await at(`users/${used.id}/applicationPasswords`, { cookie: house.cookie });
    const [{ lastAccessTime, lastAccessAddress, lastAccessUserAgent, service }] = json.applicationPasswords;
    assert.ok(Math.abs(lastAccessTime - Date.now()) < 60_000);
    assert.deepEqual(
      [lastAccessAddress, lastAccessUserAgent, service],
      ['127.0.0.1', 'a mail program/2', null],
    );
  });

  test('neither lists, makes nor ends credentials, nor changes what its owner is recognised by', async () => {
    const program = by(person.login, person.password);
    const acts: readonly (readonly [string, Ask])[] = [
      ['users/me/applicationPasswords', program],
      [`users/me/applicationPasswords/${person.passwordId}`, { ...program, method: 'DELETE' }],
      ['users/me/applicationPasswords', { ...program, method: 'POST', body: { name: 'another' } }],
      ['users/me/permanenttokens', program],
      [
        'users/me/permanenttokens',
        { ...program, method: 'POST', body: { name: 'a token', scope: [{ id: authorityId }] } },
      ],
      ['users/me/twoFactorAuthentication', { ...program, method: 'DELETE' }],
      [
        `userdetails/${person.id}`,
        { ...program, method: 'POST', body: { password: { value: 'a quiet harbour in the early fog' } } },
      ],
    ];
    for (const [path, asked] of acts) assertError(await at(path, asked), 403);
  });

  test('is refused from the moment it is ended, and while its owner is banned', async () => {
    const used = await aGuarded();
    const me = () => at('users/me', by(used.login, used.password));
    const ban = (banned: boolean) =>
      at(`users/${used.id}`, { method: 'POST', cookie: house.cookie, body: { banned } });
    assert.equal((await me()).status, 200);
    await ban(true);
    assertError(await me(), 401);
    await ban(false);
    assert.equal((await me()).status, 200);
    const path = `users/${used.id}/applicationPasswords/${used.passwordId}`;
    assert.equal((await at(path, { method: 'DELETE', cookie: house.cookie })).status, 200);
    assertError(await me(), 401);
    assertError(await at(path, { cookie: house.cookie }), 404);
  });
});

describe('a permanent token as the password of Basic', () => {
  test('is the same actor with the same rights as by Bearer, whatever the user name', async () => {
    const { token } = await issueToken(url, person.cookie, [authorityId]);
    const fields = 'users/me?fields=id,login,permissions';
    const bearer = await at(fields, { token });
    for (const login of ['', 'x-access-token', person.login, 'somebody'])
      assert.equal((await at(fields, by(login, token))).text, bearer.text);
  });
});

describe('Basic', () => {
  test('never takes what a person signs in with', async () => {
    for (const password of ['correct horse battery staple', '', 'x'])
      assertError(await at('users/me', by(person.login, password)), 401);
    // The right one neither.
    assertError(await at('users/me', by(administrator.login, administrator.password)), 401);
  });

  test('never falls back to a session', async () => {
    for (const password of [person.password, 'wrong']) {
      const answer = await at('users/me', { ...by(person.login, password), cookie: person.cookie });
      assertError(answer, 400);
      assert.equal(answer.json.error_field, 'Authorization');
    }
  });

  test('must be written as it is defined', async () => {
    for (const authorization of [
      'Basic',
      'Basic bm9jb2xvbg==',
      'Basic !!!!',
      `Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString('base64')}`,
    ]) {
      const answer = await at('users/me', { headers: { authorization } });
      assertError(answer, 400);
      assert.equal(answer.json.error_field, 'Authorization');
    }
  });

  test('is offered to programs beside Bearer, and to no browser, which would ask for a password', async () => {
    const challengeOf = async (headers: Readonly<Record<string, string>>) =>
      (await at('users/me', { headers })).headers.get('www-authenticate');
    const bearer = 'Bearer realm="Countersign"';
    const learn = `resource_metadata="${url}/.well-known/oauth-protected-resource/api/rest"`;
    const offered = 'Basic realm="Countersign", charset="UTF-8"';
    assert.equal(await challengeOf({ 'user-agent': 'git/2' }), `${bearer}, ${learn}, ${offered}`);
    assert.equal(
      await challengeOf({ 'user-agent': 'git/2', ...by('x', 'y').headers }),
      `${bearer}, error="invalid_token", ${learn}, ${offered}`,
    );
    for (const browser of [{ 'user-agent': 'Mozilla/5.0 (X11)' }, { 'sec-fetch-site': 'same-origin' }])
      assert.equal(await challengeOf(browser), `${bearer}, ${learn}`);
  });
});
