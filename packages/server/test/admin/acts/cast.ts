import {
  allUsersGroupId,
  type Caller,
  createRole,
  type GroupId,
  globalProjectId,
  observer,
  type PermissionKey,
  type ProjectId,
  permissionsOf,
  type RoleId,
  type ServiceId,
  setGroupManagers,
  systemAdministrator,
  trustId,
  type UserActor,
  type UserId,
} from '@countersign/core';
import { issueToken, registerService as registerOverHttp } from '../../../../../test/harness/rest-client.ts';
import {
  addBot,
  addGroup,
  addProject,
  addSomebody,
  addUser,
  fresh,
  give,
  giveRole,
} from '../../harness/household.ts';
import { byHand, done, type House } from '../../harness/open-house.ts';

const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;

/** Who asks, and what is asked about, each by what they are. */
export interface Cast {
  readonly callers: Readonly<Record<string, () => Promise<Caller<UserActor>>>>;
  readonly users: Readonly<Record<string, UserId>>;
  readonly groups: Readonly<Record<string, GroupId>>;
  readonly roles: Readonly<Record<string, RoleId>>;
  readonly projects: Readonly<Record<string, ProjectId>>;
  readonly services: Readonly<Record<string, ServiceId>>;
}

export async function assemble(house: House): Promise<Cast> {
  const { url, cookie, authority, administratorId } = house;
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
  done(await setGroupManagers(authority, byHand, kept, [keepers]));

  const held = await give(house, { kind: 'user', id: deleter.id }, [jetpass('project-read')]);
  const makeRole = async (permissions: readonly PermissionKey[]) => {
    const key = fresh('free-role');
    const caller: Caller = byHand;
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
