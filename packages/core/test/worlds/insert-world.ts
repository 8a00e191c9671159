import type { Permission } from '../../src/access/permission.ts';
import { builtInRoles, groupManager, isBuiltInRole } from '../../src/access/role.ts';
import { builtInGroups } from '../../src/identity/group.ts';
import { type AssignmentId, type GroupId, type PermissionKey, trustId } from '../../src/kernel/id.ts';
import { ok } from '../../src/kernel/result.ts';
import type { PasswordHash } from '../../src/kernel/secret.ts';
import { authorityService } from '../../src/services/authority-service.ts';
import type { RightsStore, RightsTables } from '../memory-store.ts';
import { noon } from '../platform.ts';
import { allUsers, authority, global, registeredUsers, type World } from '../reference-model/world.ts';

/** Writes the world in which a plan begins into an empty store, as rows, past every use case. */
export async function insertWorld(store: RightsStore, world: World): Promise<void> {
  const result = await store.change(async (tables) => {
    await insertAll(tables, world);
    const caller = { actor: { kind: 'system' }, origin: { requestId: 'start' } } as const;
    return ok({
      value: undefined,
      events: [{ kind: 'authority.founded', at: noon, caller, target: { kind: 'authority' } }],
      touched: [],
    });
  });
  if (!result.ok) throw new Error('the start of a world was refused');
}

async function insertAll(tables: RightsTables, world: World): Promise<void> {
  await tables.services.insert(authorityService(noon));
  for (const role of builtInRoles) await tables.access.insertRole(role);
  for (const group of builtInGroups) await tables.groups.insert(group);

  for (const [id, { bot, signsIn, state, owner }] of world.users) {
    await tables.users.insert({
      id: trustId(id),
      kind: bot ? 'bot' : 'person',
      login: id,
      loginKey: id,
      name: id,
      email: undefined,
      state: state === 'banned' ? { kind: state, reason: undefined } : { kind: state },
      passwordHash: signsIn ? ('a hash' as PasswordHash) : undefined,
      passwordChangeRequired: false,
      ownerId: owner === undefined ? undefined : trustId(owner),
      purpose: undefined,
      createdAt: noon,
    });
  }
  for (const [id, { above, autoJoin }] of world.groups) {
    if (id === allUsers || id === registeredUsers) continue;
    await tables.groups.insert({
      id: trustId(id),
      name: id,
      nameForm: id,
      description: undefined,
      parentId: above === undefined ? undefined : trustId(above),
      requiresTwoFactor: false,
      twoFactorRequiredFrom: undefined,
      autoJoin,
      createdAt: noon,
    });
  }
  for (const [id, { members }] of world.groups)
    for (const user of members) await tables.groups.join(trustId(id), trustId(user));
  for (const id of world.projects)
    await tables.projects.insert({
      id: trustId(id),
      key: `project-${id}`,
      keyForm: `project-${id}`,
      name: id,
      nameForm: id,
      description: undefined,
      createdAt: noon,
    });
  for (const [id, viewers] of world.services) {
    if (id === authority) continue;
    await tables.services.insert({
      ...authorityService(noon),
      id: trustId(id),
      key: `service-${id}`,
      keyForm: `service-${id}`,
      viewers: viewers.map((viewer) => trustId(viewer)),
    });
  }
  await insertRights(tables, world);
}

async function insertRights({ access }: RightsTables, world: World): Promise<void> {
  for (const [key, { service, scope, implies }] of world.declared) {
    if (service === authority) continue;
    await access.insertPermission({
      key: key as PermissionKey,
      name: key,
      description: undefined,
      serviceId: trustId(service),
      holdsIn: scope as Permission['holdsIn'],
      implies: implies as readonly PermissionKey[],
    });
  }
  for (const [id, permissions] of world.roles) {
    if (isBuiltInRole(trustId(id))) continue;
    const described = { key: `role-${id}`, name: id, description: undefined };
    await access.insertRole({
      id: trustId(id),
      ...described,
      permissions: permissions as readonly PermissionKey[],
    });
  }
  for (const [id, { role, to, at }] of world.given) {
    const kind = world.users.has(to) ? 'user' : 'group';
    await access.insertAssignment({
      id: trustId<AssignmentId>(id),
      roleId: trustId(role),
      holder: { kind, id: trustId<never>(to) },
      place: { kind: at === global ? 'global' : 'project', id: trustId<GroupId>(at) },
    });
  }
  for (const [id, { managers }] of world.groups) {
    for (const manager of managers) {
      await access.insertAssignment({
        id: trustId<AssignmentId>(`${id} by ${manager}`),
        roleId: groupManager.id,
        holder: { kind: 'group', id: trustId(manager) },
        place: { kind: 'group', id: trustId<GroupId>(id) },
      });
    }
  }
}
