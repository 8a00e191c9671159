import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { globalProjectId, type PermissionKey, systemAdministrator } from '@countersign/core';
import { type Answer, ask, issueToken, postForm } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { addGroup, addProject, addSomebody, addUser, fresh, give, giveRole } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie, administratorId } = house;
const users = `${url}/api/rest/users`;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;
const absentId = '9c1f4d1e-0000-4000-8000-00000000dead';

const post = (path: string, body: unknown, as: string = cookie): Promise<Answer> =>
  ask(`${users}${path}`, { method: 'POST', cookie: as, body });
const remove = (path: string, as: string = cookie): Promise<Answer> =>
  ask(`${users}${path}`, { method: 'DELETE', cookie: as });
const get = (path: string, as: string = cookie): Promise<Answer> => ask(`${users}${path}`, { cookie: as });

async function aBot(login: string, owner: string): Promise<string> {
  const answer = await post('', { kind: 'bot', login, name: login, owner: { id: owner } });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.id;
}

describe('a user is created', () => {
  test('with everything that a client may say, and answered whole, with its address', async () => {
    const group = await addGroup(house, fresh('Group'));
    const body = {
      type: 'user',
      login: 'jane.doe',
      name: 'Jane Doe',
      email: 'jane@example.org',
      groups: [{ type: 'userGroup', id: group, name: 'shown', key: 'x' }],
    };
    const { status, json, headers } = await post('/?failOnPermissionReduce=true', body);
    assert.equal(status, 200);
    assert.equal(headers.get('location'), `/api/rest/users/${json.id}`);
    assert.equal(headers.get('ignored'), 'groups.key, groups.name');
    assert.deepEqual(
      [json.login, json.name, json.kind, json.owner, json.purpose, json.suspended, json.banned],
      ['jane.doe', 'Jane Doe', 'person', null, null, false, false],
    );
    assert.deepEqual(json.profile.email, { type: 'EmailJSON', email: 'jane@example.org', verified: false });
    assert.deepEqual(
      json.groups.map(({ id }: { id: string }) => id),
      [group],
    );
    assert.equal(json.passwordChangeRequired, false, 'there is no password yet');
    assert.equal((await get(`/${json.id}/`)).status, 200);
  });

  test('by the body of a client that provisions a script: login and password in details', async () => {
    const value = rememberSecret('canary gitlab in the quiet cellar');
    const body = {
      login: 'gitlab.bot',
      name: 'GitLab CI (bot)',
      details: [
        {
          type: 'LoginuserdetailsJSON',
          login: 'gitlab.bot',
          password: { type: 'PlainpasswordJSON', value },
        },
      ],
    };
    const { status, json } = await post('?fields=login,passwordChangeRequired', body);
    assert.deepEqual(
      [status, json],
      [200, { type: 'user', login: 'gitlab.bot', passwordChangeRequired: true }],
    );
    const page = await postForm(`${url}/sign-in`, { login: 'gitlab.bot', password: value });
    assert.match(page.text, /Choose a new password/);
  });

  test('by the body of a client that knows an address alone: it signs in with the address', async () => {
    const value = rememberSecret('canary nine herons over the canal');
    const body = {
      name: 'Jane',
      details: [
        {
          type: 'EmailuserdetailsJSON',
          email: { type: 'EmailJSON', verified: true, email: 'j@x.example' },
          password: { type: 'PlainpasswordJSON', value },
          passwordChangeRequired: false,
        },
      ],
    };
    const { status, json, headers } = await post('', body);
    assert.equal(status, 200);
    assert.equal(json.login, 'j@x.example');
    assert.equal(json.profile.email.email, 'j@x.example');
    // What cannot be had is not promised: the answer says what is.
    assert.equal(json.passwordChangeRequired, true);
    assert.equal(headers.get('ignored'), 'details.email.verified, details.passwordChangeRequired');
  });

  test('as a bot, that its maker answers for unless somebody else is named', async () => {
    const owner = await addUser(house, 'keeper');
    const own = await post('', { kind: 'bot', login: 'own-bot', name: 'Own', purpose: 'builds' });
    assert.deepEqual(
      [own.json.owner.id, own.json.purpose, own.json.kind, own.json.suspended],
      [administratorId, 'builds', 'bot', false],
    );
    const other = await post('', {
      kind: 'bot',
      login: 'other-bot',
      name: 'Other',
      owner: { login: 'KEEPER' },
    });
    assert.deepEqual(other.json.owner, { type: 'user', id: owner.id, login: 'keeper', name: 'keeper' });
  });

  const refusals: Readonly<Record<string, readonly [body: object, field: string]>> = {
    'without login and address': [{ name: 'x' }, 'login'],
    'without a name': [{ login: 'x' }, 'name'],
    'with a login that has spaces': [{ login: 'a b', name: 'x' }, 'login'],
    'with a login that contradicts the details': [
      { login: 'x', name: 'x', details: [{ type: 'LoginuserdetailsJSON', login: 'y' }] },
      'details.0.login',
    ],
    'with an address that contradicts the details': [
      {
        login: 'x',
        name: 'x',
        email: 'a@example.org',
        details: [{ type: 'EmailuserdetailsJSON', email: { email: 'b@example.org' } }],
      },
      'details.0.email',
    ],
    'with details of an unknown type': [
      { login: 'x', name: 'x', details: [{ type: 'DetailsJSON' }] },
      'details.0.type',
    ],
    'with a short password': [{ login: 'x', name: 'x', password: 'too short' }, 'password'],
    'with a password that everybody tries': [
      { login: 'x', name: 'x', password: 'password password' },
      'password',
    ],
    'with a group that does not exist': [
      { login: 'x', name: 'x', groups: [{ id: absentId }] },
      'groups.0.id',
    ],
    'with a group whose id is none': [{ login: 'x', name: 'x', groups: [{ id: 'staff' }] }, 'groups.0.id'],
    'with a built-in group': [{ login: 'x', name: 'x', groups: [{ id: '0-0-0-0-2' }] }, 'groups.0.id'],
    'with a password, as a bot': [
      { kind: 'bot', login: 'x', name: 'x', password: 'a long and quiet river bank' },
      'password',
    ],
    'with an owner, as a person': [{ login: 'x', name: 'x', owner: { id: administratorId } }, 'owner'],
    'with a purpose, as a person': [{ login: 'x', name: 'x', purpose: 'none' }, 'purpose'],
    'with an owner who does not exist': [
      { kind: 'bot', login: 'x', name: 'x', owner: { id: absentId } },
      'owner',
    ],
    'with an owner whose login nobody has': [
      { kind: 'bot', login: 'x', name: 'x', owner: { login: 'nobody' } },
      'owner',
    ],
    'with what the server says': [{ login: 'x', name: 'x', suspended: true }, 'suspended'],
    'with another type': [{ type: 'userGroup', login: 'x', name: 'x' }, 'type'],
  };
  for (const [how, [body, field]] of Object.entries(refusals)) {
    test(`but not ${how}`, async () => {
      assertError(await post('', body), 400, field);
      assert.equal((await get('?query=login:x')).json.total, 0);
    });
  }

  test('but not with a login that is, or was, somebody’s in any case', async () => {
    const { json } = await post('', { login: 'Renamed', name: 'x' });
    assertError(await post('', { login: 'RENAMED', name: 'x' }), 409, 'login');
    assert.equal((await post(`/${json.id}`, { login: 'renamed.now' })).status, 200);
    assertError(await post('', { login: 'renamed', name: 'x' }), 409, 'login');
    assert.equal((await remove(`/${json.id}`)).status, 200);
    assertError(await post('', { login: 'renamed.now', name: 'x' }), 409, 'login');
  });

  test('but not into a group that gives more than its maker holds, and the refusal names it all', async () => {
    const project = await addProject(house, 'LEDGER');
    const group = await addGroup(house, fresh('Keepers of the ledger'));
    await give(house, { kind: 'group', id: group }, [jetpass('project-delete')], project);
    const maker = await addSomebody(house, fresh('maker'), [
      [[jetpass('user-create'), jetpass('group-update')]],
    ]);
    const refused = await post('', { login: 'x', name: 'x', groups: [{ id: group }] }, maker.cookie);
    assertError(refused, 403);
    assert.match(refused.json.error_description, /Delete Project in LEDGER/);
    assert.ok(refused.json.error_children.length >= 1);
    assert.equal((await post('', { login: fresh('made'), name: 'x' }, maker.cookie)).status, 200);
  });
});

describe('a user is changed', () => {
  test('in every member at once, as far as each may be', async () => {
    const { id } = await addUser(house, fresh('changed'));
    const answer = await post(`/${id}/`, {
      login: 'changed.login',
      name: 'Changed',
      profile: { email: { type: 'EmailJSON', email: 'new@example.org' } },
      passwordChangeRequired: true,
    });
    assert.equal(answer.status, 200);
    const { json } = await get(`/${id}?fields=login,name,profile(email(email)),passwordChangeRequired`);
    assert.deepEqual(json, {
      type: 'user',
      login: 'changed.login',
      name: 'Changed',
      profile: { email: { type: 'EmailJSON', email: 'new@example.org' } },
      passwordChangeRequired: true,
    });
    assert.equal((await post(`/${id}?fields=name`, { email: '' })).text, '{"type":"user","name":"Changed"}');
    assert.equal((await get(`/${id}`)).json.profile.email, null);
  });

  test('by themselves: the own name and address, and nothing that is an administrator’s', async () => {
    const { id, cookie: own } = await addSomebody(house, fresh('self'));
    assert.equal((await post('/me', { name: 'My Name', email: 'me@example.org' }, own)).json.name, 'My Name');
    for (const body of [{ login: 'me.too' }, { passwordChangeRequired: false }, { banned: true }])
      assertError(await post(`/${id}`, body, own), 403);
  });

  test('but never in what people are recognised by, with a token', async () => {
    const { id } = await addUser(house, fresh('recognised'));
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    for (const body of [{ login: 'other' }, { email: 'other@example.org' }]) {
      const refused = await ask(`${users}/${id}`, { method: 'POST', token, body });
      assertError(refused, 403);
      assert.match(refused.json.error_description, /cannot be changed with a token/);
    }
    assert.equal((await ask(`${users}/${id}`, { method: 'POST', token, body: { name: 'x' } })).status, 200);
  });

  test('and a bot gets another owner or purpose', async () => {
    const [first, second] = [await addUser(house, fresh('owner')), await addUser(house, fresh('owner'))];
    const bot = await aBot(fresh('bot'), first.id);
    const { json } = await post(`/${bot}`, { owner: { id: second.id }, purpose: 'deploys' });
    assert.deepEqual([json.owner.id, json.purpose], [second.id, 'deploys']);
    assert.equal((await post(`/${bot}`, { purpose: null })).json.purpose, null);
  });

  test('but not by who holds less than they do', async () => {
    const manager = await addSomebody(house, fresh('manager'), [[[jetpass('user-update')]]]);
    const plain = await addUser(house, fresh('plain'));
    assert.equal((await post(`/${plain.id}`, { name: 'Renamed' }, manager.cookie)).status, 200);
    for (const body of [{ name: 'x' }, { email: 'x@example.org' }, { passwordChangeRequired: true }]) {
      const refused = await post(`/${administratorId}`, body, manager.cookie);
      assertError(refused, 403);
      assert.match(
        refused.json.error_description,
        /^You cannot change ada: you lack .*Delete User in Global/,
      );
    }
  });

  const refusals: Readonly<Record<string, readonly [body: object, field: string]>> = {
    'by an empty body': [{}, 'body'],
    'by a type alone': [{ type: 'user' }, 'body'],
    'with a ban and something else': [{ banned: true, name: 'x', login: 'y' }, 'name'],
    'with a reason and no ban': [{ banReason: 'x' }, 'banned'],
    'with a reason for lifting a ban': [{ banned: false, banReason: 'x' }, 'banReason'],
    'with a successor for lifting a ban': [
      { banned: false, successor: { id: administratorId } },
      'successor',
    ],
    'with a successor who does not exist': [{ banned: true, successor: { id: absentId } }, 'successor'],
    'with two addresses': [
      { email: 'a@example.org', profile: { email: { email: 'b@example.org' } } },
      'profile.email',
    ],
    'with a password': [{ password: 'a long and quiet river bank' }, 'password'],
    'with details': [{ details: [] }, 'details'],
    'in their kind': [{ kind: 'bot' }, 'kind'],
    'in their groups': [{ groups: [] }, 'groups'],
    'with an owner, as a person': [{ owner: { id: administratorId } }, 'owner'],
    'without a login': [{ login: null }, 'login'],
    'with an owner by both id and login': [{ owner: { id: absentId, login: 'x' } }, 'owner'],
  };
  for (const [how, [body, field]] of Object.entries(refusals)) {
    test(`but not ${how}`, async () => {
      const { id } = await addUser(house, fresh('unchanged'));
      const before = (await get(`/${id}`)).text;
      assertError(await post(`/${id}`, body), 400, field);
      assert.equal((await get(`/${id}`)).text, before);
    });
  }

  test('and whoever is not there is like whoever cannot be there', async () => {
    const gone = await addUser(house, fresh('gone'));
    await remove(`/${gone.id}`);
    for (const id of [absentId, gone.id, 'no-id', 'guest'])
      assertError(await post(`/${id}`, { name: 'x' }), 404);
  });
});

describe('a user is banned and deleted', () => {
  test('with a reason, and bots go to the successor or are suspended', async () => {
    const [owner, heir] = [await addUser(house, fresh('leaver')), await addUser(house, fresh('heir'))];
    const bot = await aBot(fresh('bot'), owner.id);
    const banned = await post(`/${owner.id}`, { banned: true, banReason: 'left' });
    assert.deepEqual([banned.json.banned, banned.json.banReason], [true, 'left']);
    assert.equal((await get(`/${bot}`)).json.suspended, true);
    await post(`/${owner.id}`, { banned: false });
    assert.equal((await get(`/${bot}`)).json.suspended, false);
    await post(`/${owner.id}`, { banned: true, successor: { id: heir.id } });
    const { owner: now, suspended } = (await get(`/${bot}`)).json;
    assert.deepEqual([now.id, suspended], [heir.id, false]);
    assert.equal((await remove(`/${heir.id}/?successor=${administratorId}`)).text, '');
    assert.equal((await get(`/${bot}`)).json.owner.id, administratorId);
    assertError(await get(`/${heir.id}`), 404);
  });

  test('by nobody themselves, and never the guest', async () => {
    assertError(await post('/me', { banned: true }), 400, 'banned');
    assertError(await remove('/me'), 400, 'userId');
    assertError(await remove('/guest'), 400, 'userId');
  });

  test('but not the last administrator, whoever else may administer', async () => {
    const bot = await aBot(fresh('deputy'), administratorId);
    await giveRole(house, { kind: 'user', id: bot as never }, systemAdministrator.id, globalProjectId);
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0'], { userId: bot });
    const target = `${users}/${administratorId}`;
    for (const answer of [
      await ask(target, { method: 'DELETE', token }),
      await ask(target, { method: 'POST', token, body: { banned: true } }),
    ]) {
      assertError(answer, 409);
      assert.match(answer.json.error_description, /nobody who administers/);
    }
  });

  test('nor by leaving administration to somebody who cannot sign in', async () => {
    const heir = await addUser(house, fresh('no-password'));
    await giveRole(house, { kind: 'user', id: heir.id }, systemAdministrator.id, globalProjectId);
    const given = await ask(`${users}/${administratorId}/projectroles`, { cookie });
    const own = given.json.projectroles.find(
      ({ role }: { role: { id: string } }) => role.id === systemAdministrator.id,
    );
    const target = `${url}/api/rest/projectroles/${own.id}`;
    assertError(await ask(target, { method: 'DELETE', cookie }), 409);
    const group = await addGroup(house, fresh('heirs'), { members: [heir.id] });
    await giveRole(house, { kind: 'group', id: group }, systemAdministrator.id, globalProjectId);
    assertError(await ask(target, { method: 'DELETE', cookie }), 409);
    assert.equal((await get('/me')).status, 200);
  });

  test('with a successor who can be one', async () => {
    const leaver = await addUser(house, fresh('leaver'));
    const bot = await aBot(fresh('bot'), leaver.id);
    for (const successor of [absentId, 'no-id', leaver.id, bot])
      assertError(await remove(`/${leaver.id}?successor=${successor}`), 400, 'successor');
    assertError(await remove(`/${leaver.id}?successor=${absentId}&successor=${absentId}`), 400, 'successor');
    assert.equal((await get(`/${leaver.id}`)).status, 200);
  });

  test('by who holds less than they do: refused, with what is missing', async () => {
    const manager = await addSomebody(house, fresh('manager'), [
      [[jetpass('user-update'), jetpass('user-delete')]],
    ]);
    for (const answer of [
      await remove(`/${administratorId}`, manager.cookie),
      await post(`/${administratorId}`, { banned: true }, manager.cookie),
    ]) {
      assertError(answer, 403);
      assert.match(answer.json.error_description, /you lack .*Low-level Admin Write in Global/);
    }
  });
});

describe('the groups of a user', () => {
  test('are listed with those above them, and told apart by who joined what', async () => {
    const outer = await addGroup(house, fresh('A outer'));
    const inner = await addGroup(house, fresh('B inner'), { parentId: outer });
    const { id, cookie: own } = await addSomebody(house, fresh('member'));
    const added = await post(`/${id}/groups?fields=id,joined`, { type: 'userGroup', id: inner });
    assert.equal(added.text, JSON.stringify({ type: 'userGroup', id: inner, joined: true }));
    assert.equal(added.headers.get('location'), `/api/rest/users/${id}/groups/${inner}`);
    const { json } = await get(`/${id}/groups/?fields=id,joined,parent(id)`, own);
    assert.deepEqual(
      json.usergroups.map(({ id: group, joined }: { id: string; joined: boolean }) => [group, joined]),
      [
        [outer, false],
        ['0-0-0-0-1', false],
        [inner, true],
        ['0-0-0-0-2', false],
      ],
    );
    assert.deepEqual([json.type, json.total, json.usergroups[2].parent.id], ['UserGroupsPage', 4, outer]);
    const window = await get(`/${id}/groups?$skip=1&$top=2&fields=id`, own);
    assert.deepEqual(
      window.json.usergroups.map(({ id: group }: { id: string }) => group),
      ['0-0-0-0-1', inner],
    );
    assert.equal((await remove(`/${id}/groups/${inner}`)).text, '');
    assertError(await remove(`/${id}/groups/${inner}`), 404);
  });

  test('are not for others to know who may not read groups', async () => {
    const group = await addGroup(house, fresh('Secret'));
    const { id } = await addUser(house, fresh('member'));
    await post(`/${id}/groups`, { id: group });
    const other = await addSomebody(house, fresh('other'));
    const seen = await get(`/${id}/groups`, other.cookie);
    assert.ok(!seen.text.includes(group));
    const { groups, transitiveGroups } = (await get(`/${id}`, other.cookie)).json;
    assert.deepEqual(groups, []);
    assert.ok(!JSON.stringify(transitiveGroups).includes(group));
  });

  test('are joined once, and not by rule', async () => {
    const group = await addGroup(house, fresh('Group'));
    const { id } = await addUser(house, fresh('member'));
    await post(`/${id}/groups`, { id: group });
    assertError(await post(`/${id}/groups`, { id: group }), 409, 'id');
    assertError(await post(`/${id}/groups`, { id: '0-0-0-0-2' }), 409);
    assertError(await post(`/${id}/groups`, { id: absentId }), 404);
    assertError(await post(`/${id}/groups`, { id: 'staff' }), 404);
    assertError(await post(`/${absentId}/groups`, { id: group }), 404);
    assertError(await post(`/${id}/groups`, {}), 400, 'id');
  });
});
