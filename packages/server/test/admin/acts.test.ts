import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import {
  type Act,
  addMember,
  allUsersGroupId,
  assignRole,
  banUser,
  type Caller,
  createGroup,
  createProject,
  createRole,
  createUser,
  declarePermission,
  deleteGroup,
  deleteProject,
  deleteRole,
  deleteService,
  deleteUser,
  type GroupId,
  globalProjectId,
  groupManager,
  issuePermanentToken,
  listRoles,
  listUsers,
  observer,
  type PermissionKey,
  type ProjectId,
  permissionsOf,
  previewAuthorityActs,
  previewGroupActs,
  previewProjectActs,
  previewRoleActs,
  previewServiceActs,
  previewUserActs,
  type Refusal,
  type Result,
  type RoleId,
  refuse,
  registerService,
  revokePermanentToken,
  rotateServiceSecret,
  type ServiceId,
  type Store,
  setGroupManagers,
  systemAdministrator,
  trustId,
  type UserActor,
  type UserId,
  updateGroup,
  updateProject,
  updateRole,
  updateService,
  updateUser,
} from '@countersign/core';
import {
  ask,
  issueToken,
  registerService as registerOverHttp,
} from '../../../../test/harness/rest-client.ts';
import type { Authority } from '../../src/authority.ts';
import {
  addBot,
  addGroup,
  addProject,
  addSomebody,
  addUser,
  fresh,
  give,
  giveRole,
} from '../harness/household.ts';
import { done, type House, openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

const house: House = await openHouse();
const { url, cookie, authority, administratorId } = house;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;

const rehearsed: Refusal = { kind: 'conflict', rule: 'this was a rehearsal' };

/** An authority in which every change is made and then undone, with what it came to. */
function rehearsal(): { readonly stage: Authority; readonly outcome: () => Result<unknown> } {
  let seen: Result<unknown> = { ok: true, value: undefined };
  const change: Store['change'] = (work) =>
    authority.store.change(async (tables) => {
      seen = await work(tables);
      return refuse(rehearsed);
    });
  return { stage: { ...authority, store: { ...authority.store, change } }, outcome: () => seen };
}

/** What the act itself comes to for the caller, with nothing changed. */
async function outcomeOf(caller: Caller, act: Attempt): Promise<Result<unknown>> {
  const { stage, outcome } = rehearsal();
  const result = await act(stage, caller);
  // Some refuse before they open a transaction.
  if (result.ok || result.refusal !== rehearsed) return result;
  const seen = outcome();
  // Which token it is comes after the question whether any may be ended.
  const isNoToken = !seen.ok && seen.refusal.kind === 'not-found' && seen.refusal.what === 'permanent token';
  return isNoToken ? { ok: true, value: undefined } : seen;
}

type Attempt = (stage: Authority, caller: Caller) => Promise<Result<unknown>>;

/** What each act is; of several attempts one that succeeds is enough. */
type Outcomes = Readonly<Record<string, Attempt | readonly Attempt[]>>;

interface Cast {
  readonly callers: Readonly<Record<string, () => Promise<Caller<UserActor>>>>;
  readonly users: Readonly<Record<string, UserId>>;
  readonly groups: Readonly<Record<string, GroupId>>;
  readonly roles: Readonly<Record<string, RoleId>>;
  readonly projects: Readonly<Record<string, ProjectId>>;
  readonly services: Readonly<Record<string, ServiceId>>;
}

async function assemble(): Promise<Cast> {
  const payments = await addProject(house, 'PAY');
  const wiki = trustId<ServiceId>((await registerOverHttp(url, cookie, 'wiki')).id);
  const management = [
    jetpass('user-create'),
    jetpass('user-update'),
    jetpass('user-delete'),
    jetpass('role-read'),
    jetpass('group-read'),
    jetpass('service-read'),
    jetpass('project-read'),
  ];
  const userManager = await addSomebody(house, 'user-manager', [[management]]);
  const twin = await addSomebody(house, 'twin', [[management], [[jetpass('project-delete')], payments]]);
  const groupAdmin = await addSomebody(house, 'group-admin', [
    [[jetpass('group-create'), jetpass('group-update'), jetpass('group-delete'), jetpass('role-read')]],
  ]);
  const roleAdmin = await addSomebody(house, 'role-admin', [
    [[jetpass('role-update'), jetpass('group-read')]],
  ]);
  const projectAdmin = await addSomebody(house, 'project-admin', [
    [[jetpass('project-update')], payments],
    [[jetpass('role-read'), jetpass('group-read'), jetpass('project-create')]],
  ]);
  const operator = await addSomebody(house, 'operator', [[[jetpass('low-level')]]]);
  const plain = await addSomebody(house, 'plain');
  const keeper = await addSomebody(house, 'keeper');

  const deleter = await addUser(house, 'deleter');
  await give(house, { kind: 'user', id: deleter.id }, [jetpass('project-delete')], payments);
  const bot = await addBot(house, 'robot', plain.id);
  const masterBot = await addBot(house, 'master-robot', administratorId);
  await giveRole(house, { kind: 'user', id: masterBot.id }, systemAdministrator.id);

  const open = await addGroup(house, 'Open', { members: [plain.id] });
  const mighty = await addGroup(house, 'Mighty');
  await give(house, { kind: 'group', id: mighty }, [jetpass('project-delete')], payments);
  const kept = await addGroup(house, 'Kept');
  const keepers = await addGroup(house, 'Keepers', { members: [keeper.id] });
  done(
    await setGroupManagers(authority, { actor: { kind: 'system' }, origin: { requestId: '' } }, kept, [
      keepers,
    ]),
  );

  const held = await give(house, { kind: 'user', id: deleter.id }, [jetpass('project-read')]);
  const makeRole = async (permissions: readonly PermissionKey[]) => {
    const key = fresh('free-role');
    const caller: Caller = { actor: { kind: 'system' }, origin: { requestId: '' } };
    return done(await createRole(authority, caller, { key, name: key, description: undefined, permissions }))
      .id;
  };
  const { tables } = authority.store;
  const admin = async (): Promise<Caller<UserActor>> => ({
    actor: {
      ...(await plain.caller()).actor,
      userId: administratorId,
      login: 'ada',
      permissions: await permissionsOf(tables, administratorId),
    },
    origin: { requestId: 'a test' },
  });
  const token = await issueToken(url, cookie, ['0-0-0-0-0'], { userId: masterBot.id });
  return {
    callers: {
      administrator: admin,
      'a bot that administers': async () => ({
        actor: {
          kind: 'user',
          userId: masterBot.id,
          login: masterBot.login,
          via: { kind: 'permanent-token', id: trustId(token.id) },
          permissions: await permissionsOf(tables, masterBot.id),
        },
        origin: { requestId: 'a test' },
      }),
      'who manages users': userManager.caller,
      'who manages users and holds as much as the deleter': twin.caller,
      'who manages groups': groupAdmin.caller,
      'who manages one group': keeper.caller,
      'who manages roles': roleAdmin.caller,
      'who manages one project': projectAdmin.caller,
      'who operates services': operator.caller,
      'who holds nothing more': plain.caller,
    },
    users: {
      'the only person who administers': administratorId,
      'a bot that administers': masterBot.id,
      'who may delete a project': deleter.id,
      'who holds nothing more': plain.id,
      'who manages users': userManager.id,
      'a bot': bot.id,
      'the guest': trustId('0-0-0-0-3'),
      nobody: trustId('9c1f4d1e-0000-4000-8000-00000000dead'),
    },
    groups: { open, mighty, kept, 'a built-in one': allUsersGroupId },
    roles: {
      empty: await makeRole([]),
      'of role permissions': await makeRole([jetpass('role-read')]),
      'of project permissions': await makeRole([jetpass('project-delete')]),
      held,
      'a built-in one': observer.id,
    },
    projects: { payments, other: await addProject(house, 'OTHER'), Global: globalProjectId },
    services: { wiki, 'the authority': trustId('0-0-0-0-0') },
  };
}

/** What each act does, for the matrix; the names are those of the previews, or the matrix does not compile. */
const ofUser = (id: UserId): Outcomes => ({
  update: (stage, caller) => updateUser(stage, caller, id, { name: 'Renamed' }),
  changeIdentity: (stage, caller) => updateUser(stage, caller, id, { email: 'new@example.org' }),
  changeLogin: (stage, caller) => updateUser(stage, caller, id, { login: fresh('renamed') }),
  ban: (stage, caller) =>
    banUser(stage, caller, { userId: id, banned: true, reason: undefined, successor: undefined }),
  delete: (stage, caller) => deleteUser(stage, caller, { userId: id, successor: undefined }),
  issueToken: (stage, caller) =>
    issuePermanentToken(stage, caller, {
      ownerId: id,
      name: 'made in a rehearsal',
      description: undefined,
      audience: ['0-0-0-0-0'],
      expiresAt: undefined,
      narrowing: undefined,
    }),
  revokeToken: (stage, caller) =>
    revokePermanentToken(stage, caller, id, trustId('9c1f4d1e-0000-4000-8000-00000000dead')),
  requirePasswordChange: (stage, caller) => updateUser(stage, caller, id, { passwordChangeRequired: true }),
});

const ofGroup = (id: GroupId, cast: Cast): Outcomes => ({
  update: (stage, caller) => updateGroup(stage, caller, id, { requiresTwoFactor: true }),
  changeMembers: (stage, caller) =>
    addMember(stage, caller, {
      groupId: id,
      userId: cast.users['who may delete a project'] ?? administratorId,
    }),
  setUpdaters: (stage, caller) => setGroupManagers(stage, caller, id, []),
  delete: (stage, caller) => deleteGroup(stage, caller, { groupId: id, successor: undefined }),
  assignRole: [cast.projects.payments, globalProjectId].map(
    (projectId = globalProjectId): Attempt =>
      (stage, caller) =>
        assignRole(stage, caller, {
          roleId: cast.roles.empty ?? observer.id,
          holder: { kind: 'group', id },
          projectId,
        }),
  ),
});

const ofRole = (id: RoleId): Outcomes => ({
  update: (stage, caller) => updateRole(stage, caller, id, { name: 'Renamed' }),
  delete: (stage, caller) => deleteRole(stage, caller, id),
});

const ofProject = (id: ProjectId, cast: Cast): Outcomes => ({
  update: (stage, caller) => updateProject(stage, caller, id, { name: 'Renamed' }),
  delete: (stage, caller) => deleteProject(stage, caller, id),
  assignRole: (stage, caller) =>
    assignRole(stage, caller, {
      roleId: cast.roles.empty ?? observer.id,
      holder: { kind: 'user', id: administratorId },
      projectId: id,
    }),
});

const ofService = (id: ServiceId): Outcomes => ({
  update: (stage, caller) => updateService(stage, caller, id, { name: 'Renamed' }),
  rotateSecret: (stage, caller) => rotateServiceSecret(stage, caller, id),
  declarePermission: (stage, caller) =>
    declarePermission(stage, caller, {
      serviceId: id,
      key: fresh('rehearsed') as PermissionKey,
      name: 'Rehearsed',
      description: undefined,
      holdsIn: 'project',
      implies: [],
    }),
  delete: (stage, caller) => deleteService(stage, caller, id),
});

const plainPage = { skip: 0, top: 10, orderBy: [] };
const ofAuthority: Outcomes = {
  createUser: (stage, caller) =>
    createUser(stage, caller, {
      kind: 'person',
      login: fresh('newcomer'),
      name: 'Newcomer',
      email: undefined,
      password: undefined,
    }),
  createGroup: (stage, caller) =>
    createGroup(stage, caller, {
      name: fresh('New group'),
      description: undefined,
      parentId: undefined,
      requiresTwoFactor: false,
      autoJoin: false,
    }),
  createRole: (stage, caller) =>
    createRole(stage, caller, {
      key: fresh('new-role'),
      name: 'New',
      description: undefined,
      permissions: [],
    }),
  createProject: (stage, caller) =>
    createProject(stage, caller, { key: 'NEW', name: 'New', description: undefined }),
  registerService: (stage, caller) =>
    registerService(stage, caller, {
      name: 'New',
      key: 'new',
      description: undefined,
      homeUrl: undefined,
      viewers: [],
    }),
  readUsers: ({ store }, caller) => listUsers(store.tables, caller, plainPage),
  readRoles: ({ store }, caller) => listRoles(store.tables, caller, plainPage),
  assignGlobalRole: (stage, caller) =>
    assignRole(stage, caller, {
      roleId: observer.id,
      holder: { kind: 'group', id: allUsersGroupId },
      projectId: globalProjectId,
    }),
};

/** Acts that are about a list whose parts everybody may read some of: there is no one outcome to compare with. */
const withoutOutcome: readonly string[] = ['readGroups', 'readAudit'];

async function compare(
  acts: Result<readonly Act[]>,
  outcomes: Outcomes,
  caller: () => Promise<Caller<UserActor>>,
  what: string,
): Promise<void> {
  if (!acts.ok) {
    assert.ok(['not-found', 'forbidden'].includes(acts.refusal.kind), what);
    return;
  }
  const compared = acts.value.filter(({ name }) => !withoutOutcome.includes(name));
  assert.deepEqual(new Set(compared.map(({ name }) => name)), new Set(Object.keys(outcomes)), what);
  for (const { name, refusal } of compared) {
    const attempts = [outcomes[name] ?? []].flat();
    const outcomesHere: Result<unknown>[] = [];
    for (const attempt of attempts) outcomesHere.push(await outcomeOf(await caller(), attempt));
    const last = outcomesHere.find(({ ok }) => ok) ?? outcomesHere.at(-1);
    assert.ok(last, `${what}: ${name} was not attempted`);
    assert.deepEqual(refusal, last.ok ? undefined : last.refusal, `${what}: ${name}`);
    counts[refusal === undefined ? 'allowed' : 'refused'] += 1;
  }
}

const counts = { allowed: 0, refused: 0 };

describe('what the caller is told they may do is what they may do', () => {
  let cast: Cast;
  before(async () => {
    cast = await assemble();
  });

  const each = async (
    compareOne: (caller: () => Promise<Caller<UserActor>>, who: string) => Promise<void>,
  ) => {
    for (const [who, caller] of Object.entries(cast.callers)) await compareOne(caller, who);
  };
  const { tables } = authority.store;

  test('with users', () =>
    each(async (caller, who) => {
      for (const [whom, id] of Object.entries(cast.users)) {
        const acts = await previewUserActs(tables, await caller(), id);
        await compare(acts, ofUser(id), caller, `${who} with ${whom}`);
      }
      const self = (await caller()).actor.userId;
      const acts = await previewUserActs(tables, await caller(), self);
      await compare(acts, ofUser(self), caller, `${who} with themselves`);
    }));

  test('with groups', () =>
    each(async (caller, who) => {
      for (const [which, id] of Object.entries(cast.groups))
        await compare(
          await previewGroupActs(tables, await caller(), id),
          ofGroup(id, cast),
          caller,
          `${who} with the group ${which}`,
        );
    }));

  test('with roles', () =>
    each(async (caller, who) => {
      for (const [which, id] of Object.entries(cast.roles))
        await compare(
          await previewRoleActs(tables, await caller(), id),
          ofRole(id),
          caller,
          `${who} with the role ${which}`,
        );
    }));

  test('with projects', () =>
    each(async (caller, who) => {
      for (const [which, id] of Object.entries(cast.projects))
        await compare(
          await previewProjectActs(tables, await caller(), id),
          ofProject(id, cast),
          caller,
          `${who} with ${which}`,
        );
    }));

  test('with services', () =>
    each(async (caller, who) => {
      for (const [which, id] of Object.entries(cast.services))
        await compare(
          await previewServiceActs(tables, await caller(), id),
          ofService(id),
          caller,
          `${who} with ${which}`,
        );
    }));

  test('with the authority as a whole', () =>
    each(async (caller, who) =>
      compare(await previewAuthorityActs(tables, await caller()), ofAuthority, caller, who),
    ));

  test('which was often yes and often no', () => {
    assert.ok(counts.allowed > 100 && counts.refused > 100, JSON.stringify(counts));
  });

  test('and tells of the last administrator before anybody tries', async () => {
    const caller = cast.callers['a bot that administers'];
    assert.ok(caller);
    const acts = done(await previewUserActs(tables, await caller(), administratorId));
    for (const name of ['ban', 'delete'])
      assert.equal(acts.find((act) => act.name === name)?.refusal?.kind, 'conflict', name);
    const group = await addGroup(house, 'Administrators', { members: [administratorId] });
    await giveRole(house, { kind: 'group', id: group }, systemAdministrator.id);
    const mine = authority.store.tables.access;
    const own = (await mine.listHolders(systemAdministrator.id, globalProjectId)).find(
      ({ holder }) => holder.id === administratorId,
    );
    assert.ok(own);
    // From here on Ada administers by the group alone.
    const answer = await ask(`${url}/api/rest/acts`, { cookie });
    assert.equal(answer.status, 200);
    const { store } = authority;
    done(
      await store.change(async ({ access }) => {
        await access.deleteAssignment(own.id);
        const event = {
          kind: 'role.unassigned',
          at: authority.clock.now(),
          caller: { actor: { kind: 'system' }, origin: { requestId: '' } },
          target: { kind: 'authority' },
        } as const;
        return {
          ok: true,
          value: { value: undefined, events: [event], touched: [{ kind: 'access', id: 'everybody' }] },
        };
      }),
    );
    const groupActs = await previewGroupActs(tables, await caller(), group);
    await compare(groupActs, ofGroup(group, cast), caller, 'a bot with the administrators');
    assert.equal(done(groupActs).find((act) => act.name === 'delete')?.refusal?.kind, 'conflict');
    const again = await previewUserActs(tables, await caller(), administratorId);
    await compare(again, ofUser(administratorId), caller, 'a bot with the last administrator of a group');
    assert.equal(done(again).find((act) => act.name === 'ban')?.refusal?.kind, 'conflict');
  });
});

describe('acts over HTTP', () => {
  test('say in a sentence what is missing, with the names of permission and place', async () => {
    const project = await addProject(house, 'Ledger');
    const target = await addUser(house, 'jane.doe');
    await give(house, { kind: 'user', id: target.id }, [jetpass('project-delete')], project);
    const helper = await addSomebody(house, 'helper', [[[jetpass('user-update')]]]);
    const answer = await ask(`${url}/api/rest/users/${target.id}/acts`, { cookie: helper.cookie });
    assert.equal(answer.status, 200, answer.text);
    const issue = answer.json.find(({ act }: { act: string }) => act === 'issueToken');
    assert.equal(issue.allowed, false);
    assert.equal(
      issue.reason,
      'You cannot create tokens for jane.doe: you lack Delete Project in Ledger, Read Project Full in Ledger, Read Project Basic in Ledger',
    );
    assert.deepEqual(issue.missing[0].place, { id: project, name: 'Ledger' });
    const refused = await ask(`${url}/api/rest/users/${target.id}/permanenttokens`, {
      method: 'POST',
      cookie: helper.cookie,
      body: { name: 'x', scope: [{ id: '0-0-0-0-0' }] },
    });
    assertError(refused, 403);
    assert.equal(refused.json.error_description, issue.reason);
    assert.equal(refused.json.error_children.length, issue.missing.length);
  });

  test('are for whoever may read the object, by id or by key', async () => {
    const plain = await addSomebody(house, 'reader');
    const absent = '9c1f4d1e-0000-4000-8000-00000000dead';
    for (const path of [
      'roles/observer',
      `roles/${groupManager.id}`,
      'projects/0',
      'projects/Global',
      'services/wiki',
    ])
      assert.equal((await ask(`${url}/api/rest/${path}/acts/`, { cookie })).status, 200, path);
    for (const [path, status] of [
      ['acts', 200],
      ['users/me/acts', 200],
      ['users/guest/acts', 200],
      [`users/${absent}/acts`, 404],
      ['users/nonsense/acts', 404],
      ['usergroups/0-0-0-0-1/acts', 200],
      [`usergroups/${absent}/acts`, 404],
      ['usergroups/x/acts', 404],
      ['roles/observer/acts', 403],
      ['projects/0/acts', 200],
      [`projects/${absent}/acts`, 404],
      ['services/wiki/acts', 200],
      [`services/${absent}/acts`, 404],
    ] as const) {
      const answer = await ask(`${url}/api/rest/${path}`, { cookie: plain.cookie });
      assert.equal(answer.status, status, `${path} ${answer.text}`);
      assert.equal((await ask(`${url}/api/rest/${path}`)).status, 401, path);
    }
    const some = await ask(`${url}/api/rest/acts?fields=act,allowed`, { cookie });
    assert.deepEqual(Object.keys(some.json[0]).sort(), ['act', 'allowed', 'type']);
    assertError(await ask(`${url}/api/rest/acts?fields=(`, { cookie }), 400, 'fields');
  });
});
