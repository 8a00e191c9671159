import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey, UserId } from '@countersign/core';
import { ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { addFactor, addGroup, addSomebody, addUser, fresh, signedIn } from '../harness/household.ts';
import { type House, openHouse } from '../harness/open-house.ts';
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
