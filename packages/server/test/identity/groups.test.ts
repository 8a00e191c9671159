import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type GroupId, type PermissionKey, systemAdministrator } from '@countersign/core';
import { type Answer, ask, registerService } from '../../../../test/harness/rest-client.ts';
import { addGroup, addProject, addSomebody, addUser, fresh, give, giveRole } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { createPerson } from '../harness/people.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie, administratorId } = house;
const groups = `${url}/api/rest/usergroups`;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;
const absentId = '9c1f4d1e-0000-4000-8000-00000000dead';
const registeredUsers = '0-0-0-0-2';
const outer = await addGroup(house, 'Outer');
const inner = await addGroup(house, 'Inner', { parentId: outer });

const post = (path: string, body: unknown, as: string = cookie): Promise<Answer> =>
  ask(`${groups}${path}`, { method: 'POST', cookie: as, body });
const remove = (path: string, as: string = cookie): Promise<Answer> =>
  ask(`${groups}${path}`, { method: 'DELETE', cookie: as });
const get = (path: string, as: string = cookie): Promise<Answer> => ask(`${groups}${path}`, { cookie: as });
const namesOf = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name);

describe('a group', () => {
  test('is created empty, at the top or inside another, and answered with all around it', async () => {
    const above = await post('/', { name: 'Operations', requiredTwoFactorAuthentication: true });
    assert.equal(above.status, 200);
    assert.equal(above.headers.get('location'), `/api/rest/usergroups/${above.json.id}`);
    const body = {
      type: 'userGroup',
      name: 'On Call',
      description: 'Whoever is\nawake',
      parent: { id: above.json.id },
      autoJoin: true,
      iconUrl: 'x',
    };
    const { json, headers } = await post('', body);
    assert.equal(headers.get('ignored'), 'iconUrl');
    assert.deepEqual(
      { ...json, id: '', creationTime: 0 },
      {
        type: 'userGroup',
        id: '',
        name: 'On Call',
        description: 'Whoever is\nawake',
        autoJoin: true,
        requiredTwoFactorAuthentication: false,
        twoFactorRequiredFrom: null,
        parentsRequireTwoFactorAuthentication: true,
        parent: { type: 'userGroup', id: above.json.id, name: 'Operations' },
        subgroups: [],
        userCount: 0,
        updaters: [],
        allUsers: false,
        registeredUsers: false,
        implicit: false,
        services: [],
        creationTime: 0,
        aliases: [],
      },
    );
    const seen = await get(`/${above.json.id}/?fields=subgroups(name),parent,userCount`);
    assert.deepEqual(seen.json, {
      type: 'userGroup',
      subgroups: [{ type: 'userGroup', name: 'On Call' }],
      parent: null,
      userCount: 0,
    });
    await post(`/${json.id}`, { autoJoin: false });
  });

  test('that is built in says what it is, and counts everybody', async () => {
    const { json } = await get(`/${registeredUsers}`);
    assert.deepEqual([json.implicit, json.registeredUsers, json.allUsers], [true, true, false]);
    const everybody = (await ask(`${url}/api/rest/users?$top=0`, { cookie })).json.total;
    assert.equal(json.userCount, everybody);
    const { id } = await registerService(url, cookie, 'open-to-all');
    const { services } = (await get(`/${registeredUsers}?fields=services(id)`)).json;
    assert.ok(services.some((service: { id: string }) => service.id === id));
  });

  test('is changed in part, moved, and cleared of what may be empty', async () => {
    const [from, to] = [await addGroup(house, fresh('From')), await addGroup(house, fresh('To'))];
    const id = await addGroup(house, fresh('Moved'), { parentId: from });
    const moved = await post(`/${id}`, { parent: { id: to }, description: 'x' });
    assert.deepEqual([moved.json.parent.id, moved.json.description], [to, 'x']);
    const cleared = await post(`/${id}`, { parent: null, description: '' });
    assert.deepEqual([cleared.json.parent, cleared.json.description], [null, null]);
    const soon = Date.now() + 3_600_000;
    const required = await post(`/${registeredUsers}`, {
      requiredTwoFactorAuthentication: true,
      twoFactorRequiredFrom: soon,
    });
    assert.equal(required.json.requiredTwoFactorAuthentication, true);
    assert.equal(required.json.twoFactorRequiredFrom, soon);
    const lifted = await post(`/${registeredUsers}`, { requiredTwoFactorAuthentication: false });
    assert.equal(lifted.json.twoFactorRequiredFrom, null);
  });

  const refusals: Readonly<Record<string, readonly [path: string, body: object, field: string]>> = {
    'made without a name': ['', {}, 'name'],
    'made with an empty name': ['', { name: '' }, 'name'],
    'made with a name of mixed alphabets': ['', { name: 'Аdmins' }, 'name'],
    'made in a group that does not exist': ['', { name: 'x', parent: { id: absentId } }, 'parent'],
    'made in a group whose id is none': ['', { name: 'x', parent: { id: 'staff' } }, 'parent.id'],
    'made in a built-in group': ['', { name: 'x', parent: { id: registeredUsers } }, 'parent'],
    'made with what the server counts': ['', { name: 'x', userCount: 3 }, 'userCount'],
    'made with updaters': ['', { name: 'x', updaters: [] }, 'updaters'],
    'required a second factor of from a date in the past': [
      `/${inner}`,
      { requiredTwoFactorAuthentication: true, twoFactorRequiredFrom: 1 },
      'twoFactorRequiredFrom',
    ],
    'given a date of a requirement that it has not': [
      `/${inner}`,
      { twoFactorRequiredFrom: Date.now() + 3_600_000 },
      'twoFactorRequiredFrom',
    ],
    'made with a date of a requirement that it has not': [
      '',
      { name: 'x', twoFactorRequiredFrom: Date.now() + 3_600_000 },
      'twoFactorRequiredFrom',
    ],
    'made as a user': ['', { type: 'user', name: 'x' }, 'type'],
    'moved into itself': [`/${outer}`, { parent: { id: outer } }, 'parent'],
    'moved below itself': [`/${outer}`, { parent: { id: inner } }, 'parent'],
    'changed by nothing': [`/${outer}`, { type: 'userGroup' }, 'body'],
    'renamed and given updaters at once': [`/${outer}`, { name: 'x', updaters: [] }, 'name'],
    'given updaters that do not exist': [
      `/${outer}`,
      { updaters: [{ id: inner }, { id: absentId }] },
      'updaters.1.id',
    ],
    'given updaters whose id is none': [`/${outer}`, { updaters: [{ id: 'staff' }] }, 'updaters.0.id'],
    'renamed when it is built in': [`/${registeredUsers}`, { name: 'Everybody' }, 'name'],
    'moved when it is built in': [`/${registeredUsers}`, { parent: { id: outer } }, 'parent'],
  };
  for (const [how, [path, body, field]] of Object.entries(refusals)) {
    test(`is not ${how}`, async () => {
      const before = (await get('?$top=-1')).text;
      assertError(await post(path, body), 400, field);
      assert.equal((await get('?$top=-1')).text, before);
    });
  }

  test('has a name that nobody else’s reads like', async () => {
    for (const name of ['Outer', 'OUTER', 'registered users'])
      assertError(await post('', { name }), 409, 'name');
    assertError(await post(`/${inner}`, { name: 'outer' }), 409, 'name');
  });

  test('that is not there is like one that cannot be', async () => {
    for (const id of [absentId, 'no-id']) {
      assertError(await get(`/${id}`), 404);
      assertError(await post(`/${id}`, { name: 'x' }), 404);
      assertError(await remove(`/${id}`), 404);
      assertError(await get(`/${id}/users`), 404);
      assertError(await post(`/${id}/users`, { id: administratorId }), 404);
    }
  });
});

describe('deleting a group', () => {
  test('moves the groups below it up, and its members to the successor', async () => {
    const top = await addGroup(house, fresh('Top'));
    const member = await addUser(house, fresh('member'));
    const middle = await addGroup(house, fresh('Middle'), { parentId: top, members: [member.id] });
    const below = await addGroup(house, fresh('Below'), { parentId: middle });
    const heir = await addGroup(house, fresh('Heir'));
    assert.equal((await remove(`/${middle}/?successor=${heir}`)).text, '');
    assertError(await get(`/${middle}`), 404);
    assert.equal((await get(`/${below}`)).json.parent.id, top);
    assert.deepEqual((await get(`/${heir}/users?fields=id`)).json.users, [{ type: 'user', id: member.id }]);
  });

  test('is refused for a built-in one, and with a successor who cannot be one', async () => {
    assertError(await remove(`/${registeredUsers}`), 409);
    const id = await addGroup(house, fresh('Stays'));
    for (const successor of [absentId, 'no-id', id, registeredUsers])
      assertError(await remove(`/${id}?successor=${successor}`), 400, 'successor');
    assert.equal((await get(`/${id}`)).status, 200);
  });

  test('is refused when nobody would administer any more', async () => {
    const admins = await addGroup(house, fresh('Admins'));
    await giveRole(house, { kind: 'group', id: admins }, systemAdministrator.id);
    const person = await createPerson(house, fresh('second'));
    await post(`/${admins}/users`, { id: person.id });
    const own = (await ask(`${url}/api/rest/users/${administratorId}/projectroles`, { cookie })).json
      .projectroles;
    for (const { id } of own)
      await ask(`${url}/api/rest/projectroles/${id}`, { method: 'DELETE', cookie: person.cookie });
    for (const answer of [
      await remove(`/${admins}`, person.cookie),
      await remove(`/${admins}/users/${person.id}`, person.cookie),
    ]) {
      assertError(answer, 409);
      assert.match(answer.json.error_description, /nobody who administers/);
    }
    await giveRole(house, { kind: 'user', id: administratorId }, systemAdministrator.id);
  });
});

describe('who is in a group', () => {
  test('is listed with those of the groups below, or alone, and narrowed by a query', async () => {
    const [up, down] = [await addUser(house, fresh('up')), await addUser(house, fresh('down'))];
    const upper = await addGroup(house, fresh('Upper'), { members: [up.id] });
    await addGroup(house, fresh('Lower'), { parentId: upper, members: [down.id] });
    const list = async (path: string) => (await get(`/${upper}/${path}`)).json;
    assert.deepEqual((await list('users/?fields=login&orderBy=login:desc')).users.map(loginOf), [
      up.login,
      down.login,
    ]);
    assert.deepEqual((await list('ownUsers?fields=login')).users.map(loginOf), [up.login]);
    assert.deepEqual((await list(`users?query=login:${down.login}`)).users.map(loginOf), [down.login]);
    assert.equal((await list('users?fields=id')).type, 'UsersPage');
    assertError(await get(`/${upper}/users?query=naughty:x`), 400, 'query');
    assert.equal((await get(`/${upper}?fields=userCount`)).json.userCount, 2);
  });

  test('changes one by one, each with its address', async () => {
    const [group, user] = [await addGroup(house, fresh('Group')), await addUser(house, fresh('user'))];
    const added = await post(`/${group}/users?fields=login`, { id: user.id });
    assert.deepEqual(added.json, { type: 'user', login: user.login });
    assert.equal(added.headers.get('location'), `/api/rest/usergroups/${group}/users/${user.id}`);
    assertError(await post(`/${group}/users`, { id: user.id }), 409, 'id');
    assertError(await post(`/${group}/users`, { id: absentId }), 404);
    assertError(await post(`/${group}/users`, { id: 'no-id' }), 404);
    assertError(await post(`/${registeredUsers}/users`, { id: user.id }), 409);
    assert.equal((await remove(`/${group}/users/${user.id}`)).text, '');
    assertError(await remove(`/${group}/users/${user.id}`), 404);
  });

  test('is kept by its managers, as far as they hold what it gives', async () => {
    const project = await addProject(house, 'VAULT');
    const [plain, strong] = [await addGroup(house, fresh('Plain')), await addGroup(house, fresh('Strong'))];
    await give(house, { kind: 'group', id: strong }, [jetpass('project-delete')], project);
    const gina = await addSomebody(house, fresh('gina'));
    const editors = await addGroup(house, fresh('Editors'), { members: [gina.id] });
    for (const id of [plain, strong]) {
      const { json } = await post(`/${id}?fields=updaters(id)`, { updaters: [{ id: editors }] });
      assert.deepEqual(json.updaters, [{ type: 'userGroup', id: editors }]);
    }
    const user = await addUser(house, fresh('user'));
    assert.equal((await post(`/${plain}/users`, { id: user.id }, gina.cookie)).status, 200);
    assert.equal((await remove(`/${plain}/users/${user.id}`, gina.cookie)).status, 200);
    const refused = await post(`/${strong}/users`, { id: user.id }, gina.cookie);
    assertError(refused, 403);
    assert.match(refused.json.error_description, /Delete Project in VAULT/);
    assertError(await post(`/${plain}`, { name: 'Mine now' }, gina.cookie), 403);
    assert.deepEqual((await post(`/${plain}`, { updaters: [] })).json.updaters, []);
    assertError(await post(`/${plain}/users`, { id: user.id }, gina.cookie), 403);
  });

  test('tells its managers nothing of the group above that they may not know', async () => {
    const above = await addGroup(house, fresh('Above'));
    const kept = await addGroup(house, fresh('Kept'), { parentId: above });
    const gina = await addSomebody(house, fresh('keeper'));
    const editors = await addGroup(house, fresh('Editors'), { members: [gina.id] });
    await post(`/${kept}`, { updaters: [{ id: editors }] });
    assertError(await get(`/${above}`, gina.cookie), 404);
    const one = await get(`/${kept}`, gina.cookie);
    assert.deepEqual([one.status, one.json.parent], [200, null]);
    const all = await get('?fields=id,parent(name)', gina.cookie);
    const listed = all.json.usergroups.find(({ id }: { id: string }) => id === kept);
    assert.equal(listed.parent, null);
    assertError(await get(`?query=parent:${above}`, gina.cookie), 403);
    const member = await addSomebody(house, fresh('member'));
    await post(`/${kept}/users`, { id: member.id });
    assert.equal((await get(`/${kept}`, member.cookie)).json.parent.id, above, 'a member is in both');
  });
});

describe('the list of groups', () => {
  test('is narrowed by a query, in any order, and completed while it is typed', async () => {
    const id = await addGroup(house, 'Wiki Writers');
    await addGroup(house, 'Wiki Editors', { parentId: id });
    const found = await get('?query=wiki&fields=name,total&orderBy=name:desc&top=-1');
    assert.deepEqual(namesOf(found.json.usergroups), ['Wiki Writers', 'Wiki Editors']);
    assert.deepEqual([found.json.type, found.json.total, found.json.top], ['UserGroupsPage', 2, -1]);
    const below = await get(`/?${new URLSearchParams({ query: 'parent: {Wiki Writers} or is: allUsers' })}`);
    assert.deepEqual(namesOf(below.json.usergroups).sort(), ['All Users', 'Wiki Editors']);
    assertError(await get('?query=is:x'), 400, 'query');
    const assisted = await get('/queryAssist?query=parent: wiki&caret=12&fields=suggestions');
    assert.deepEqual(
      assisted.json.suggestions.map(({ option }: { option: string }) => option),
      ['Wiki Editors', 'Wiki Writers'],
    );
  });

  test('shows to who may not read groups their own ones and what they may know of those', async () => {
    const member = await addSomebody(house, fresh('member'));
    const above = await addGroup(house, fresh('Above'));
    const own = await addGroup(house, fresh('Own'), { parentId: above, members: [member.id] });
    const sibling = await addGroup(house, fresh('Sibling'), { parentId: above });
    const { json } = await get('?fields=id,userCount,updaters,subgroups', member.cookie);
    assert.deepEqual(
      new Set(json.usergroups.map(({ id }: { id: GroupId }) => id)),
      new Set([above, own, registeredUsers, '0-0-0-0-1']),
    );
    for (const group of json.usergroups) assert.deepEqual([group.userCount, group.subgroups], [null, []]);
    assertError(await get(`/${sibling}`, member.cookie), 404);
    assertError(await get(`/${own}/users`, member.cookie), 403);
    for (const query of ['user: ada', 'has: user', 'has: subgroup', 'ownRole: observer', 'has: ownRole'])
      assertError(await get(`?${new URLSearchParams({ query })}`, member.cookie), 403);
  });

  test('of a group and what it gives is changed by who holds it all', async () => {
    const project = await addProject(house, 'BANK');
    const strong = await addGroup(house, fresh('Strong'));
    await give(house, { kind: 'group', id: strong }, [jetpass('project-delete')], project);
    const keeper = await addSomebody(house, fresh('keeper'), [
      [[jetpass('group-create'), jetpass('group-update'), jetpass('group-delete')]],
    ]);
    const own = (await post('', { name: fresh('Own') }, keeper.cookie)).json.id;
    const attempts = [
      await post('', { name: fresh('x'), parent: { id: strong } }, keeper.cookie),
      await post(`/${own}`, { parent: { id: strong } }, keeper.cookie),
      await remove(`/${strong}`, keeper.cookie),
      await remove(`/${own}?successor=${strong}`, keeper.cookie),
    ];
    for (const answer of attempts) {
      assertError(answer, 403);
      assert.match(answer.json.error_description, /Delete Project in BANK/);
    }
    const { cookie: plain } = await addSomebody(house, fresh('plain'));
    for (const answer of [
      await post('', { name: 'x' }, plain),
      await post(`/${strong}`, { name: 'x' }, plain),
      await remove(`/${strong}`, plain),
    ])
      assertError(answer, 403);
  });
});

function loginOf({ login }: { readonly login: string }): string {
  return login;
}
