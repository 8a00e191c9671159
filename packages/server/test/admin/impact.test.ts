import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type PermissionKey,
  type ServiceId,
  setGroupManagers,
  trustId,
  updateService,
} from '@countersign/core';
import {
  type Answer,
  type Ask,
  ask,
  introspect,
  issueToken,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { addBot, addFactor, addGroup, addProject, addSomebody, declare, give } from '../harness/household.ts';
import { byHand, done, openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie, authority, administratorId } = house;
const absent = '9c1f4d1e-0000-4000-8000-00000000dead';
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;
const at = (path: string, options: Ask = { cookie }): Promise<Answer> =>
  ask(`${url}/api/rest/${path}`, options);
const wiki = await registerService(url, cookie, 'wiki');
const read = await declare(house, wiki.id, 'Wiki.READ');
const jane = await addSomebody(house, 'jane', [[[read]]]);
const plain = await addSomebody(house, 'plain');

describe('what would end', () => {
  test('with a user: tokens, sessions, roles, memberships, bots and recent use', async () => {
    const bot = await addBot(house, 'robot', jane.id);
    await addGroup(house, 'Staff', { members: [jane.id] });
    const first = await issueToken(url, jane.cookie, [wiki.id]);
    const second = await issueToken(url, jane.cookie, [wiki.id]);
    for (const { token } of [first, first, second]) await introspect(url, wiki, token);
    const expected = {
      type: 'impact',
      tokens: 2,
      applicationPasswords: 0,
      connections: 0,
      sessions: 1,
      resetLinks: 0,
      roles: 2,
      groups: 1,
      bots: [{ type: 'user', id: bot.id, login: 'robot', name: 'robot' }],
      recentUse: 3,
    };
    assert.deepEqual((await at(`users/${jane.id}/impact/`)).json, expected);
    assert.deepEqual((await at('users/me/impact', { cookie: jane.cookie })).json, expected);
    await at(`users/me/permanenttokens/${first.id}`, { method: 'DELETE', cookie: jane.cookie });
    const after = await at('users/me/impact?fields=tokens,recentUse', { cookie: jane.cookie });
    assert.deepEqual(after.json, { type: 'impact', tokens: 1, recentUse: 1 });
    assertError(await at(`users/${administratorId}/impact`, { cookie: jane.cookie }), 403);
    assertError(await at(`users/${absent}/impact`), 404);
    assertError(await at('users/me/impact', {}), 401);
  });

  test('with a second factor required of a group: who would be limited, by number and by name, and bots apart', async () => {
    const upper = await addGroup(house, 'Guarded');
    const [anna, bert] = [await addSomebody(house, 'anna'), await addSomebody(house, 'bert')];
    const bot = await addBot(house, 'guarded-robot', anna.id);
    await addGroup(house, 'Guarded Below', { parentId: upper, members: [anna.id, bert.id, bot.id] });
    await addFactor(house, bert.id);
    const path = `usergroups/${upper}/impact/twoFactorAuthentication`;
    const user = { type: 'user', id: anna.id, login: 'anna', name: 'anna' };
    const expected = { type: 'impact', people: 2, limited: 1, users: [user], bots: 1, self: false };
    assert.deepEqual((await at(path)).json, expected);
    const everybody = (await at('usergroups/0-0-0-0-2/impact/twoFactorAuthentication')).json;
    assert.equal(everybody.self, true);
    assert.ok(everybody.limited > 2 && everybody.users.length <= 10);
    // The number is for who may require it; who it is, for who may know how others sign in.
    const keeper = await addSomebody(house, 'group-keeper', [
      [[jetpass('group-read'), jetpass('group-update')]],
    ]);
    const counted = (await at(path, { cookie: keeper.cookie })).json;
    assert.deepEqual([counted.limited, counted.users], [1, []]);
    const reader = await addSomebody(house, 'group-reader', [[[jetpass('group-read')]]]);
    assertError(await at(path, { cookie: reader.cookie }), 403);
    assertError(await at(path, { cookie: anna.cookie }), 403);
    assertError(await at(path, { cookie: plain.cookie }), 404);
    assertError(await at(`usergroups/${absent}/impact/twoFactorAuthentication`), 404);
    assertError(await at(path, {}), 401);
  });

  test('with a second factor required of a group: whether it limits who asks, who has no factor and is no bot', async () => {
    const permissions = [jetpass('group-read'), jetpass('group-update')];
    const keeper = await addSomebody(house, 'guarded-keeper', [[permissions]]);
    const bot = await addBot(house, 'keeping-robot', administratorId);
    await give(house, { kind: 'user', id: bot.id }, permissions);
    const group = await addGroup(house, 'Keepers', { members: [keeper.id, bot.id] });
    const self = async (as: Ask) =>
      (await at(`usergroups/${group}/impact/twoFactorAuthentication`, as)).json.self;
    assert.equal(await self({ cookie: keeper.cookie }), true);
    await addFactor(house, keeper.id);
    assert.equal(await self({ cookie: keeper.cookie }), false);
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0'], { userId: bot.id });
    assert.equal(await self({ token }), false);
  });

  test('with a group: members, groups below, roles, services and groups that it manages', async () => {
    const upper = await addGroup(house, 'Upper', { members: [jane.id] });
    await addGroup(house, 'Lower', { parentId: upper, members: [jane.id, plain.id] });
    const kept = await addGroup(house, 'Kept');
    done(await setGroupManagers(authority, byHand, kept, [upper]));
    const project = await addProject(house, 'PAY');
    await give(house, { kind: 'group', id: upper }, [read], project);
    const service = await registerService(url, cookie, 'opened');
    const viewers = { viewers: [upper] };
    done(await updateService(authority, byHand, trustId<ServiceId>(service.id), viewers));
    assert.deepEqual((await at(`usergroups/${upper}/impact`)).json, {
      type: 'impact',
      members: 2,
      subgroups: 1,
      roles: 1,
      services: 1,
      updaterOf: 1,
    });
    assertError(await at(`usergroups/${upper}/impact`, { cookie: jane.cookie }), 403);
    const stranger = await addSomebody(house, 'stranger');
    assertError(await at(`usergroups/${upper}/impact`, { cookie: stranger.cookie }), 404);
    assertError(await at(`usergroups/${absent}/impact`), 404);
  });

  test('with a service: tokens, whose they are, what it declares and recent use', async () => {
    const service = await registerService(url, cookie, 'leaving');
    await declare(house, service.id, 'Leaving.ONE');
    await declare(house, service.id, 'Leaving.TWO');
    const mine = await issueToken(url, jane.cookie, [wiki.id, service.id]);
    await issueToken(url, jane.cookie, [service.id]);
    await issueToken(url, plain.cookie, [service.id]);
    await introspect(url, service, mine.token);
    assert.deepEqual((await at('services/leaving/impact')).json, {
      type: 'impact',
      tokens: 3,
      users: 2,
      permissions: 2,
      recentUse: 1,
    });
    const operator = await addSomebody(house, 'operator', [[[jetpass('low-level-read')]]]);
    assert.equal((await at('services/leaving/impact', { cookie: operator.cookie })).status, 200);
    assertError(await at('services/leaving/impact', { cookie: jane.cookie }), 403);
    assertError(await at(`services/${absent}/impact`, { cookie: jane.cookie }), 403);
    assertError(await at(`services/${absent}/impact`), 404);
  });

  test('with a role: how often it is given', async () => {
    const role = await give(house, { kind: 'user', id: plain.id }, [read]);
    assert.deepEqual((await at(`roles/${role}/impact`)).json, { type: 'impact', assignments: 1 });
    assertError(await at(`roles/${role}/impact`, { cookie: plain.cookie }), 403);
    assertError(await at(`roles/${absent}/impact`), 404);
  });
});
