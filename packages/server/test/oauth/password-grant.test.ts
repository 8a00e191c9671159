import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import {
  askForTokens,
  authenticationOf,
  postAsWritten,
  refresh,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { type Answer, ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import {
  createPerson,
  makeApplicationPassword,
  type Person,
  setBanned,
  turnOnTwoFactor,
} from '../harness/people.ts';
import { readState } from '../harness/rows.ts';
import { runBeside } from '../harness/server-command.ts';

const house = await openHouse();
const { url, cookie, authority } = house;
const databaseFile = join(authority.settings.data.directory, 'countersign.db');
const door = await registerService(url, cookie, 'door');
const byPassword = { resourceOwnerFlowEnabled: true };
const mobile = await registerClient(house, 'mobile', byPassword);
const coded = await registerClient(house, 'coded');

interface Owner extends Person {
  readonly made: { readonly id: string; readonly password: string };
}

async function owner(service?: string): Promise<Owner> {
  const person = await createPerson(house, fresh('person'));
  await turnOnTwoFactor({ url, cookie: person.cookie });
  const made = await makeApplicationPassword({ url, cookie: person.cookie }, 'phone', service);
  return { ...person, made };
}

const exchange = (
  client: TestClient,
  username: string,
  password: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  askForTokens(client, { grant_type: 'password', username, password, scope: 'Hub door', ...more });
const tokensOf = (person: Owner, more: Readonly<Record<string, string>> = {}) =>
  exchange(mobile, person.login, person.made.password, more);
const isGood = async (token: string) =>
  (await ask(`${url}/api/rest/users/me`, { token })).status === 200 &&
  (await introspect(url, door, token)).json.active;
const rest = (path: string, method: string, as: string) =>
  ask(`${url}/api/rest/${path}`, { method, cookie: as });
const offline = { access_type: 'offline' };

describe('a service whose password flow is switched on', () => {
  test('exchanges an application password of its user for tokens, and acts for them with these', async () => {
    const person = await owner();
    const { status, json, headers } = await tokensOf(person, offline);
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store');
    const { access_token: access, refresh_token: again, ...told } = json;
    assert.deepEqual(told, { token_type: 'Bearer', expires_in: 3_600, scope: 'Hub door' });
    assert.equal(await isGood(access), true);
    const me = await ask(`${url}/api/rest/users/me?fields=login`, { token: access });
    assert.equal(me.json.login, person.login);
    const renewed = await refresh(mobile, again, { scope: 'Hub door' });
    assert.equal(renewed.status, 200, renewed.text);
    assert.equal(await isGood(renewed.json.access_token), true);
    const listed = await rest('users/me/refreshtokens', 'GET', person.cookie);
    assert.equal(listed.json.refreshtokens.length, 1);
    await house.authority.uses.flush();
    const passwords = await rest('users/me/applicationPasswords', 'GET', person.cookie);
    assert.ok(passwords.json.applicationPasswords[0].lastAccessTime > 0, passwords.text);
  });

  test('gets a refresh token where it asks for one, and no identity token', async () => {
    const person = await owner();
    assert.equal((await tokensOf(person)).json.refresh_token, undefined);
    const signIn = await tokensOf(person, { scope: 'openid Hub' });
    assert.deepEqual([signIn.status, signIn.json.error], [400, 'invalid_scope']);
  });

  test('is told the same whatever was wrong, in words for people, and gets nothing', async () => {
    const person = await owner();
    const another = await owner();
    const { password } = person.made;
    const texts = new Set<string>();
    for (const [login, tried] of [
      [person.login, 'not of the form'],
      // What they sign in with, which is looked at nowhere here.
      [person.login, person.password],
      [person.login, another.made.password],
      [another.login, password],
      ['nobody', password],
      [person.login, `${password.slice(0, -1)}${password.endsWith('0') ? '1' : '0'}`],
    ] as const) {
      const answer = await exchange(mobile, login, tried);
      assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_grant']);
      texts.add(answer.text);
    }
    assert.equal(texts.size, 1);
    assert.match([...texts].join(), /Invalid resource owner credentials/);
  });

  test('gets nothing for a field that is missing or given twice, or a scope that names nothing', async () => {
    const { login, made } = await owner();
    const whole = { grant_type: 'password', username: login, password: made.password, scope: 'Hub' };
    for (const [more, error] of [
      [{ username: '' }, 'invalid_request'],
      [{ password: '' }, 'invalid_request'],
      [{ scope: '' }, 'invalid_scope'],
      [{ scope: 'nothing-of-that-name' }, 'invalid_scope'],
    ] as const) {
      const answer = await askForTokens(mobile, { ...whole, ...more });
      assert.deepEqual([answer.status, answer.json.error], [400, error], JSON.stringify(more));
    }
    const twice = `${new URLSearchParams(whole)}&username=${login}`;
    const answer = await postAsWritten(mobile, 'token', twice, authenticationOf(mobile));
    assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request']);
  });

  test('acts where the password is good, and nowhere else', async () => {
    const person = await owner(mobile.id);
    const wide = await tokensOf(person);
    assert.deepEqual([wide.status, wide.json.error], [400, 'invalid_grant']);
    const own = await tokensOf(person, { scope: 'mobile' });
    assert.equal(own.status, 200, own.text);
    const elsewhere = await owner(door.id);
    assert.equal((await tokensOf(elsewhere, { scope: 'door' })).status, 400);
  });

  test('must show its secret, and wrong passwords change nothing but counts', async () => {
    const { login, made } = await owner();
    const before = readState(databaseFile);
    const fields = { grant_type: 'password', username: login, password: made.password, scope: 'Hub' };
    const stranger = await postAsWritten(
      mobile,
      'token',
      new URLSearchParams({ ...fields, client_id: mobile.id }).toString(),
    );
    assert.deepEqual([stranger.status, stranger.json.error], [401, 'invalid_client']);
    await exchange(mobile, login, 'wrong');
    assert.deepEqual(readState(databaseFile), before);
  });
});

describe('what an application password made ends', () => {
  const ways: Readonly<Record<string, (person: Owner) => Promise<unknown>>> = {
    'with the password': ({ cookie: own, made }) =>
      rest(`users/me/applicationPasswords/${made.id}`, 'DELETE', own),
    'with the last second factor': ({ cookie: own }) =>
      rest('users/me/twoFactorAuthentication', 'DELETE', own),
    'with the connection': async ({ cookie: own }) => {
      const { json } = await rest('users/me/refreshtokens', 'GET', own);
      return rest(`users/me/refreshtokens/${json.refreshtokens[0].id}`, 'DELETE', own);
    },
    'with everything else': ({ cookie: own }) => rest('users/me/revokeEverything', 'POST', own),
    'with the recovery of its owner by the host': ({ login }) =>
      runBeside({ dataFolder: dirname(authority.settings.data.directory) }, 'recover-admin', login),
    'for as long as its owner is banned': ({ id }) => setBanned(house, id, true),
  };
  for (const [way, end] of Object.entries(ways))
    test(way, async () => {
      const person = await owner();
      const { json } = await tokensOf(person, offline);
      assert.equal(await isGood(json.access_token), true);
      const ended = (await end(person)) as { readonly status?: number; readonly code?: number } | undefined;
      assert.ok((ended?.status ?? 200) < 300 && (ended?.code ?? 0) === 0, way);
      assert.equal(await isGood(json.access_token), false);
      const again = await refresh(mobile, json.refresh_token);
      assert.deepEqual([again.status, again.json.error], [400, 'invalid_grant']);
    });

  test('and another password of the same user stays, with what that made', async () => {
    const person = await owner();
    const second = await makeApplicationPassword({ url, cookie: person.cookie }, 'tablet');
    const kept = await exchange(mobile, person.login, second.password, offline);
    await rest(`users/me/applicationPasswords/${person.made.id}`, 'DELETE', person.cookie);
    assert.equal(await isGood(kept.json.access_token), true);
    assert.equal((await refresh(mobile, kept.json.refresh_token)).status, 200);
  });
});

test('a banned user’s client is told so in the words that it looks for', async () => {
  const person = await owner();
  const { json } = await tokensOf(person, offline);
  await setBanned(house, person.id, true);
  const answer = await refresh(mobile, json.refresh_token);
  assert.equal(answer.json.error, 'invalid_grant');
  assert.match(answer.json.error_description, /The owner of the refresh token is banned/);
});

test('a service whose password flow is off gets nothing, and a public one has none', async () => {
  const { login, made } = await owner();
  const answer = await exchange(coded, login, made.password);
  assert.equal(answer.status, 400);
  assert.equal(answer.json.access_token, undefined);
  const body = { trusted: false, ...byPassword };
  const changed = await ask(`${url}/api/rest/services/${coded.id}`, { method: 'POST', cookie, body });
  assert.equal(changed.status, 400);
  assert.match(changed.text, /resourceOwnerFlowEnabled/);
});

test('nobody is told of the flow who asks what there is', async () => {
  const { json } = await ask(`${url}/.well-known/openid-configuration`);
  assert.ok(!json.grant_types_supported.includes('password'));
});
