import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createRole,
  groupManager,
  type PermissionKey,
  type RoleId,
  setGroupManagers,
} from '@countersign/core';
import { type Answer, type Ask, ask } from '../../../../test/harness/rest-client.ts';
import { addGroup, addProject, addSomebody, addUser, give, giveRole } from '../harness/household.ts';
import { byHand, done, openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie, authority, administratorId } = house;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;
const absent = '9c1f4d1e-0000-4000-8000-00000000dead';
const payments = await addProject(house, 'PAY');
const blog = await addProject(house, 'BLOG');
const owner = await role('owner', [jetpass('project-update')]);
const destroyer = await role('destroyer', [jetpass('project-delete')]);
const keeper = await addSomebody(house, 'keeper');
await giveRole(house, { kind: 'user', id: keeper.id }, owner, payments);
const reader = await addSomebody(house, 'reader', [[[jetpass('role-read'), jetpass('project-read-basic')]]]);
const fullReader = await addSomebody(house, 'full-reader', [[[jetpass('role-read'), jetpass('user-read')]]]);
const plain = await addSomebody(house, 'plain');

async function role(key: string, permissions: readonly PermissionKey[]): Promise<RoleId> {
  const fields = { key, name: `The ${key}`, description: undefined, permissions };
  return done(await createRole(authority, byHand, fields)).id;
}

const at = (path: string, options: Ask = {}): Promise<Answer> => ask(`${url}/api/rest/${path}`, options);
const post = (path: string, body: unknown, as = cookie) => at(path, { method: 'POST', cookie: as, body });
const remove = (path: string, as = cookie) => at(path, { method: 'DELETE', cookie: as });

describe('a role', () => {
  test('is given to a user in a project as installers send it, and taken back', async () => {
    const user = await addUser(house, 'jane');
    const body = { role: { key: 'owner' }, project: { id: payments } };
    const given = await post(`users/${user.id}/projectroles/?failOnPermissionReduce=true`, body);
    assert.equal(given.status, 200, given.text);
    const { id, ...rest } = given.json;
    assert.deepEqual(rest, {
      type: 'projectRole',
      role: { type: 'role', id: owner, key: 'owner', name: 'The owner' },
      project: { type: 'project', id: payments, key: 'PAY', name: 'PAY' },
      owner: { type: 'user', id: user.id, login: 'jane', name: 'jane' },
      aliases: [],
    });
    assert.equal(given.headers.get('location'), `/api/rest/projectroles/${id}`);
    assert.deepEqual((await at(`projectroles/${id}/`, { cookie })).json, given.json);
    assertError(await post(`users/${user.id}/projectroles`, body), 409, 'role');
    const list = await at(`users/${user.id}/projectroles?fields=role(key),project(id)`, { cookie });
    assert.deepEqual([list.json.type, list.json.total], ['ProjectRolesPage', 2]);
    const taken = await remove(`projectroles/${id}`);
    assert.deepEqual([taken.status, taken.text], [200, '']);
    assertError(await at(`projectroles/${id}`, { cookie }), 404);
    assertError(await remove(`projectroles/${id}`), 404);
  });

  test('is given to a group, in Global too, the built-in ones included', async () => {
    const group = await addGroup(house, 'Owners');
    const given = await post(`usergroups/${group}/projectroles`, {
      type: 'projectRole',
      role: { type: 'role', id: owner, label: 'x' },
      project: { key: 'global' },
    });
    assert.equal(given.status, 200, given.text);
    assert.deepEqual(given.json.owner, { type: 'userGroup', id: group, name: 'Owners' });
    assert.equal(given.json.project.id, '0');
    assert.equal(given.headers.get('ignored'), 'role.label');
    const list = await at(`usergroups/${group}/projectroles`, { cookie });
    assert.deepEqual(list.json.projectroles, [given.json]);
    const everybody = await post('usergroups/0-0-0-0-2/projectroles', {
      role: { key: 'observer' },
      project: { id: payments },
    });
    assert.equal(everybody.status, 200, everybody.text);
    assert.equal((await remove(`projectroles/${everybody.json.id}`)).status, 200);
    assert.equal((await remove(`projectroles/${given.json.id}`)).status, 200);
  });

  test('is given and taken by who may there, and holds what it amounts to', async () => {
    const path = `users/${plain.id}/projectroles`;
    const given = await post(path, { role: { key: 'owner' }, project: { key: 'PAY' } }, keeper.cookie);
    assert.equal(given.status, 200, given.text);
    const beyond = await post(path, { role: { key: 'destroyer' }, project: { key: 'PAY' } }, keeper.cookie);
    assertError(beyond, 403);
    assert.equal(
      beyond.json.error_description,
      'You cannot give or take this role here: you lack Delete Project in PAY',
    );
    assertError(await post(path, { role: { key: 'owner' }, project: { key: 'BLOG' } }, keeper.cookie), 403);
    assertError(await post(path, { role: { key: 'owner' }, project: { id: '0' } }, keeper.cookie), 403);
    assertError(await remove(`projectroles/${given.json.id}`, reader.cookie), 403);
    const stranger = await addSomebody(house, 'stranger');
    assertError(await remove(`projectroles/${given.json.id}`, stranger.cookie), 404);
    assert.equal((await remove(`projectroles/${given.json.id}`, keeper.cookie)).status, 200);
  });

  test('is refused by name where a name leads nowhere, and first to who may not give it', async () => {
    const path = `users/${plain.id}/projectroles`;
    for (const [body, status, field] of [
      [{ role: { key: 'none' }, project: { id: payments } }, 400, 'role'],
      [{ role: { key: 'owner' }, project: { id: absent } }, 400, 'project'],
      [{ role: { key: 'owner' }, project: { key: 'NONE' } }, 400, 'project'],
      [{ role: { key: 'owner' } }, 400, 'project'],
      [{ project: { id: payments } }, 400, 'role'],
      [{ role: {}, project: { id: payments } }, 400, 'role'],
      [{ role: { key: '*' }, project: { id: payments } }, 400, 'role.key'],
      [{ role: { id: groupManager.id }, project: { id: payments } }, 400, 'role'],
      [{ role: { key: 'owner' }, project: { id: payments }, owner: { id: plain.id } }, 400, 'owner'],
    ] as const) {
      assertError(await post(path, body), status, field);
    }
    for (const body of [
      { role: { key: 'none' }, project: { id: payments } },
      { role: { key: 'owner' }, project: { key: 'NONE' } },
    ])
      assertError(await post(path, body, plain.cookie), 403);
    const good = { role: { key: 'owner' }, project: { id: payments } };
    assertError(await post(`users/${absent}/projectroles`, good), 404);
    assertError(await post(`usergroups/${absent}/projectroles`, good), 404);
    assertError(await post('usergroups/nonsense/projectroles', good), 404);
    assertError(await post('users/guest/projectroles', good), 404);
    assertError(await at('users/me/projectroles', { method: 'POST', body: good }), 401);
  });
});

describe('what somebody holds', () => {
  const briefly = ({ role, project, owner }: Record<string, Record<string, string>>) =>
    `${role?.key} in ${project?.key} by ${owner?.name}`;

  test('is told with everything that it comes from', async () => {
    const jack = await addSomebody(house, 'jack');
    const upper = await addGroup(house, 'Upper');
    const lower = await addGroup(house, 'Lower', { parentId: upper, members: [jack.id] });
    await giveRole(house, { kind: 'user', id: jack.id }, destroyer, blog);
    await giveRole(house, { kind: 'group', id: lower }, destroyer, blog);
    await giveRole(house, { kind: 'group', id: upper }, owner, payments);
    const kept = await addGroup(house, 'Kept');
    done(await setGroupManagers(authority, byHand, kept, [upper]));

    const own = await at('users/me/projectroles', { cookie: jack.cookie });
    assert.deepEqual(own.json.projectroles.map(briefly).toSorted(), [
      'destroyer in BLOG by jack',
      'observer in global by jack',
    ]);
    const all = await at('users/me/transitiveprojectroles', { cookie: jack.cookie });
    assert.equal(all.json.type, 'TransitiveProjectRolesPage');
    assert.deepEqual(all.json.transitiveprojectroles.map(briefly).toSorted(), [
      'destroyer in BLOG by Lower',
      'destroyer in BLOG by jack',
      'observer in global by jack',
      'owner in PAY by Upper',
    ]);
    const sourced = await at(`users/${jack.id}/sourcedprojectroles`, { cookie: fullReader.cookie });
    const sources = Object.fromEntries(
      sourced.json.sourcedprojectroles.map((one: { role: { key: string }; sources: { name: string }[] }) => [
        one.role.key,
        one.sources.map(({ name }) => name).toSorted(),
      ]),
    );
    assert.equal(sourced.json.total, 3);
    assert.deepEqual(sources, { observer: ['jack'], destroyer: ['Lower', 'jack'], owner: ['Upper'] });
    const one = await at('users/me/sourcedprojectroles?$top=1&$skip=2', { cookie: jack.cookie });
    assert.deepEqual([one.json.sourcedprojectroles.length, one.json.total], [1, 3]);
    assertError(await at('users/me/sourcedprojectroles?query=role:x', { cookie }), 400, 'query');

    // The same that decisions are made of.
    const cache = await at('permissions/cache?query=key:{jetbrains.jetpass.project-delete}', {
      cookie: jack.cookie,
    });
    assert.deepEqual(
      cache.json[0].projects.map(({ id }: { id: string }) => id),
      [blog],
    );
  });

  test("is one's own to know, and for who may read users in full and roles", async () => {
    for (const list of ['projectroles', 'transitiveprojectroles', 'sourcedprojectroles']) {
      assert.equal((await at(`users/me/${list}`, { cookie: plain.cookie })).status, 200);
      assert.equal((await at(`users/${administratorId}/${list}`, { cookie: fullReader.cookie })).status, 200);
      assertError(await at(`users/${administratorId}/${list}`, { cookie: plain.cookie }), 403);
      assertError(await at(`users/${administratorId}/${list}`, { cookie: reader.cookie }), 403);
      assertError(await at(`users/${absent}/${list}`, { cookie: fullReader.cookie }), 404);
      assertError(await at(`users/${absent}/${list}`, { cookie: plain.cookie }), 403);
      assertError(await at(`users/me/${list}`), 401);
    }
  });

  test('by a group is for its members, and for who may read the group and roles', async () => {
    const group = await addGroup(house, 'Members', { members: [plain.id] });
    await give(house, { kind: 'group', id: group }, [jetpass('role-read')], payments);
    assert.equal((await at(`usergroups/${group}/projectroles`, { cookie: plain.cookie })).json.total, 1);
    assertError(await at(`usergroups/${group}/projectroles`, { cookie: reader.cookie }), 404);
    assertError(await at(`usergroups/${absent}/projectroles`, { cookie }), 404);
    const groupReader = await addSomebody(house, 'group-reader', [[[jetpass('group-read')]]]);
    assertError(await at(`usergroups/${group}/projectroles`, { cookie: groupReader.cookie }), 403);
  });
});

describe('the list of all that was given', () => {
  test('is for who may read roles, in the places that they may read', async () => {
    const user = await addUser(house, 'listed');
    await giveRole(house, { kind: 'user', id: user.id }, destroyer, blog);
    const everything = await at('projectroles?query=user:listed', { cookie: reader.cookie });
    assert.equal(everything.json.total, 2, everything.text);
    const [there] = (await at('projectroles?query=user:listed and project:BLOG', { cookie })).json
      .projectroles;
    assert.equal((await at('projectroles?query=user:listed', { cookie: fullReader.cookie })).json.total, 1);
    assertError(await at(`projectroles/${there.id}`, { cookie: fullReader.cookie }), 404);
    assert.equal((await at(`projectroles/${there.id}`, { cookie: reader.cookie })).status, 200);
    assertError(await at('projectroles', { cookie: plain.cookie }), 403);
    assertError(await at('projectroles'), 401);
    assertError(await at('projectroles/nonsense', { cookie }), 404);
    assertError(await at('projectroles?orderBy=role', { cookie }), 400, 'orderBy');
    assertError(await at('projectroles?query=login:x', { cookie }), 400, 'query');
  });

  test('answers queries by user, group, role, project and permission', async () => {
    const user = await addUser(house, 'asked.for');
    const group = await addGroup(house, 'Asked Group');
    await giveRole(house, { kind: 'user', id: user.id }, destroyer, payments);
    await giveRole(house, { kind: 'group', id: group }, owner, payments);
    for (const [query, count] of [
      ['user: asked.for', 2],
      [`user: ${user.id}`, 2],
      ['user: {asked.for} and not role: observer', 1],
      ['group: {asked  group}', 1],
      [`group: ${group} and role: owner`, 1],
      ['user: {Asked Group}', 0],
      ['role: {The destroyer} and user: asked*', 1],
      ['project: pay and group: {Asked Group}', 1],
      ['project: Global and user: asked.for', 1],
      ['project: 0 and user: asked.for', 1],
      ['permission: {jetbrains.jetpass.project-delete} and user: asked.for', 1],
      ['permission: {Delete Project} and user: asked.for', 1],
      ['permission: {jetbrains.jetpass.project-delete} and group: {Asked Group}', 0],
      ['destroyer and user: asked.for', 1],
      ['role: none', 0],
      ['not role: none and group: {Asked Group}', 1],
    ] as const) {
      const answer = await at(`projectroles?query=${encodeURIComponent(query)}`, { cookie });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.json.total, count, query);
    }
    const byUser = await at(`users/${user.id}/projectroles?query=project:PAY`, { cookie });
    assert.equal(byUser.json.total, 1);
  });
});
