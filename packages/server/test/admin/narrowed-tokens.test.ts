import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type PermissionKey, type ServiceId, trustId, withdrawPermission } from '@countersign/core';
import { type Answer, ask, registerService } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { addProject, addSomebody, addUser, declare, give } from '../harness/household.ts';
import { byHand, done, openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie, authority } = house;
const wiki = await registerService(url, cookie, 'wiki');
const tracker = await registerService(url, cookie, 'tracker');
const readPages = await declare(house, wiki.id, 'Wiki.READ_PAGE');
const writePages = await declare(house, wiki.id, 'Wiki.WRITE_PAGE', { implies: [readPages] });
const tuneWiki = await declare(house, wiki.id, 'Wiki.TUNE', { holdsIn: 'global' });
const readTickets = await declare(house, tracker.id, 'Tracker.READ_TICKET');
const payments = await addProject(house, 'PAY');
const blog = await addProject(house, 'BLOG');
const updateSelf = 'jetbrains.jetpass.profile-updateSelf' as PermissionKey;
const readService = 'jetbrains.jetpass.service-read' as PermissionKey;

const writer = await addSomebody(house, 'writer', [[[writePages], payments], [[readPages]]]);

async function issue(
  body: Readonly<Record<string, unknown>>,
  as: Parameters<typeof ask>[1] = writer,
  userId = 'me',
): Promise<Answer> {
  const answer = await ask(`${url}/api/rest/users/${userId}/permanenttokens`, {
    method: 'POST',
    cookie: as?.cookie,
    token: as?.token,
    body: { name: 'narrowed', scope: [{ id: wiki.id }], ...body },
  });
  if (answer.status === 200) rememberSecret(answer.json.token);
  return answer;
}

describe('a token is narrowed', () => {
  test('to permissions, wherever they are held', async () => {
    const { status, json, text } = await issue({ permissions: [{ id: writePages }] });
    assert.equal(status, 200, text);
    assert.deepEqual(json.grant, [
      {
        permission: { type: 'permission', id: writePages, key: writePages, name: 'Name of Wiki.WRITE_PAGE' },
        global: true,
        projects: null,
      },
    ]);
    assert.equal(json.capped, false);
    const again = await ask(`${url}/api/rest/users/me/permanenttokens/${json.id}`, { cookie: writer.cookie });
    assert.deepEqual(again.json.grant, json.grant);
    const page = await ask(
      `${url}/api/rest/users/me/permanenttokens?fields=grant(permission/key,projects(key)),capped`,
      {
        cookie: writer.cookie,
      },
    );
    const listed = page.json.permanenttokens.at(-1);
    assert.deepEqual(Object.keys(listed).sort(), ['capped', 'grant', 'type']);
  });

  test('to permissions in projects, each by its id or its key, as the web sends them', async () => {
    const { status, json, text } = await issue({
      permissions: [
        { key: readPages, label: 'Read', data: { type: 'permission' } },
        { type: 'permission', id: writePages },
      ],
      projects: [{ key: 'pay' }, { id: payments }],
    });
    assert.equal(status, 200, text);
    assert.deepEqual(
      json.grant.map((reach: { permission: { key: string }; projects: { key: string }[] }) => [
        reach.permission.key,
        reach.projects.map(({ key }) => key),
      ]),
      [
        [readPages, ['PAY']],
        [writePages, ['PAY']],
      ],
    );
  });

  test('to projects alone: then only what can hold in a project is left', async () => {
    const { status, json, text } = await issue({ projects: [{ id: payments }] });
    assert.equal(status, 200, text);
    const keys = json.grant.map((reach: { permission: { key: string } }) => reach.permission.key);
    assert.deepEqual(keys, [readPages, writePages]);
  });

  test('to the same permission twice, which is once', async () => {
    const { json } = await issue({ permissions: [{ id: readPages }, { key: readPages }] });
    assert.equal(json.grant.length, 1);
  });

  test('not at all when neither is given', async () => {
    const { json } = await issue({});
    assert.equal(json.grant, null);
  });
});

describe('a narrowing is refused by name', () => {
  const scope = [{ id: wiki.id }, { id: tracker.id }];
  const refusals: Readonly<
    Record<string, readonly [body: Readonly<Record<string, unknown>>, status: number, field?: string]>
  > = {
    'an empty list of permissions': [{ permissions: [] }, 400, 'permissions'],
    'an empty list of projects': [{ projects: [] }, 400, 'projects'],
    'empty permissions beside projects': [
      { permissions: [], projects: [{ id: payments }] },
      400,
      'permissions',
    ],
    'empty projects beside permissions': [
      { permissions: [{ id: readPages }], projects: [] },
      400,
      'projects',
    ],
    'null for permissions': [{ permissions: null }, 400, 'permissions'],
    'null for projects': [{ projects: null }, 400, 'projects'],
    'a star for all permissions': [{ permissions: '*' }, 400, 'permissions'],
    'a star in the list': [{ permissions: [{ id: '*' }] }, 400, 'permissions.0.id'],
    'a star for a project': [{ projects: [{ key: '*' }] }, 400, 'projects.0.key'],
    'a text in place of a list': [{ permissions: readPages }, 400, 'permissions'],
    'bare keys': [{ permissions: [readPages] }, 400, 'permissions.0'],
    'an item without a name': [{ permissions: [{}] }, 400, 'permissions.0'],
    'null in the list': [{ projects: [null] }, 400, 'projects.0'],
    'an empty name': [{ permissions: [{ id: '' }] }, 400, 'permissions.0.id'],
    'an unknown permission': [
      { permissions: [{ id: readPages }, { id: 'Wiki.NOTHING' }] },
      400,
      'permissions.1',
    ],
    'a permission in another case': [
      { permissions: [{ id: readPages.toLowerCase() }] },
      400,
      'permissions.0',
    ],
    'a permission of a service outside the scope': [
      { permissions: [{ id: readTickets }] },
      400,
      'permissions.0',
    ],
    "the authority's permission without the authority": [
      { permissions: [{ id: updateSelf }] },
      400,
      'permissions.0',
    ],
    'an unknown project': [{ projects: [{ id: payments }, { id: 'NONE' }] }, 400, 'projects.1'],
    'Global as a project': [{ projects: [{ id: '0' }] }, 400, 'projects.0'],
    'Global by its key': [{ projects: [{ key: 'GLOBAL' }] }, 400, 'projects.0'],
    'a permission that holds in Global alone, in a project': [
      { permissions: [{ id: tuneWiki }], projects: [{ id: payments }] },
      400,
      'permissions.0',
    ],
    'a permission that is not held at all': [{ permissions: [{ id: readTickets }], scope }, 403],
    'a permission that is not held in one of the projects': [
      { permissions: [{ id: writePages }], projects: [{ id: payments }, { id: blog }] },
      403,
    ],
    'too many permissions': [
      { permissions: Array.from({ length: 201 }, () => ({ id: readPages })) },
      400,
      'permissions',
    ],
    'a grant that is chosen': [{ grant: null }, 400, 'grant'],
    'a ceiling that is chosen': [{ capped: false }, 400, 'capped'],
  };

  for (const [what, [body, status, field]] of Object.entries(refusals)) {
    test(what, async () => {
      const before = await ask(`${url}/api/rest/users/me/permanenttokens?$top=0`, { cookie: writer.cookie });
      const answer = await issue(body);
      assertError(answer, status, field);
      const after = await ask(`${url}/api/rest/users/me/permanenttokens?$top=0`, { cookie: writer.cookie });
      assert.equal(after.json.total, before.json.total, 'a token was made');
    });
  }

  test('and says what is missing where', async () => {
    const answer = await issue({
      permissions: [{ id: writePages }],
      projects: [{ id: payments }, { id: blog }],
    });
    assert.match(answer.json.error_description, /you lack Name of Wiki\.WRITE_PAGE in BLOG$/);
    assert.equal(answer.json.error_children.length, 1);
  });

  test('and says who lacks it: the owner of the token, or the token that asks', async () => {
    const wanted = { permissions: [{ id: writePages }], projects: [{ id: blog }] };
    const forWriter = await issue(wanted, { cookie }, writer.id);
    assert.equal(
      forWriter.json.error_description,
      'You cannot narrow a token to these permissions: writer lacks Name of Wiki.WRITE_PAGE in BLOG',
    );
    const scope = [{ id: wiki.id }, { id: '0-0-0-0-0' }];
    const permissions = [readPages, updateSelf, readService].map((id) => ({ id }));
    const { json, text } = await issue({ scope, permissions }, { cookie });
    assert.ok(json.token, text);
    const byToken = await issue({ permissions: [{ id: writePages }] }, { token: json.token });
    assert.match(byToken.json.error_description, /: this token lacks Name of Wiki\.WRITE_PAGE in Global$/);
    assert.equal(
      byToken.json.error_children[0].error_description,
      'this token lacks Name of Wiki.WRITE_PAGE in Global',
    );
  });

  test('a project in which nothing is held, in the words of one that does not exist', async () => {
    const outsider = await addSomebody(house, 'outsider', [[[readPages], blog]]);
    assert.equal((await issue({ projects: [{ key: 'BLOG' }] }, outsider)).status, 200);
    const unknown = await issue({ projects: [{ key: 'NONE' }] }, outsider);
    for (const project of [{ key: 'PAY' }, { id: payments }]) {
      const hidden = await issue({ projects: [project] }, outsider);
      assertError(hidden, 400, 'projects.0');
      assert.equal(hidden.json.error_description, unknown.json.error_description);
      const named = await issue({ permissions: [{ id: readPages }], projects: [project] }, outsider);
      assertError(named, 400, 'projects.0');
    }
  });

  test('a permission that was withdrawn meanwhile', async () => {
    const gone = await declare(house, wiki.id, 'Wiki.GONE');
    const service = trustId<ServiceId>(wiki.id);
    done(await withdrawPermission(authority, byHand, { serviceId: service, key: gone }));
    assertError(await issue({ permissions: [{ id: gone }] }, { cookie }), 400, 'permissions.0');
  });
});

describe('on behalf of somebody', () => {
  test('a token is capped by what its maker holds, and says so', async () => {
    const target = await addUser(house, 'jane');
    const made = await issue({}, { cookie }, target.id);
    assert.equal(made.status, 200, made.text);
    assert.deepEqual([made.json.capped, made.json.grant], [true, null]);
  });

  test('it is narrowed to what its user holds, not to what its maker holds', async () => {
    const target = await addUser(house, 'john');
    await give(house, { kind: 'user', id: target.id }, [readPages], blog);
    const held = await issue(
      { permissions: [{ id: readPages }], projects: [{ id: blog }] },
      { cookie },
      target.id,
    );
    assert.equal(held.status, 200, held.text);
    const beyond = await issue(
      { permissions: [{ id: writePages }], projects: [{ id: blog }] },
      { cookie },
      target.id,
    );
    assertError(beyond, 403);
  });
});

describe('a narrowed token at the API of the authority', () => {
  const administrator = { cookie };
  const home = [{ id: '0-0-0-0-0' }];
  const readUsers = 'jetbrains.jetpass.user-read';
  const readBasic = 'jetbrains.jetpass.user-read-basic';

  test('does what it was narrowed to and nothing else', async () => {
    const { json } = await issue({ scope: home, permissions: [{ id: readBasic }] }, administrator);
    const { token } = json;
    assert.equal((await ask(`${url}/api/rest/users`, { token })).status, 200);
    assertError(await ask(`${url}/api/rest/users/${writer.id}/permanenttokens`, { token }), 403);
    const newcomer = { login: 'planted', name: 'Planted' };
    assertError(await ask(`${url}/api/rest/users`, { method: 'POST', token, body: newcomer }), 403);
    const me = await ask(`${url}/api/rest/users/me`, { token });
    assert.deepEqual(me.json.permissions, [readBasic]);
    const acts = await ask(`${url}/api/rest/acts`, { token });
    const allowed = acts.json.filter((act: { allowed: boolean }) => act.allowed);
    assert.deepEqual(
      allowed.map(({ act }: { act: string }) => act),
      ['readUsers'],
    );
  });

  test('is not widened by what its permission implies', async () => {
    const { json } = await issue({ scope: home, permissions: [{ id: readUsers }] }, administrator);
    assertError(await ask(`${url}/api/rest/users`, { token: json.token }), 403);
  });

  test('makes no token that can do more', async () => {
    const narrowed = { scope: home, permissions: [{ id: updateSelf }, { id: readBasic }] };
    const { json } = await issue(narrowed, administrator);
    const beyond = await issue({ scope: home, permissions: [{ id: readUsers }] }, { token: json.token });
    assertError(beyond, 403);
    const child = await issue({ scope: home }, { token: json.token });
    assert.equal(child.status, 200, child.text);
    assert.equal(child.json.capped, true);
    const me = await ask(`${url}/api/rest/users/me`, { token: child.json.token });
    assert.deepEqual(me.json.permissions, [updateSelf, readBasic]);
  });
});
