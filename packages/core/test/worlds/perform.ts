import type { Caller } from '../../src/access/actor.ts';
import { groupManager } from '../../src/access/role.ts';
import { issuePermanentToken } from '../../src/credentials/issue-permanent-token.ts';
import { revokePermanentToken } from '../../src/credentials/revoke-permanent-token.ts';
import { banUser } from '../../src/identity/ban-user.ts';
import { addMember, removeMember } from '../../src/identity/change-membership.ts';
import { createGroup } from '../../src/identity/create-group.ts';
import { createUser } from '../../src/identity/create-user.ts';
import { deleteGroup } from '../../src/identity/delete-group.ts';
import { deleteUser } from '../../src/identity/delete-user.ts';
import { setGroupManagers } from '../../src/identity/group-managers.ts';
import type { PasswordHasher } from '../../src/identity/password.ts';
import { updateGroup } from '../../src/identity/update-group.ts';
import { updateUser } from '../../src/identity/update-user.ts';
import {
  type AssignmentId,
  type GroupId,
  type PermissionKey,
  type ServiceId,
  trustId,
  type UserId,
} from '../../src/kernel/id.ts';
import type { Clock } from '../../src/kernel/instant.ts';
import type { Random } from '../../src/kernel/random.ts';
import { ok } from '../../src/kernel/result.ts';
import type { Digest } from '../../src/kernel/secret.ts';
import { createProject, deleteProject, updateProject } from '../../src/projects/change-project.ts';
import type { Refusal } from '../../src/refusal.ts';
import { assignRole, unassignRole } from '../../src/roles/assign-role.ts';
import { createRole, deleteRole, updateRole } from '../../src/roles/change-role.ts';
import {
  declarePermission,
  updatePermission,
  withdrawPermission,
} from '../../src/services/declare-permission.ts';
import { deleteService } from '../../src/services/delete-service.ts';
import { registerService } from '../../src/services/register-service.ts';
import { updateService } from '../../src/services/update-service.ts';
import type { RightsStore } from '../memory-store.ts';
import type { Act, World } from '../reference-model/world.ts';

export interface PerformPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly passwordHasher: PasswordHasher;
  readonly store: RightsStore;
}

/** What came of an act: the id of what it made, and of a token its secret. */
export type Outcome =
  | { readonly ok: true; readonly id: string; readonly secret?: string }
  | { readonly ok: false; readonly refusal: Refusal };

interface Plain {
  readonly id?: string;
}

/** Performs an act of the world's with the product's own use cases. `name` is new each time, and fits everywhere. */
export async function perform(
  ports: PerformPorts,
  caller: Caller,
  act: Act,
  { world, name }: { readonly world: World; readonly name: string },
): Promise<Outcome> {
  if (act.do === 'issue') {
    const { permissions, projects } = act;
    const isNarrowed = permissions !== undefined || projects !== undefined;
    const result = await issuePermanentToken(ports, caller, {
      ownerId: trustId(act.user),
      name,
      description: undefined,
      audience: act.audience,
      expiresAt: undefined,
      narrowing: isNarrowed ? { permissions: permissions && keys(permissions), projects } : undefined,
    });
    if (!result.ok) return result;
    return { ok: true, id: result.value.token.id, secret: result.value.secret.reveal() };
  }
  const result = await run(ports, caller, act, world, name);
  return result.ok ? { ok: true, id: (result.value as Plain | undefined)?.id ?? 'nothing' } : result;
}

async function run(
  ports: PerformPorts,
  caller: Caller,
  act: Exclude<Act, { do: 'issue' }>,
  world: World,
  name: string,
) {
  switch (act.do) {
    case 'create user':
      return createUser(ports, caller, {
        kind: act.bot ? 'bot' : 'person',
        login: name,
        name,
        email: undefined,
        password: undefined,
        ownerId: optional<UserId>(act.owner),
        groups: ids<GroupId>(act.groups),
      });
    case 'edit user':
      return updateUser(ports, caller, trustId(act.user), {
        [act.field]: act.field === 'email' ? `${name}@example.test` : name,
      });
    case 'change owner':
      return updateUser(ports, caller, trustId(act.user), { ownerId: trustId(act.owner) });
    case 'ban':
    case 'unban': {
      const successor = act.do === 'ban' ? act.successor : undefined;
      return banUser(ports, caller, {
        userId: trustId(act.user),
        banned: act.do === 'ban',
        reason: undefined,
        successor: optional<UserId>(successor),
      });
    }
    case 'delete user':
      return deleteUser(ports, caller, {
        userId: trustId(act.user),
        successor: optional<UserId>(act.successor),
      });
    case 'create group':
      return createGroup(ports, caller, {
        name,
        description: undefined,
        parentId: optional<GroupId>(act.above),
        requiresTwoFactor: false,
        autoJoin: act.autoJoin,
      });
    case 'edit group':
      return updateGroup(ports, caller, trustId(act.group), { name, autoJoin: act.autoJoin });
    case 'move group':
      return updateGroup(ports, caller, trustId(act.group), {
        parent: act.above === undefined ? 'none' : trustId(act.above),
      });
    case 'delete group':
      return deleteGroup(ports, caller, {
        groupId: trustId(act.group),
        successor: optional<GroupId>(act.successor),
      });
    case 'join':
    case 'leave': {
      const membership = { groupId: trustId<GroupId>(act.group), userId: trustId<UserId>(act.user) };
      return (act.do === 'join' ? addMember : removeMember)(ports, caller, membership);
    }
    case 'set managers': {
      const dismissed = await findDismissed(ports.store, act);
      return dismissed === undefined
        ? setGroupManagers(ports, caller, trustId(act.group), ids(act.managers))
        : unassignRole(ports, caller, dismissed);
    }
    case 'create role': {
      const permissions = keys(act.permissions);
      return createRole(ports, caller, { key: name, name, description: undefined, permissions });
    }
    case 'change role':
      return updateRole(ports, caller, trustId(act.role), { permissions: keys(act.permissions) });
    case 'delete role':
      return deleteRole(ports, caller, trustId(act.role));
    case 'give': {
      const kind = world.users.has(act.to) ? 'user' : 'group';
      const holder = { kind, id: trustId<never>(act.to) } as const;
      return assignRole(ports, caller, { roleId: trustId(act.role), holder, projectId: trustId(act.at) });
    }
    case 'take':
      return unassignRole(ports, caller, await findAssignment(ports.store, world, act.given));
    case 'create project':
      return createProject(ports, caller, { key: name, name, description: undefined });
    case 'edit project':
      return updateProject(ports, caller, trustId(act.project), { name });
    case 'delete project':
      return deleteProject(ports, caller, trustId(act.project));
    case 'register service': {
      const viewers = ids<GroupId>(act.viewers);
      const fields = { name, key: name, description: undefined, homeUrl: undefined, viewers };
      const result = await registerService(ports, caller, fields);
      return result.ok ? ok(result.value.service) : result;
    }
    case 'edit service':
      return updateService(ports, caller, trustId(act.service), { name });
    case 'set viewers':
      return updateService(ports, caller, trustId(act.service), { viewers: ids(act.viewers) });
    case 'delete service':
      return deleteService(ports, caller, trustId(act.service));
    case 'declare':
      return declarePermission(ports, caller, {
        serviceId: trustId(act.service),
        key: key(act.key),
        name,
        description: undefined,
        holdsIn: act.scope,
        implies: keys(act.implies),
      });
    case 'imply':
      return updatePermission(ports, caller, permission(world, act.key), { implies: keys(act.implies) });
    case 'withdraw':
      return withdrawPermission(ports, caller, permission(world, act.key));
    case 'revoke': {
      const owner = world.tokens.get(act.token)?.user ?? '';
      return revokePermanentToken(ports, caller, trustId(owner), trustId(act.token));
    }
  }
}

/** The id of what may be nobody. */
function optional<Id extends UserId | GroupId>(id: string | undefined): Id | undefined {
  return id === undefined ? undefined : trustId<Id>(id);
}

const ids = <Id extends GroupId>(list: readonly string[]) => list.map((id) => trustId<Id>(id));
const key = (text: string) => text as PermissionKey;
const keys = (list: readonly string[]) => list.map(key);

function permission({ declared }: World, name: string) {
  return { serviceId: trustId<ServiceId>(declared.get(name)?.service ?? ''), key: key(name) };
}

/** The world's name of an assignment is its id, but for the one that an account is born with. */
async function findAssignment({ tables }: RightsStore, world: World, name: string): Promise<AssignmentId> {
  const one = world.given.get(name);
  const known = await tables.access.findAssignment(trustId(name));
  if (known !== undefined || one === undefined) return trustId(name);
  const found = await tables.access.listAssignments([trustId<UserId>(one.to)]);
  return found.find(({ roleId, place }) => roleId === one.role && place.id === one.at)?.id ?? trustId(name);
}

/** Where one group stops managing another, that is a role taken back, too: the second way to the same end. */
async function findDismissed(
  { tables }: RightsStore,
  { group, managers }: Act & { do: 'set managers' },
): Promise<AssignmentId | undefined> {
  const present = await tables.access.listHolders(groupManager.id, trustId(group));
  const leaving = present.filter(({ holder }) => !managers.includes(holder.id));
  return leaving.length === 1 && present.length === managers.length + 1 ? leaving[0]?.id : undefined;
}
