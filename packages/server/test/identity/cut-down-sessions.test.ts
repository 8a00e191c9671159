import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Endpoint, type EndpointId, endpoints } from '@countersign/api';
import { type Answer, ask, issueToken, postForm } from '../../../../test/harness/rest-client.ts';
import { assemble, authorityId, type Cast } from '../access-matrix/callers.ts';
import { askAs, matrixRows } from '../access-matrix/rows.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, createUser, type Person, turnOnTwoFactor } from '../harness/people.ts';
import { registrationOn } from '../harness/register-application.ts';
import { aroundState } from '../harness/rows.ts';

/**
 * An administrator whose group requires a second factor signs in with a password alone and declines to set one up.
 * Whatever would leave a credential behind, or could be signed in with later, is refused to that session.
 */
const house = await openAuthority({ env: registrationOn });
const { url, cookie } = house;
const table = new Map<EndpointId, Endpoint>(endpoints.map((endpoint) => [endpoint.id, endpoint]));
const rest = (path: string) => `${url}/api/rest/${path}`;

/**
 * What such a session asks in vain for another reason than its own: nothing of it leaves a credential behind. Every
 * other endpoint that changes something must refuse it as a session that is cut down; a new one, too.
 */
const otherwise: Readonly<Partial<Record<EndpointId, readonly number[]>>> = {
  // To end what is one's own is left to everybody: none of the rows has one of the session's owner.
  'permanentTokens.revoke': [403, 404],
  'applicationPasswords.revoke': [403, 404],
  'refreshTokens.revoke': [403, 404],
  'approvedScopes.revoke': [403, 404],
  // What its owner has yet to be told is no credential; that of others is not there for anybody.
  'notices.dismiss': [403, 404],
  // Of a role given where the session sees nothing it is not told that there is one.
  'projectRoles.delete': [404],
  // No session is looked at.
  'clients.register': [401],
  // The way out of it: to set up a factor of one's own.
  'twoFactorAuthentication.start': [200],
  'twoFactorAuthentication.confirm': [400, 409],
  // One's own, of which there is none.
  'twoFactorAuthentication.turnOff': [403, 404],
};

let cast: Cast;
let deputy: Person;
let session: string;
let older: string;
let botToken: string;

const post = (path: string, as: { cookie?: string; token?: string }, body: unknown): Promise<Answer> =>
  ask(rest(path), { method: 'POST', ...as, body });

function assertRefused(answer: Answer, what: string): void {
  assert.equal(answer.status, 403, `${what}: ${answer.text}`);
  assert.equal(answer.json.error, 'second_factor_required', `${what}: ${answer.text}`);
}

before(async () => {
  cast = await assemble(house);
  deputy = await createPerson(house, 'deputy');
  const role = { role: { key: 'system-admin' }, project: { id: '0' } };
  const bot = await createUser(house, 'pipeline', { kind: 'bot' });
  for (const id of [deputy.id, bot]) {
    const given = await post(`users/${id}/projectroles`, { cookie }, role);
    assert.equal(given.status, 200, given.text);
  }
  older = (await issueToken(url, deputy.cookie, [authorityId])).token;
  botToken = (await issueToken(url, cookie, [authorityId], { userId: bot })).token;
  const group = await post(
    'usergroups',
    { cookie },
    {
      name: 'Guarded',
      requiredTwoFactorAuthentication: true,
    },
  );
  for (const id of [deputy.id, bot]) {
    const joined = await post(`usergroups/${group.json.id}/users`, { cookie }, { id });
    assert.equal(joined.status, 200, joined.text);
  }
  const { login, password } = deputy;
  const entered = await postForm(`${url}/sign-in?return=%2Fusers`, { login, password });
  assert.equal(entered.headers.get('location'), '/two-factor?return=%2Fusers');
  session = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
});

test('the password alone opens a session that is asked for a second factor, and may say not now', async () => {
  const page = await ask(`${url}/two-factor?return=%2Fusers`, { cookie: session });
  assert.match(page.text, /One of your groups requires two-factor authentication/);
  assert.match(page.text, /<a href="\/users">Not now<\/a>/);
  const me = await ask(rest('users/me'), { cookie: session });
  assert.deepEqual(me.json.permissions, ['jetbrains.jetpass.profile-updateSelf']);
});

test('every endpoint that changes something refuses it, and nothing is changed', async () => {
  const seen = new Set<EndpointId>();
  const taken: string[] = [];
  for (const row of matrixRows(house, cast)) {
    const endpoint = table.get(row.endpoint);
    if (endpoint?.mutates !== true) continue;
    seen.add(row.endpoint);
    const prepared = await row.prepare();
    const send = () => askAs(url, row, prepared, { cookie: session });
    const { value: answer, before, after } = await aroundState(house.databaseFile, send);
    const what = `${row.endpoint} ${row.object}: ${answer.status}`;
    const hasChanged = JSON.stringify(before) !== JSON.stringify(after);
    if (answer.status >= 400 && hasChanged) taken.push(`${what}, and changed something`);
    const isTold = answer.status === 403 && answer.json.error === 'second_factor_required';
    if (!isTold && otherwise[row.endpoint]?.includes(answer.status) !== true) taken.push(what);
  }
  assert.deepEqual(taken, []);
  assert.deepEqual(
    endpoints.filter(({ id, mutates }) => mutates && !seen.has(id)).map(({ id }) => id),
    [],
  );
});

describe('a session that is cut down leads to no credential:', () => {
  const newPassword = 'canary six grey herons at the weir';
  const ways: Readonly<Record<string, () => Promise<Answer>>> = {
    'a token of its own': () =>
      post('users/me/permanenttokens', { cookie: session }, { name: 'x', scope: [{ id: authorityId }] }),
    'a token for somebody else': () =>
      post(
        `users/${cast.owner.id}/permanenttokens`,
        { cookie: session },
        { name: 'x', scope: [{ id: authorityId }] },
      ),
    'an application password': () =>
      post('users/me/applicationPasswords', { cookie: session }, { name: 'x' }),
    'a link that resets a password': () =>
      post(`users/${cast.owner.id}/passwordReset`, { cookie: session }, {}),
    'a new service with its secret': () =>
      post('services', { cookie: session }, { name: 'Door', key: 'door' }),
    'a new secret of a service': () =>
      post(`services/${cast.shared.id}/secret`, { cookie: session }, undefined),
    'a new password': () =>
      post(
        `userdetails/${deputy.id}`,
        { cookie: session },
        { password: { value: newPassword, oldValue: deputy.password } },
      ),
    'a password of somebody else': () =>
      post(
        `userdetails/${cast.owner.id}`,
        { cookie: session },
        { password: { value: newPassword, oldValue: newPassword } },
      ),
    'another e-mail address': () => post('users/me', { cookie: session }, { email: 'mallory@example.com' }),
    'another e-mail address in its profile': () =>
      post('users/me', { cookie: session }, { profile: { email: { email: 'mallory@example.com' } } }),
    'another login': () => post('users/me', { cookie: session }, { login: 'mallory' }),
    "another e-mail address of somebody else's": () =>
      post(`users/${cast.owner.id}`, { cookie: session }, { email: 'mallory@example.com' }),
    'an account with a password': () =>
      post('users', { cookie: session }, { login: 'mallory', name: 'M', password: newPassword }),
    'a bot': () => post('users', { cookie: session }, { login: 'mallory', name: 'M', kind: 'bot' }),
    'somebody else without their second factor': () =>
      ask(rest(`users/${cast.owner.id}/twoFactorAuthentication`), { method: 'DELETE', cookie: session }),
    'a role of its own': () =>
      post(
        `users/${deputy.id}/projectroles`,
        { cookie: session },
        { role: { key: 'system-admin' }, project: { id: '0' } },
      ),
  };
  for (const [what, act] of Object.entries(ways)) {
    test(`not to ${what}`, async () => assertRefused(await act(), what));
  }

  // Where there is a factor, no such session is left.
  test('not to recovery codes on the page either, without a factor that they could stand in for', async () => {
    const answer = await postForm(`${url}/two-factor/recovery-codes`, {}, session);
    assert.equal(answer.status, 404, answer.text);
    assert.doesNotMatch(answer.text, /class="recovery-codes"/);
  });
});

test('its name is still its own to change', async () => {
  const renamed = await post('users/me', { cookie: session }, { name: 'Deputy Example' });
  assert.equal(renamed.status, 200, renamed.text);
});

test('a token from before and the token of a bot keep what they may', async () => {
  for (const token of [older, botToken]) {
    const all = await ask(rest('users?$top=-1'), { token });
    assert.equal(all.status, 200, all.text);
    const made = await post('users', { token }, { login: `by-${token.slice(-6)}`, name: 'Made' });
    assert.equal(made.status, 200, made.text);
  }
});

test('a second factor set up in the session gives it back what its owner holds, as long as it is there', async () => {
  const me = await ask(rest('users/me'), { cookie: session });
  assert.deepEqual(me.json.permissions, ['jetbrains.jetpass.profile-updateSelf']);
  await turnOnTwoFactor({ url, cookie: session });
  const full = await ask(rest('users/me'), { cookie: session });
  assert.ok(full.json.permissions.length > 10, full.text);
  assert.equal((await ask(rest('users?$top=-1'), { cookie: session })).status, 200);
  // And takes it away again with it: what was shown once is no factor any more.
  const off = await ask(rest('users/me/twoFactorAuthentication'), { method: 'DELETE', cookie: session });
  assert.equal(off.status, 200, off.text);
  const left = await ask(rest('users/me'), { cookie: session });
  assert.deepEqual(left.json.permissions, ['jetbrains.jetpass.profile-updateSelf']);
  assertRefused(
    await post('users/me/permanenttokens', { cookie: session }, { name: 'x', scope: [{ id: authorityId }] }),
    'a token after turning it off',
  );
});
