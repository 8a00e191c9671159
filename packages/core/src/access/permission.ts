import { authorityServiceId, type PermissionKey, type ServiceId } from '../kernel/id.ts';

/** One allowed action, declared by a service. */
export interface Permission {
  readonly key: PermissionKey;
  readonly name: string;
  readonly description: string | undefined;
  readonly serviceId: ServiceId;
  /** The kind of place beside Global where it can hold; one of kind `global` holds in Global or not at all. */
  readonly holdsIn: PermissionScope;
  /** Direct implications: who holds this holds those, in the same place. */
  readonly implies: readonly PermissionKey[];
}

export type PermissionScope = 'global' | 'project' | 'group' | 'service';

/** Every permission that is declared now. One that is not here counts for nothing, wherever it is written. */
export type PermissionCatalog = ReadonlyMap<PermissionKey, Permission>;

const key = (text: string) => text as PermissionKey;

/** The keys of the authority's own permissions begin with it; no service may declare one that does. */
export const authorityPermissionPrefix = 'jetbrains.jetpass.';

// The keys are those that clients of this dialect compare with; the prefix is part of the wire contract.
export const updateSelfPermission = key('jetbrains.jetpass.profile-updateSelf');
export const readUserBasicPermission = key('jetbrains.jetpass.user-read-basic');
export const readUserFullPermission = key('jetbrains.jetpass.user-read');
export const createUserPermission = key('jetbrains.jetpass.user-create');
export const updateUserPermission = key('jetbrains.jetpass.user-update');
export const deleteUserPermission = key('jetbrains.jetpass.user-delete');
export const readGroupPermission = key('jetbrains.jetpass.group-read');
export const createGroupPermission = key('jetbrains.jetpass.group-create');
export const updateGroupPermission = key('jetbrains.jetpass.group-update');
export const deleteGroupPermission = key('jetbrains.jetpass.group-delete');
export const readRolePermission = key('jetbrains.jetpass.role-read');
export const manageRolePermission = key('jetbrains.jetpass.role-update');
export const readProjectBasicPermission = key('jetbrains.jetpass.project-read-basic');
export const readProjectFullPermission = key('jetbrains.jetpass.project-read');
export const createProjectPermission = key('jetbrains.jetpass.project-create');
export const updateProjectPermission = key('jetbrains.jetpass.project-update');
export const deleteProjectPermission = key('jetbrains.jetpass.project-delete');
export const readServicePermission = key('jetbrains.jetpass.service-read');
export const readLowLevelPermission = key('jetbrains.jetpass.low-level-read');
export const writeLowLevelPermission = key('jetbrains.jetpass.low-level');

/** What the authority itself declares: the permissions its own API asks for. */
export const authorityPermissions: readonly Permission[] = [
  declare(updateSelfPermission, 'Update Self', 'global', []),
  declare(readUserBasicPermission, 'Read User Basic', 'global', []),
  declare(readUserFullPermission, 'Read User Full', 'global', [readUserBasicPermission]),
  declare(createUserPermission, 'Create User', 'global', [readUserBasicPermission]),
  declare(updateUserPermission, 'Update User', 'global', [updateSelfPermission, readUserFullPermission]),
  declare(deleteUserPermission, 'Delete User', 'global', [readUserFullPermission]),
  declare(readGroupPermission, 'Read Group', 'group', []),
  declare(createGroupPermission, 'Create Group', 'global', [readGroupPermission]),
  declare(updateGroupPermission, 'Update Group', 'group', [readGroupPermission]),
  declare(deleteGroupPermission, 'Delete Group', 'global', [readGroupPermission]),
  declare(readRolePermission, 'Read Role', 'global', []),
  declare(manageRolePermission, 'Manage Role', 'global', [readRolePermission]),
  declare(readProjectBasicPermission, 'Read Project Basic', 'project', []),
  declare(readProjectFullPermission, 'Read Project Full', 'project', [readProjectBasicPermission]),
  declare(createProjectPermission, 'Create Project', 'global', []),
  declare(updateProjectPermission, 'Update Project', 'project', [readProjectFullPermission]),
  declare(deleteProjectPermission, 'Delete Project', 'project', [readProjectFullPermission]),
  declare(readServicePermission, 'Read Service', 'service', []),
  declare(readLowLevelPermission, 'Low-level Admin Read', 'global', [readServicePermission]),
  declare(writeLowLevelPermission, 'Low-level Admin Write', 'global', [readLowLevelPermission]),
];

/** What is declared before any service is registered. */
export const authorityCatalog: PermissionCatalog = catalogOf([]);

/** The authority's own permissions and those that services declared. */
export function catalogOf(declared: readonly Permission[]): PermissionCatalog {
  return new Map([...declared, ...authorityPermissions].map((permission) => [permission.key, permission]));
}

/** The keys with all they imply, directly or through others. Keys that nobody declares are left out. */
export function withImplied(
  keys: Iterable<PermissionKey>,
  catalog: PermissionCatalog,
): ReadonlySet<PermissionKey> {
  const reached = new Set<PermissionKey>();
  const waiting = [...keys];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const permission = catalog.get(next);
    if (permission === undefined || reached.has(next)) continue;
    reached.add(next);
    waiting.push(...permission.implies);
  }
  return reached;
}

function declare(
  permission: PermissionKey,
  name: string,
  holdsIn: PermissionScope,
  implies: readonly PermissionKey[],
): Permission {
  return {
    key: permission,
    name,
    description: undefined,
    serviceId: authorityServiceId,
    holdsIn,
    implies,
  };
}
