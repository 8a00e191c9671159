import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authorityServiceId,
  deleteProject,
  deleteService,
  type PermissionKey,
  removeMember,
  type ServiceId,
  trustId,
  unassignRole,
  updateService,
  withdrawPermission,
} from '@countersign/core';
import { type Answer, ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import {
  addGroup,
  addProject,
  addSomebody,
  declare,
  fresh,
  give,
  type Somebody,
} from '../harness/household.ts';
import { byHand, done, openHouse } from '../harness/open-house.ts';

const house = await openHouse();
const { url, cookie, authority } = house;
const bearer = 'Bearer realm="Countersign"';
const basic = 'Basic realm="Countersign", charset="UTF-8"';

interface Wiki {
  readonly id: string;
  readonly key: string;
  readonly secret: string;
  readonly read: PermissionKey;
  readonly write: PermissionKey;
}

/** A service with two permissions, the second of which implies the first. */
async function aWiki(): Promise<Wiki> {
  const service = await registerService(url, cookie, fresh('wiki'));
  const read = await declare(house, service.id, `${service.key}.READ`);
  const write = await declare(house, service.id, `${service.key}.WRITE`, { implies: [read] });
  return { ...service, read, write };
}

async function issue(
  somebody: Somebody,
  scope: readonly string[],
  narrowing: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const answer = await ask(`${url}/api/rest/users/me/permanenttokens`, {
    method: 'POST',
    cookie: somebody.cookie,
    body: { name: fresh('token'), scope: scope.map((id) => ({ id })), ...narrowing },
  });
  assert.equal(answer.status, 200, answer.text);
  return rememberSecret(answer.json.token);
}

function knock(wiki: Wiki, token: string | undefined, query = ''): Promise<Answer> {
  return ask(`${url}/api/authz/auth-request?service=${wiki.key}${query}`, { token });
}

/** What introspection says that a token may do, each permission with the projects. */
async function rightsOf(wiki: Wiki, token: string): Promise<unknown> {
  const { status, json } = await introspect(url, wiki, token);
  assert.equal(status, 200);
  if (!json.active) return 'inactive';
  return Object.fromEntries(
    json.permissions.map((reach: { permission: { key: string }; projects: { key: string }[] | null }) => [
      reach.permission.key,
      reach.projects?.map(({ key }) => key) ?? 'everywhere',
    ]),
  );
}

const payments = await addProject(house, 'PAY');
const blog = await addProject(house, 'BLOG');
const wiki = await aWiki();
const other = await aWiki();
const writer = await addSomebody(house, 'writer', [[[wiki.write], payments], [[wiki.read]], [[other.write]]]);
const scope = [wiki.id, other.id];

describe('introspection', () => {
  test('tells a service what the token may do there, of its own permissions alone', async () => {
    const token = await issue(writer, scope);
    assert.deepEqual(await rightsOf(wiki, token), { [wiki.read]: 'everywhere', [wiki.write]: ['PAY'] });
    assert.deepEqual(await rightsOf(other, token), {
      [other.read]: 'everywhere',
      [other.write]: 'everywhere',
    });
    const { json } = await introspect(url, wiki, token);
    assert.deepEqual(json.permissions[1], {
      permission: { type: 'permission', id: wiki.write, key: wiki.write, name: `Name of ${wiki.write}` },
      global: false,
      projects: [{ type: 'project', id: payments, key: 'PAY', name: 'PAY' }],
    });
  });

  test('tells of nothing where nothing is held, and of no rights of the authority', async () => {
    const plain = await addSomebody(house, 'plain');
    assert.deepEqual(await rightsOf(wiki, await issue(plain, [wiki.id, authorityServiceId])), {});
  });

  test('tells the new name of a project', async () => {
    const project = await addProject(house, 'RENAMED');
    const somebody = await addSomebody(house, fresh('reader'), [[[wiki.read], project]]);
    const token = await issue(somebody, [wiki.id]);
    assert.deepEqual(await rightsOf(wiki, token), { [wiki.read]: ['RENAMED'] });
    const body = { key: 'ANEW' };
    await ask(`${url}/api/rest/projects/${project}`, { method: 'POST', cookie, body });
    assert.deepEqual(await rightsOf(wiki, token), { [wiki.read]: ['ANEW'] });
  });

  test('tells it of every token too when all have been asked about again and again, at one service or at two', async () => {
    const other = await aWiki();
    const project = await addProject(house, 'KEPT');
    const somebody = await addSomebody(house, fresh('reader'), [[[wiki.read, other.read], project]]);
    const tokens: string[] = [];
    for (let count = 0; count < 3; count++) tokens.push(await issue(somebody, [wiki.id, other.id]));
    // An answer is kept from the second time on; several tokens share what is said of permissions.
    const askAll = async (services: readonly Wiki[], places: readonly string[] | 'everywhere') => {
      for (let round = 0; round < 4; round++)
        for (const service of services)
          for (const token of tokens)
            assert.deepEqual(await rightsOf(service, token), { [service.read]: places });
    };
    const rename = async (key: string) => {
      const body = { method: 'POST', cookie, body: { key } };
      assert.equal((await ask(`${url}/api/rest/projects/${project}`, body)).status, 200);
    };
    await askAll([other, wiki], ['KEPT']);
    await rename('ANOTHER');
    await askAll([wiki], ['ANOTHER']);
    await rename('THIRD');
    await askAll([wiki], ['THIRD']);
    await askAll([other, wiki], ['THIRD']);
    await give(house, { kind: 'user', id: somebody.id }, [wiki.read, other.read]);
    await askAll([wiki], 'everywhere');
  });
});

describe('a door that demands a permission', () => {
  test('opens where the token may do it, by id or key of the project, and not elsewhere', async () => {
    const token = await issue(writer, scope);
    for (const [demand, status] of [
      [`&permission=${wiki.read}`, 200],
      [`&permission=${wiki.read}&project=PAY`, 200],
      [`&permission=${wiki.read}&project=BLOG`, 200],
      [`&permission=${wiki.read}&project=0`, 200],
      [`&permission=${wiki.write}&project=pay`, 200],
      [`&permission=${wiki.write}&project=${payments}`, 200],
      [`&project=${payments}&permission=${wiki.write}`, 200],
      [`&permission=${wiki.write}&project=BLOG`, 403],
      [`&permission=${wiki.write}&project=Global`, 403],
      [`&permission=${wiki.write}`, 403],
      ['', 200],
    ] as const)
      assert.equal((await knock(wiki, token, demand)).status, status, demand);
  });

  test('says in its challenge that the token is good and not for this (RFC 6750 §3.1)', async () => {
    const token = await issue(writer, scope);
    const answer = await knock(wiki, token, `&permission=${wiki.write}&project=BLOG`);
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('www-authenticate'), `${bearer}, error="insufficient_scope"`);
    assert.equal(answer.text, '');
    for (const name of ['remote-user', 'remote-name', 'remote-email', 'remote-groups'])
      assert.equal(answer.headers.get(name), null, name);
    const nobody = await knock(wiki, undefined, `&permission=${wiki.write}`);
    assert.deepEqual([nobody.status, nobody.headers.get('www-authenticate')], [401, `${bearer}, ${basic}`]);
    const bad = await knock(wiki, `csn_pat_${'0'.repeat(49)}`, `&permission=${wiki.write}`);
    assert.deepEqual(
      [bad.status, bad.headers.get('www-authenticate')],
      [401, `${bearer}, error="invalid_token", ${basic}`],
    );
  });

  const mistakes: Readonly<Record<string, readonly [demand: string, field: string]>> = {
    'a permission of another service': [`&permission=${other.read}`, 'permission'],
    "a permission of the authority's": ['&permission=jetbrains.jetpass.user-read', 'permission'],
    'a permission that nobody declares': ['&permission=Wiki.NOTHING', 'permission'],
    'a permission in other letters': [`&permission=${wiki.read.toLowerCase()}`, 'permission'],
    'an empty permission': ['&permission=', 'permission'],
    'a permission twice': [`&permission=${wiki.read}&permission=${wiki.read}`, 'service'],
    'two permissions in one': [`&permission=${wiki.read},${wiki.write}`, 'permission'],
    'a star for a permission': ['&permission=*', 'permission'],
    'an unknown project': [`&permission=${wiki.read}&project=NONE`, 'project'],
    'an absent project': [`&permission=${wiki.read}&project=9c1f4d1e-0000-4000-8000-00000000dead`, 'project'],
    'an empty project': [`&permission=${wiki.read}&project=`, 'project'],
    'a project that is no text': [`&permission=${wiki.read}&project=%00`, 'project'],
    'a project without a permission': ['&project=PAY', 'project'],
    'a misspelt permission': [`&permision=${wiki.read}`, 'service'],
    'a permission in capitals': [`&Permission=${wiki.read}`, 'service'],
  };
  for (const [what, [demand, field]] of Object.entries(mistakes)) {
    test(`is shut to everybody when it names ${what}`, async () => {
      const token = await issue(writer, scope);
      for (const presented of [token, undefined]) {
        const answer = await knock(wiki, presented, demand);
        assert.equal(answer.status, 400, demand);
        assert.equal(answer.json.error_field, field);
      }
    });
  }
});

describe('a narrowed token', () => {
  test('may do what it was narrowed to, and nothing that its user may do besides', async () => {
    const token = await issue(writer, [wiki.id], {
      permissions: [{ key: wiki.read }],
      projects: [{ id: blog }],
    });
    assert.deepEqual(await rightsOf(wiki, token), { [wiki.read]: ['BLOG'] });
    for (const [demand, status] of [
      [`&permission=${wiki.read}&project=BLOG`, 200],
      [`&permission=${wiki.read}&project=PAY`, 403],
      [`&permission=${wiki.read}`, 403],
      [`&permission=${wiki.write}&project=PAY`, 403],
      ['', 200],
    ] as const)
      assert.equal((await knock(wiki, token, demand)).status, status, demand);
  });

  test('is not widened by what its user gains, and loses what they lose', async () => {
    const somebody = await addSomebody(house, fresh('somebody'));
    const holder = { kind: 'user', id: somebody.id } as const;
    await give(house, holder, [wiki.read], payments);
    const token = await issue(somebody, [wiki.id], {
      permissions: [{ key: wiki.read }],
      projects: [{ id: payments }],
    });
    await give(house, holder, [wiki.write]);
    assert.deepEqual(await rightsOf(wiki, token), { [wiki.read]: ['PAY'] });
    assert.equal((await knock(wiki, token, `&permission=${wiki.write}&project=PAY`)).status, 403);
    for (const { id, place } of await authority.store.tables.access.listAssignments([somebody.id]))
      if (place.id === payments) done(await unassignRole(authority, byHand, id));
    // Written everywhere now, and so read there, too: the grant lets through as much of it as it names.
    assert.deepEqual(await rightsOf(wiki, token), { [wiki.read]: ['PAY'] });
    for (const { id } of await authority.store.tables.access.listAssignments([somebody.id]))
      done(await unassignRole(authority, byHand, id));
    assert.deepEqual(await rightsOf(wiki, token), {});
    assert.equal((await knock(wiki, token, `&permission=${wiki.read}&project=PAY`)).status, 403);
  });

  test('leads nowhere once its project is deleted, also when another takes its key', async () => {
    const project = await addProject(house, 'GONE');
    const somebody = await addSomebody(house, fresh('somebody'), [[[wiki.read]]]);
    const token = await issue(somebody, [wiki.id], {
      permissions: [{ key: wiki.read }],
      projects: [{ id: project }],
    });
    const demand = `&permission=${wiki.read}&project=GONE`;
    assert.equal((await knock(wiki, token, demand)).status, 200);
    done(await deleteProject(authority, byHand, project));
    assert.equal((await knock(wiki, token, demand)).status, 400);
    await addProject(house, 'GONE');
    assert.equal((await knock(wiki, token, demand)).status, 403);
  });
});

describe('at the next check is refused', () => {
  /** Somebody with a token for a service of their own, which both ways of checking accept. */
  async function aHolder() {
    const home = await aWiki();
    const somebody = await addSomebody(house, fresh('holder'), [[[home.read]]]);
    const members = await addGroup(house, fresh('Members'), { members: [somebody.id] });
    const id = trustId<ServiceId>(home.id);
    done(await updateService(authority, byHand, id, { viewers: [members] }));
    const token = await issue(somebody, [home.id]);
    assert.deepEqual(await rightsOf(home, token), { [home.read]: 'everywhere' });
    assert.equal((await knock(home, token)).status, 200);
    return { home, id, somebody, members, token };
  }

  async function assertShut(home: Wiki, token: string): Promise<void> {
    assert.equal(await rightsOf(home, token), 'inactive');
    const answer = await knock(home, token);
    assert.deepEqual(
      [answer.status, answer.headers.get('www-authenticate')],
      [401, `${bearer}, error="invalid_token", ${basic}`],
    );
  }

  test('a token of somebody who left the group that the service is open to', async () => {
    const { home, somebody, members, token } = await aHolder();
    done(await removeMember(authority, byHand, { groupId: members, userId: somebody.id }));
    await assertShut(home, token);
  });

  test('a token for a service that was shut to its user', async () => {
    const { home, id, members, token } = await aHolder();
    done(await updateService(authority, byHand, id, { viewers: [] }));
    await assertShut(home, token);
    done(await updateService(authority, byHand, id, { viewers: [members] }));
    assert.equal((await knock(home, token)).status, 200, 'and not for ever');
  });

  test('a token for a service that was deleted', async () => {
    const { home, id, token } = await aHolder();
    done(await deleteService(authority, byHand, id));
    assert.equal((await introspect(url, home, token)).status, 401);
    const answer = await knock(home, token);
    assert.deepEqual([answer.status, answer.json.error_field], [400, 'service']);
    const heir = await registerService(url, cookie, home.key);
    assert.equal((await introspect(url, heir, token)).text, '{"active":false}', 'nobody inherits the key');
    assert.equal((await knock(home, token)).status, 401);
  });

  test('a permission that was withdrawn', async () => {
    const { home, id, token } = await aHolder();
    assert.equal((await knock(home, token, `&permission=${home.read}`)).status, 200);
    done(await withdrawPermission(authority, byHand, { serviceId: id, key: home.read }));
    assert.deepEqual(await rightsOf(home, token), {});
    const answer = await knock(home, token, `&permission=${home.read}`);
    assert.deepEqual([answer.status, answer.json.error_field], [400, 'permission']);
  });

  test('a permission that was taken from its user', async () => {
    const { home, somebody, token } = await aHolder();
    for (const { id } of await authority.store.tables.access.listAssignments([somebody.id]))
      done(await unassignRole(authority, byHand, id));
    assert.deepEqual(await rightsOf(home, token), {});
    assert.equal((await knock(home, token, `&permission=${home.read}`)).status, 403);
    assert.equal((await knock(home, token)).status, 200);
  });
});
