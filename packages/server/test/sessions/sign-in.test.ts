import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Answer, administrator, ask, postForm, signIn } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { freePort } from '../../../../test/harness/running-authority.ts';
import { openAuthority, openProcess } from '../harness/open-authority.ts';
import { createPerson, createUser, setBanned, signInFirst } from '../harness/people.ts';
import { readState } from '../harness/rows.ts';

const house = await openAuthority();
const { url, databaseFile } = house;
const wrong = rememberSecret('canary wrong but plausible password');

function tryIn(login: string, password: string, cookie?: string, base: string = url): Promise<Answer> {
  return postForm(`${base}/sign-in`, { login, password }, cookie);
}

async function isIn(cookie: string, base: string = url): Promise<boolean> {
  return (await ask(`${base}/api/rest/users/me`, { cookie })).status === 200;
}

function cookieOf(answer: Answer): string {
  assert.equal(answer.status, 303, answer.text);
  const [value = ''] = answer.headers.getSetCookie();
  const pair = value.split(';')[0] ?? '';
  rememberSecret(pair.slice(pair.indexOf('=') + 1));
  return pair;
}

describe('the session cookie', () => {
  test('on plain http is out of reach of scripts and of other sites, and lives as long as the session', async () => {
    const answer = await tryIn(administrator.login, administrator.password);
    cookieOf(answer);
    const [value = ''] = answer.headers.getSetCookie();
    const [pair = '', ...attributes] = value.split('; ');
    assert.match(pair, /^countersign=csn_ses_[0-9A-Za-z]{49}$/);
    const expires = attributes.find((attribute) => attribute.startsWith('Expires=')) ?? '';
    assert.ok(Math.abs(Date.parse(expires.slice(8)) - Date.now() - 86_400_000) < 10_000, expires);
    const others = attributes.filter((attribute) => attribute !== expires);
    assert.deepEqual(others.sort(), ['HttpOnly', 'Path=/', 'SameSite=Lax']);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('location'), '/');
  });

  test('on https has the prefix that locks it to this host, and Secure', async () => {
    const port = await freePort();
    const secure = await openProcess({
      port,
      env: { COUNTERSIGN_PUBLIC_URL: 'https://id.example.test/hub' },
    });
    const base = `http://127.0.0.1:${port}/hub`;
    const { login, name, password } = administrator;
    const code = secure.setUpCode ?? '';
    const fields = { code, login, name, password, repeated: password };
    const done = await postForm(`${base}/setup`, fields);
    assert.equal(done.headers.get('location'), '/hub/sign-in?set-up');
    const answer = await tryIn(login, password, undefined, base);
    const cookie = cookieOf(answer);
    assert.match(cookie, /^__Host-countersign=csn_ses_/);
    assert.equal(answer.headers.get('location'), '/hub/');
    const attributes = (answer.headers.getSetCookie()[0] ?? '').split('; ').slice(1);
    const fixed = attributes.filter((attribute) => !attribute.startsWith('Expires='));
    assert.deepEqual(fixed.sort(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    assert.equal(await isIn(cookie, base), true);
    assert.equal(await isIn(cookie.replace('__Host-', ''), base), false, 'only under its locked name');
    const out = await postForm(`${base}/sign-out`, {}, cookie);
    assert.match(out.headers.get('set-cookie') ?? '', /^__Host-countersign=; Max-Age=0; Path=\/; .*Secure/);
    assert.equal(await isIn(cookie, base), false);
  });
});

describe('signing in', () => {
  test('takes no session from the visitor: the secret is new, and the one that was there ends', async () => {
    const { login, password } = administrator;
    const planted = `countersign=csn_ses_${'A'.repeat(49)}`;
    const first = cookieOf(await tryIn(login, password, planted));
    assert.notEqual(first, planted);
    assert.equal(await isIn(planted), false);
    const second = cookieOf(await tryIn(login, password, first));
    assert.notEqual(second, first);
    assert.equal(await isIn(first), false, 'the former session of this browser has ended');
    assert.equal(await isIn(second), true);
    const elsewhere = cookieOf(await tryIn(login, password));
    assert.equal(await isIn(second), true, 'another browser has its own');
    assert.equal(await isIn(elsewhere), true);
  });

  test('keeps the session that was there when it fails', async () => {
    const before = await signIn(url, administrator.login, administrator.password);
    assert.equal((await tryIn(administrator.login, wrong, before)).status, 403);
    assert.equal(await isIn(before), true);
    cookieOf(await tryIn(administrator.login, administrator.password));
  });

  test('takes the login in any case and with space around it, and the password as it is', async () => {
    const person = await createPerson(house, 'Case.Sensitive');
    for (const login of ['case.sensitive', ' CASE.SENSITIVE ', 'ｃａｓｅ.sensitive']) {
      cookieOf(await tryIn(login, person.password));
    }
    for (const password of [person.password.toUpperCase(), ` ${person.password}`, `${person.password} `]) {
      assert.equal((await tryIn(person.login, password)).status, 403);
      cookieOf(await tryIn(person.login, person.password));
    }
  });

  test('gives a password in two Unicode forms the same door', async () => {
    const composed = rememberSecret('canary Zo\u00eb und der \u00c4rger am Fluss');
    const initial = rememberSecret('canary sealed envelope for unicode alone');
    await createUser(house, 'unicode', { password: initial });
    await signInFirst(house.url, { login: 'unicode', password: initial, newPassword: composed });
    cookieOf(await tryIn('unicode', composed));
    cookieOf(await tryIn('unicode', composed.normalize('NFD')));
  });

  test('is refused to bots, to the guest, to the banned and to whoever has no password', async () => {
    await createUser(house, 'robot', { kind: 'bot' });
    await createUser(house, 'nopass');
    const banned = await createPerson(house, 'outcast');
    await setBanned(house, banned.id, true);
    for (const [login, password] of [
      ['robot', wrong],
      ['guest', wrong],
      ['nopass', wrong],
      ['outcast', banned.password],
      ['robot', ''],
      ['nopass', ''],
    ] as const) {
      const answer = await tryIn(login, password);
      assert.equal(answer.status, 403, login);
      assert.equal(answer.headers.get('set-cookie'), null);
    }
  });

  test('is refused to forms that are not forms', async () => {
    const bodies: readonly (readonly [string, string, number])[] = [
      ['login=ada&login=ada&password=x', 'application/x-www-form-urlencoded', 400],
      ['login=%ff&password=x', 'application/x-www-form-urlencoded', 400],
      [`login=ada&password=${'x'.repeat(20_000)}`, 'application/x-www-form-urlencoded', 413],
      ['{"login":"ada"}', 'application/json', 415],
      ['login=ada', 'text/plain', 415],
    ];
    for (const [body, type, status] of bodies) {
      const headers = { 'content-type': type, 'sec-fetch-site': 'same-origin' };
      const answer = await ask(`${url}/sign-in`, { method: 'POST', headers, body });
      assert.equal(answer.status, status, body.slice(0, 50));
      assert.equal(answer.headers.get('set-cookie'), null);
    }
  });
});

describe('signing out', () => {
  test('ends the session at the server, not only in the browser', async () => {
    const cookie = await signIn(url, administrator.login, administrator.password);
    const other = await signIn(url, administrator.login, administrator.password);
    const answer = await postForm(`${url}/sign-out`, {}, cookie);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('set-cookie'), 'countersign=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
    assert.equal(await isIn(cookie), false);
    assert.equal(await isIn(other), true, 'the session of another browser goes on');
    const again = await postForm(`${url}/sign-out`, {}, cookie);
    assert.equal(again.status, 303, 'whoever is not signed in is told the same');
  });
});

test('the sessions table holds no secret: what the browser holds is not in it', async () => {
  const cookie = await signIn(url, administrator.login, administrator.password);
  const rows = JSON.stringify(readState(databaseFile).sessions);
  assert.ok(!rows.includes(cookie.slice(cookie.indexOf('=') + 1)));
});
