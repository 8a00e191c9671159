import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey, UserId } from '@countersign/core';
import { appCode } from '../../../../test/harness/app-code.ts';
import { ask, issueToken, postForm } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { addFactor, addGroup, addSomebody, addUser, fresh, signedIn } from '../harness/household.ts';
import { type House, openHouse } from '../harness/open-house.ts';
import { createPerson } from '../harness/people.ts';
import { assertError } from '../harness/refused.ts';

const house: House = await openHouse();
const { url, cookie } = house;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;

const at = (id: string) => `${url}/api/rest/users/${id}/twoFactorAuthentication`;
const read = (id: string, as: string) => ask(at(id), { cookie: as });
const turnOff = (id: string, as: string) => ask(at(id), { method: 'DELETE', cookie: as });

/** Somebody who has an authenticator app. */
async function aDoubleGuarded(name = 'guarded') {
  const person = await addSomebody(house, fresh(name));
  await addFactor(house, person.id, 'Telephone of mine');
  return person;
}

async function assertOn(id: UserId): Promise<void> {
  assert.equal((await read(id, cookie)).json.active, true);
}

describe('two-factor authentication over REST', () => {
  test('is off for who never set it up', async () => {
    const { id, cookie: own } = await addSomebody(house, fresh('plain'));
    const { status, json } = await read('me', own);
    assert.equal(status, 200);
    assert.deepEqual(json, {
      type: 'twoFactorAuthentication',
      id,
      active: false,
      required: false,
      requiredFrom: null,
      devices: [],
      recoveryCodesLeft: 0,
    });
  });

  test('shows its owner and an administrator the same: devices and a number, no seed and no code', async () => {
    const person = await addSomebody(house, fresh('shown'));
    const seed = await addFactor(house, person.id, 'Telephone of mine');
    const own = await read('me', person.cookie);
    const foreign = await read(person.id, cookie);
    assert.equal(own.text, foreign.text);
    const [device, ...more] = own.json.devices;
    assert.deepEqual(more, []);
    assert.deepEqual(Object.keys(device), ['kind', 'id', 'name', 'creationTime', 'lastAccessTime']);
    assert.equal(device.name, 'Telephone of mine');
    assert.ok(Math.abs(device.creationTime - Date.now()) < 30_000);
    assert.equal(device.lastAccessTime, null);
    assert.equal(own.json.active, true);
    assert.equal(own.json.recoveryCodesLeft, 2);
    for (const form of ['base64', 'base64url', 'hex'] as const)
      assert.ok(!own.text.includes(Buffer.from(seed).toString(form)));
    assert.equal(
      (await ask(`${at('me')}?fields=active`, { cookie: person.cookie })).text,
      '{"type":"twoFactorAuthentication","active":true}',
    );
  });

  test('is said to be required of the members of a group that requires it', async () => {
    const person = await addSomebody(house, fresh('member'));
    const group = await addGroup(house, fresh('Operators'), { members: [person.id] });
    await ask(`${url}/api/rest/usergroups/${group}`, {
      method: 'POST',
      cookie,
      body: { requiredTwoFactorAuthentication: true },
    });
    assert.equal((await read('me', person.cookie)).json.required, true);
  });

  test('is not shown to others', async () => {
    const { id } = await aDoubleGuarded();
    const stranger = await addSomebody(house, fresh('stranger'));
    assertError(await read(id, stranger.cookie), 403);
    assertError(await read('9c1f4d1e-0000-4000-8000-00000000dead', stranger.cookie), 403);
    assertError(await read('9c1f4d1e-0000-4000-8000-00000000dead', cookie), 404);
  });

  test('ends by its owner, who stays signed in', async () => {
    const person = await aDoubleGuarded();
    assert.equal((await turnOff('me', person.cookie)).status, 200);
    const { json } = await read('me', person.cookie);
    assert.deepEqual([json.active, json.devices, json.recoveryCodesLeft], [false, [], 0]);
    assertError(await turnOff('me', person.cookie), 404);
  });

  test('ends by an administrator, and with it the sessions of its owner', async () => {
    const person = await aDoubleGuarded();
    const answer = await turnOff(person.id, cookie);
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.equal((await read(person.id, cookie)).json.active, false);
    assert.equal((await ask(`${url}/api/rest/users/me`, { cookie: person.cookie })).status, 401);
  });

  test('does not end by who may change users and holds less than its owner', async () => {
    const owner = await addSomebody(house, fresh('mighty'), [[[jetpass('project-delete')]]]);
    await addFactor(house, owner.id);
    const weak = await addSomebody(house, fresh('weak'), [[[jetpass('user-update')]]]);
    const answer = await turnOff(owner.id, weak.cookie);
    assertError(answer, 403);
    assert.equal(answer.json.error, 'forbidden');
    await assertOn(owner.id);
    const nobody = await addSomebody(house, fresh('nobody'));
    assertError(await turnOff(owner.id, nobody.cookie), 403);
    await assertOn(owner.id);
  });

  test("does not end by a token, be it the owner's own or an administrator's", async () => {
    const person = await aDoubleGuarded();
    for (const [id, as] of [
      ['me', person.cookie],
      [person.id, cookie],
    ] as const) {
      const { token } = await issueToken(url, as, ['0-0-0-0-0']);
      const answer = await ask(at(id), { method: 'DELETE', token });
      assertError(answer, 403);
      assert.match(answer.json.error_description, /cannot be changed with a token/);
      await assertOn(person.id);
    }
  });

  test('does not end in a session that was opened more than ten minutes ago', async () => {
    const user = await addUser(house, fresh('left-open'));
    await addFactor(house, user.id);
    const old = await signedIn(house, user, 11);
    const answer = await turnOff('me', old.cookie);
    assertError(answer, 403);
    assert.equal(answer.json.error, 'authentication_too_old');
    await assertOn(user.id);
    const young = await signedIn(house, user, 9);
    assert.equal((await turnOff('me', young.cookie)).status, 200);
  });
});

/** Begins to set up an app, as clients of the dialect do. */
async function begin(as: string, body: object = { confirm: true }) {
  const answer = await ask(at('me'), { method: 'POST', cookie: as, body });
  if (answer.status === 200)
    for (const secret of [answer.json.secretKey, ...answer.json.scratchCodes]) rememberSecret(secret);
  return answer;
}

const confirm = (as: string, code: unknown) =>
  ask(`${at('me')}/confirm`, { method: 'POST', cookie: as, body: { code } });

describe('two-factor authentication is set up over REST', () => {
  test('in two calls: the first shows the key, a QR address and the recovery codes, the second turns it on', async () => {
    const person = await addSomebody(house, fresh('wired'));
    const started = await begin(person.cookie);
    const { secretKey, scratchCodes, ...rest } = started.json;
    assert.match(secretKey, /^[A-Z2-7]{32}$/);
    assert.equal(new Set(scratchCodes).size, 10);
    assert.deepEqual(rest, {
      type: 'twoFactorAuthentication',
      id: person.id,
      qrCodeUri: `otpauth://totp/${new URL(url).host.replace(':', '%3A')}:${person.login}?secret=${secretKey}&issuer=${encodeURIComponent(new URL(url).host)}&algorithm=SHA1&digits=6&period=30`,
      failedAttemptsCounter: 0,
      aliases: [],
    });
    assert.equal((await read('me', person.cookie)).json.active, false);
    const confirmed = await confirm(person.cookie, appCode(secretKey));
    assert.equal(confirmed.status, 200, confirmed.text);
    assert.deepEqual([confirmed.json.active, confirmed.json.devices[0].name], [true, 'Authenticator app']);
    assert.doesNotMatch(confirmed.text, new RegExp(secretKey));
    assertError(await begin(person.cookie), 409, 'name');
    const second = await begin(person.cookie, { name: 'Tablet' });
    assert.deepEqual([second.status, second.json.scratchCodes], [200, []]);
  });

  test('stands on the user as pending, then as active, for the user and who may know', async () => {
    const person = await addSomebody(house, fresh('seen'));
    const seenBy = async (as: string) => {
      const fields = 'twoFactorAuthentication(id),pendingTwoFactorAuthentication(id)';
      const { json } = await ask(`${url}/api/rest/users/${person.id}?fields=${fields}`, { cookie: as });
      return [json.twoFactorAuthentication?.id, json.pendingTwoFactorAuthentication?.id];
    };
    assert.deepEqual(await seenBy(person.cookie), [undefined, undefined]);
    const { secretKey } = (await begin(person.cookie)).json;
    assert.deepEqual(await seenBy(person.cookie), [undefined, person.id]);
    await confirm(person.cookie, appCode(secretKey));
    for (const as of [person.cookie, cookie]) assert.deepEqual(await seenBy(as), [person.id, undefined]);
    const stranger = await addSomebody(house, fresh('stranger'));
    assert.deepEqual(await seenBy(stranger.cookie), [undefined, undefined]);
    const listed = await ask(`${url}/api/rest/users?query=login:${person.login}`, { cookie });
    assert.equal(listed.json.users[0].twoFactorAuthentication.id, person.id);
  });

  test('takes a code as text or as a number that lost its zeros', async () => {
    for (const asNumber of [true, false]) {
      // Until a key comes along whose present code begins with a zero, as one in ten does.
      for (let tries = 0; ; tries += 1) {
        assert.ok(tries < 300, 'no code began with a zero');
        const person = await addSomebody(house, fresh('zero'));
        const { secretKey } = (await begin(person.cookie)).json;
        const code = appCode(secretKey);
        if (!code.startsWith('0')) continue;
        const answer = await confirm(person.cookie, asNumber ? Number(code) : code.slice(1));
        assert.equal(answer.status, 200, answer.text);
        break;
      }
    }
  });

  test('is refused what is no code, a wrong one, and a wish for no confirmation', async () => {
    const person = await addSomebody(house, fresh('wrong'));
    assertError(await confirm(person.cookie, 123456), 409);
    const { secretKey } = (await begin(person.cookie)).json;
    const right = Number(appCode(secretKey));
    for (const code of ['', 'none', '1e3', -1, 1_000_000, 0.5, null, {}, (right + 500_000) % 1_000_000])
      assertError(await confirm(person.cookie, code), 400, 'code');
    assertError(await begin(person.cookie, { confirm: false }), 400, 'confirm');
    assertError(await begin(person.cookie, { secretKey: 'MINE' }), 400, 'secretKey');
    assert.equal((await read('me', person.cookie)).json.active, false);
  });

  test('is nobody else’s, nor a token’s, nor an old session’s', async () => {
    const user = await addUser(house, fresh('owner'));
    assertError(await ask(at(user.id), { method: 'POST', cookie, body: {} }), 403);
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    assertError(await ask(at('me'), { method: 'POST', token, body: {} }), 403);
    const old = await signedIn(house, user, 11);
    const answer = await begin(old.cookie);
    assertError(answer, 403);
    assert.equal(answer.json.error, 'authentication_too_old');
    assertError(await ask(at('me'), { method: 'POST', body: {} }), 401);
  });

  test('tells how many wrong codes were shown at sign-in of late', async () => {
    const person = await createPerson({ url, cookie }, fresh('guessed'));
    const { secretKey } = (await begin(person.cookie)).json;
    await confirm(person.cookie, appCode(secretKey));
    const { login, password } = person;
    const half = await postForm(`${url}/sign-in`, { login, password });
    const pending = /name="pending" value="([^"]+)"/.exec(half.text)?.[1] ?? '';
    for (const code of ['000000', '000001'])
      await postForm(`${url}/sign-in/second-step`, { pending: rememberSecret(pending), code });
    const { json } = await begin(person.cookie, { name: 'Another' });
    assert.equal(json.failedAttemptsCounter, 2);
  });
});
