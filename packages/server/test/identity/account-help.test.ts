import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { banUser, type PermissionKey, type UserId } from '@countersign/core';
import {
  type Answer,
  ask,
  issueToken,
  postForm,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { connect } from '../harness/connections.ts';
import { addBot, addFactor, addSomebody, addUser, fresh, signedIn } from '../harness/household.ts';
import { byHand, done, type House, openHouse } from '../harness/open-house.ts';
import { basicAuthorization, makeApplicationPassword } from '../harness/people.ts';
import { assertError } from '../harness/refused.ts';

const house: House = await openHouse();
const { url, cookie } = house;
const users = `${url}/api/rest/users`;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;

const reset = (id: string, as = cookie) =>
  ask(`${users}/${id}/passwordReset`, { method: 'POST', cookie: as });
const revoke = (id: string, as = cookie) =>
  ask(`${users}/${id}/revokeEverything`, { method: 'POST', cookie: as });
const notices = async (as: string): Promise<readonly Notice[]> =>
  (await ask(`${users}/me/notices`, { cookie: as })).json.notices;
const kindsOf = async (as: string) => (await notices(as)).map(({ kind }) => kind);

interface Notice {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly author: { readonly name: string } | null;
  readonly own: boolean;
  readonly ipAddress: string | null;
}

/** The secret of a link that was just made. */
function linkIn(answer: Answer): string {
  assert.equal(answer.status, 200, answer.text);
  const link = new URL(answer.json.link);
  assert.equal(`${link.origin}${link.pathname}`, `${url}/reset-password`);
  return rememberSecret(link.searchParams.get('link') ?? '');
}

const setPassword = (link: string, newPassword: string, more: Readonly<Record<string, string>> = {}) =>
  postForm(`${url}/reset-password`, { link, newPassword: rememberSecret(newPassword), ...more });

const isIn = async (as: string) => (await ask(`${users}/me`, { cookie: as })).status === 200;

describe('the reset of a password', () => {
  test('is one link, good once and for a day, that sets a new password', async () => {
    const user = await addUser(house, fresh('forgetful'));
    const answer = await reset(user.id);
    const link = linkIn(answer);
    assert.match(link, /^csn_rst_[0-9A-Za-z]{49}$/);
    assert.ok(Math.abs(answer.json.expires - Date.now() - 86_400_000) < 30_000);
    const page = await ask(answer.json.link, {});
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.doesNotMatch(page.text, /<script/);
    assert.ok(page.text.includes(user.login), 'its owner signs in with it next');

    const short = await postForm(`${url}/reset-password`, { link, newPassword: 'too short' });
    assert.equal(short.status, 400);
    assert.match(short.text, /New password must be at least/);
    const newPassword = 'canary willow by the third weir';
    const used = await setPassword(link, newPassword);
    assert.deepEqual([used.status, used.headers.get('location')], [303, '/sign-in?password-reset']);
    assert.equal(used.headers.get('set-cookie'), null, 'it opens no session');
    const signedIn = await postForm(`${url}/sign-in`, { login: user.login, password: newPassword });
    assert.equal(signedIn.status, 303, signedIn.text);
    assert.equal((await setPassword(link, 'canary another willow by a weir')).status, 404);
  });

  test('still asks for the second factor', async () => {
    const user = await addUser(house, fresh('guarded'));
    await addFactor(house, user.id);
    const newPassword = 'canary heron over the mill pond';
    assert.equal((await setPassword(linkIn(await reset(user.id)), newPassword)).status, 303);
    const answer = await postForm(`${url}/sign-in`, { login: user.login, password: newPassword });
    assert.deepEqual([answer.status, answer.headers.get('set-cookie')], [200, null]);
    assert.match(answer.text, /Two-factor authentication/);
  });

  test('leaves nothing to replace of a password that had to be', async () => {
    const user = await addUser(house, fresh('flagged'));
    const flag = { method: 'POST', cookie, body: { passwordChangeRequired: true } };
    assert.equal((await ask(`${users}/${user.id}`, flag)).status, 200);
    const newPassword = 'canary swallow along the tow path';
    assert.equal((await setPassword(linkIn(await reset(user.id)), newPassword)).status, 303);
    const form = { login: user.login, password: newPassword };
    const answer = await postForm(`${url}/sign-in?return=%2Faccount`, form);
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/account'], answer.text);
  });

  test('is for who holds all that the user holds, by hand, in a session opened a moment ago', async () => {
    const mighty = await addSomebody(house, fresh('mighty'), [[[jetpass('project-delete')]]]);
    const weak = await addSomebody(house, fresh('weak'), [[[jetpass('user-update')]]]);
    const answer = await reset(mighty.id, weak.cookie);
    assertError(answer, 403);
    assert.equal(answer.json.error, 'forbidden');
    assertError(await reset(mighty.id, (await addSomebody(house, fresh('nobody'))).cookie), 403);
    const plain = await addUser(house, fresh('plain'));
    assert.equal((await reset(plain.id, weak.cookie)).status, 200);

    const { token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    assertError(await ask(`${users}/${plain.id}/passwordReset`, { method: 'POST', token }), 403);
    const administrator = await house.authority.store.tables.users.find(house.administratorId);
    assert.ok(administrator !== undefined);
    const old = await signedIn(house, administrator, 11);
    const tooOld = await reset(plain.id, old.cookie);
    assertError(tooOld, 403);
    assert.equal(tooOld.json.error, 'authentication_too_old');
  });

  test('is not for oneself, a bot, somebody banned or nobody', async () => {
    assertError(await reset('me'), 403);
    const bot = await addBot(house, fresh('bot'), house.administratorId);
    assertError(await reset(bot.id), 409);
    const banned = await addUser(house, fresh('banned'));
    await ban(banned.id, true);
    assertError(await reset(banned.id), 409);
    assertError(await reset('9c1f4d1e-0000-4000-8000-00000000dead'), 404);
  });

  test('is shown with its reason before it is tried', async () => {
    const bot = await addBot(house, fresh('bot'), house.administratorId);
    const acts = (await ask(`${users}/${bot.id}/acts`, { cookie })).json as { act: string; reason: string }[];
    assert.match(acts.find(({ act }) => act === 'resetPassword')?.reason ?? '', /never signs in/);
    assert.equal(acts.find(({ act }) => act === 'revokeEverything')?.reason, null);
  });
});

async function ban(userId: UserId, banned: boolean): Promise<void> {
  const input = { userId, banned, reason: undefined, successor: undefined };
  done(await banUser(house.authority, byHand, input));
}

describe('revoking everything', () => {
  test('ends tokens, application passwords, connections, sessions and reset links, counted before, and is in force at the next check', async () => {
    const person = await addSomebody(house, fresh('robbed'));
    const own = await issueToken(url, person.cookie, ['0-0-0-0-0']);
    const given = await issueToken(url, cookie, ['0-0-0-0-0'], { userId: person.id });
    const link = linkIn(await reset(person.id));
    await addFactor(house, person.id);
    const program = await makeApplicationPassword({ url, cookie: person.cookie }, 'a mail program');
    const authorization = basicAuthorization(person.login, program.password);
    const byProgram = async () => (await ask(`${users}/me`, { headers: { authorization } })).status;
    assert.equal(await byProgram(), 200);
    const client = await registerService(url, cookie, fresh('client'));
    const connected = await connect(house.authority, {
      userId: person.id,
      clientId: client.id,
      audience: ['0-0-0-0-0'],
    });
    assert.equal((await ask(`${users}/me`, { token: connected.token })).status, 200);
    const counted = { tokens: 2, applicationPasswords: 1, connections: 1, sessions: 1, resetLinks: 1 };
    const impact = (await ask(`${users}/${person.id}/impact`, { cookie })).json;
    const { tokens, applicationPasswords, connections, sessions, resetLinks } = impact;
    assert.deepEqual({ tokens, applicationPasswords, connections, sessions, resetLinks }, counted);

    const answer = await revoke(person.id);
    assert.deepEqual(answer.json, { type: 'revokedEverything', ...counted });
    for (const { token } of [own, given, connected])
      assert.equal((await ask(`${users}/me`, { token })).status, 401);
    assert.equal(await byProgram(), 401);
    assert.equal(await isIn(person.cookie), false);
    assert.equal((await setPassword(link, 'canary kingfisher under a bridge')).status, 404);
    const { items } = await house.authority.store.audit.list({}, { skip: 0, top: 1 });
    assert.equal(items[0]?.kind, 'user.everything-revoked');
    assert.deepEqual(JSON.parse(items[0]?.text ?? '{}').details, counted);
  });

  test('can be done to oneself, and signs out here too', async () => {
    const person = await addSomebody(house, fresh('careful'));
    assert.equal((await revoke('me', person.cookie)).status, 200);
    assert.equal(await isIn(person.cookie), false);
  });

  test('is not for who holds less, comes with a token, or signed in too long ago', async () => {
    const mighty = await addSomebody(house, fresh('mighty'), [[[jetpass('project-delete')]]]);
    const weak = await addSomebody(house, fresh('weak'), [[[jetpass('user-update')]]]);
    assertError(await revoke(mighty.id, weak.cookie), 403);
    const { token } = await issueToken(url, mighty.cookie, ['0-0-0-0-0']);
    assertError(await ask(`${users}/me/revokeEverything`, { method: 'POST', token }), 403);
    const user = await addUser(house, fresh('left-open'));
    const old = await signedIn(house, user, 11);
    const answer = await revoke('me', old.cookie);
    assertError(answer, 403);
    assert.equal(answer.json.error, 'authentication_too_old');
    assert.equal(await isIn(mighty.cookie), true);
    assertError(await revoke('9c1f4d1e-0000-4000-8000-00000000dead'), 404);
  });
});

describe('notices', () => {
  test('tell a user what an administrator did, and by whom, and hold no secret', async () => {
    const person = await addSomebody(house, fresh('told'));
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0'], { userId: person.id, name: 'for a job' });
    const link = linkIn(await reset(person.id));
    const { json, text } = await ask(`${users}/me/notices`, { cookie: person.cookie });
    assert.equal(json.total, 2);
    const [second, first] = json.notices as readonly Notice[];
    assert.deepEqual([second?.kind, first?.kind], ['password-reset.link-issued', 'permanent-token.issued']);
    assert.equal(first?.name, 'for a job');
    assert.deepEqual([first?.own, first?.ipAddress], [false, null]);
    assert.match(first?.author?.name ?? '', /./);
    for (const secret of [token, link]) assert.ok(!text.includes(secret));
    assert.doesNotMatch(text, /csn_|http/);
  });

  test('tell who lost two-factor authentication, and whose sessions ended with it', async () => {
    const user = await addUser(house, fresh('lost'));
    await addFactor(house, user.id);
    const before = await signedIn(house, user);
    const answer = await ask(`${users}/${user.id}/twoFactorAuthentication`, { method: 'DELETE', cookie });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(await isIn(before.cookie), false);
    const later = await signedIn(house, user);
    assert.deepEqual(await kindsOf(later.cookie), ['factor.removed', 'factor.added']);
  });

  test('stay until their user puts them away, in a session', async () => {
    const person = await addSomebody(house, fresh('tidy'));
    await issueToken(url, cookie, ['0-0-0-0-0'], { userId: person.id });
    const [{ id } = { id: '' }] = await notices(person.cookie);
    const at = `${users}/${person.id}/notices/${id}`;
    const { token } = await issueToken(url, person.cookie, ['0-0-0-0-0']);
    assertError(await ask(at, { method: 'DELETE', token }), 403);
    assertError(await ask(at, { method: 'DELETE', cookie }), 403);
    assertError(await ask(`${users}/me/notices/${id}`, { method: 'DELETE', cookie }), 404);
    assertError(await ask(`${users}/${person.id}/notices`, { cookie }), 403);
    assert.deepEqual(await kindsOf(person.cookie), ['permanent-token.issued']);
    assert.equal((await ask(at, { method: 'DELETE', cookie: person.cookie })).status, 200);
    assert.deepEqual(await kindsOf(person.cookie), []);
    for (const wrong of [id, '0', '-1', '1e3', 'x', '99999999999999999999'])
      assertError(
        await ask(`${users}/me/notices/${wrong}`, { method: 'DELETE', cookie: person.cookie }),
        404,
      );
  });
});
