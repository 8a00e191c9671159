import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import {
  basicAuthorization,
  createPerson,
  makeApplicationPassword,
  type Person,
  setBanned,
  turnOnTwoFactor,
} from '../harness/people.ts';
import { readRefusedChecks } from '../harness/rows.ts';
import { unknownToken } from '../harness/unknown-token.ts';
import { until } from '../harness/until.ts';

const house = await openAuthority({
  env: { COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '127.0.0.1', COUNTERSIGN_USAGE__FLUSH_SECONDS: '1' },
});
const { url, cookie } = house;
const door = await registerService(url, cookie, 'wiki');
const read = 'wiki-page-read';
const write = 'wiki-page-write';
for (const key of [read, write])
  await done(`services/${door.id}/permissions`, { key, name: key, global: true });
const role = await done('roles', { name: 'Reader', key: 'reader', permissions: [{ key: read }] });
const reader = await createPerson(house, 'reader');
const given = { role: { id: role.id }, project: { id: '0' } };
await done(`users/${reader.id}/projectroles`, given);

async function done(path: string, body: unknown) {
  const answer = await ask(`${url}/api/rest/${path}`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, `${path}: ${answer.text}`);
  return answer.json;
}

const entries = {
  nginx: 'auth-request?service=wiki',
  'Traefik and Caddy': 'forward-auth?service=wiki',
  Envoy: 'ext-authz/service=wiki',
};

for (const [proxy, path] of Object.entries(entries)) {
  const demand = (key: string) => `${path}&permission=${key}`;
  const knock = (asked: string, more: Parameters<typeof ask>[1]) => ask(`${url}/api/authz/${asked}`, more);

  describe(`a browser that is signed in, at a door of ${proxy},`, () => {
    test('passes as its owner', async () => {
      const answer = await knock(path, { cookie: `theme=dark; ${reader.cookie}` });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('remote-user'), 'reader');
      assert.equal(answer.headers.get('remote-groups'), 'All Users,Registered Users');
    });

    test('may do what its owner holds, and nothing else', async () => {
      assert.equal((await knock(demand(read), { cookie: reader.cookie })).status, 200);
      assert.equal((await knock(demand(write), { cookie: reader.cookie })).status, 403);
      assert.equal(
        (await knock(demand(write), { cookie })).status,
        200,
        'the administrator holds everything',
      );
    });

    test('is not what a wrong header falls back to', async () => {
      for (const authorization of [
        `Bearer ${unknownToken()}`,
        `Basic ${btoa(`reader:${unknownToken()}`)}`,
        `Basic ${btoa(`reader:${reader.password}`)}`,
        'Basic junk',
        'Bearer two words',
        'Junk',
        '',
      ]) {
        const answer = await knock(path, { cookie: reader.cookie, headers: { authorization } });
        assert.equal(answer.status, 401, authorization.slice(0, 6));
        assert.equal(answer.headers.get('remote-user'), null);
      }
    });

    test('gives way to a token of somebody else that is good', async () => {
      const { token } = await issueToken(url, cookie, [door.id]);
      const answer = await knock(path, { cookie: reader.cookie, token });
      assert.equal(answer.headers.get('remote-user'), 'ada');
    });

    test('is nobody with a cookie that is not exactly right', async () => {
      const secret = reader.cookie.slice(reader.cookie.indexOf('=') + 1);
      for (const header of [
        'countersign=',
        `countersign=${secret.slice(0, -1)}`,
        `countersign="${secret}"`,
        `${reader.cookie}; ${reader.cookie}`,
        `__Host-countersign=${secret}`,
        `countersign=${unknownToken()}`,
        'countersign=__proto__',
      ])
        assert.equal((await knock(path, { headers: { cookie: header } })).status, 401, header.slice(0, 20));
    });
  });
}

test('a session that was ended, and that of somebody banned, open nothing', async () => {
  const leaver = await createPerson(house, 'leaver');
  const banned = await createPerson(house, 'banned');
  const knock = (session: string) =>
    ask(`${url}/api/authz/forward-auth?service=wiki`, { cookie: session }).then(({ status }) => status);
  assert.deepEqual([await knock(leaver.cookie), await knock(banned.cookie)], [200, 200]);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  await ask(`${url}/sign-out`, { method: 'POST', cookie: leaver.cookie, headers: form, body: '' });
  await setBanned(house, banned.id, true);
  assert.deepEqual([await knock(leaver.cookie), await knock(banned.cookie)], [401, 401]);
});

test('a service that its visitor may not use is shut, and no sign-in is offered for it', async () => {
  const body = { name: 'Hidden', key: 'hidden', viewers: [], homeUrl: 'https://hidden.example.test' };
  await ask(`${url}/api/rest/services`, { method: 'POST', cookie, body });
  const headers = {
    accept: 'text/html',
    'x-forwarded-method': 'GET',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'hidden.example.test',
    'x-forwarded-uri': '/',
  };
  const knock = (session: string) =>
    ask(`${url}/api/authz/forward-auth?service=hidden`, { cookie: session, headers });
  const answer = await knock(reader.cookie);
  assert.deepEqual([answer.status, answer.headers.get('location')], [403, null]);
  assert.equal((await knock(cookie)).status, 200);
});

describe('a session that is cut down for want of a second factor', () => {
  let member: Person;

  test('opens no door, whatever its owner holds, and is led to set one up', async () => {
    const guarded = await done('usergroups', { name: 'Guarded' });
    member = await createPerson(house, 'member');
    await done(`usergroups/${guarded.id}/users`, { id: member.id });
    await done(`users/${member.id}/projectroles`, given);
    const knock = (asked: string, headers: Readonly<Record<string, string>> = {}) =>
      ask(`${url}/api/authz/${asked}`, { cookie: member.cookie, headers });
    assert.equal((await knock(`forward-auth?service=wiki&permission=${read}`)).status, 200);

    await done(`usergroups/${guarded.id}`, { requiredTwoFactorAuthentication: true });
    for (const path of Object.values(entries)) {
      const answer = await knock(path);
      assert.equal(answer.status, 403, path);
      assert.equal(answer.json.error, 'second_factor_required');
      assert.equal((await knock(`${path}&permission=${read}`)).status, 403);
    }
    const home = 'https://wiki.example.test/';
    await done(`services/${door.id}`, { homeUrl: home });
    const browser = await knock('forward-auth?service=wiki', {
      accept: 'text/html',
      'x-forwarded-method': 'GET',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'wiki.example.test',
      'x-forwarded-uri': '/',
    });
    assert.deepEqual(
      [browser.status, browser.headers.get('location')],
      [302, `${url}/two-factor?return=${encodeURIComponent(home)}`],
    );
    const own = await ask(`${url}/api/authz/auth-request?service=Countersign`, { cookie: member.cookie });
    assert.equal(own.status, 200, 'the authority itself is where the factor is set up');
  });

  test('while the token that an administrator made for a member keeps opening it', async () => {
    const { token } = await issueToken(url, cookie, [door.id], { userId: member.id });
    for (const path of Object.values(entries))
      assert.equal((await ask(`${url}/api/authz/${path}`, { token })).status, 200, path);
  });

  test('is counted among the refused checks like one that lacks a permission; who is not signed in is not', async () => {
    const source = '192.0.2.7';
    const knock = async (asked: string, session?: string) => {
      const headers = { 'x-forwarded-for': source, ...(session !== undefined && { cookie: session }) };
      return (await ask(`${url}/api/authz/forward-auth?service=wiki${asked}`, { headers })).status;
    };
    assert.equal(await knock(''), 401);
    assert.equal(await knock('', reader.cookie), 200);
    assert.equal(await knock(`&permission=${write}`, reader.cookie), 403);
    assert.equal(await knock('', member.cookie), 403);
    assert.equal(await knock('', member.cookie), 403);
    const counted = await until('all that was refused', () => {
      const counts = readRefusedChecks(house.databaseFile, source);
      return counts['second-factor-required'] === 2 ? counts : undefined;
    });
    assert.deepEqual(counted, { 'insufficient-scope': 1, 'second-factor-required': 2 });
  });
});

describe('an application password', () => {
  test('opens every door with the name of its owner, in whatever way it is written', async () => {
    const owner = await createPerson(house, 'mailer');
    await turnOnTwoFactor({ url, cookie: owner.cookie });
    const { id, password } = await makeApplicationPassword({ url, cookie: owner.cookie }, 'mail');
    const knock = (path: string, login: string, text: string) =>
      ask(`${url}/api/authz/${path}`, { headers: { authorization: basicAuthorization(login, text) } });
    for (const path of Object.values(entries)) {
      for (const text of [password, password.toUpperCase(), password.replaceAll('-', ' ')]) {
        const answer = await knock(path, 'Mailer', text);
        assert.deepEqual([answer.status, answer.headers.get('remote-user')], [200, 'mailer'], path);
      }
      assert.equal((await knock(path, 'ada', password)).status, 401, 'not under another name');
      assert.equal((await knock(path, 'mailer', owner.password)).status, 401, 'the password itself is none');
    }
    const revoke = `${url}/api/rest/users/me/applicationPasswords/${id}`;
    assert.equal((await ask(revoke, { method: 'DELETE', cookie: owner.cookie })).status, 200);
    for (const path of Object.values(entries))
      assert.equal((await knock(path, 'mailer', password)).status, 401, path);
  });
});
