import { authorityServiceId, type PermissionKey, type ServiceId } from '../kernel/id.ts';

/** One allowed action, declared by a service. */
export interface Permission {
  readonly key: PermissionKey;
  readonly name: string;
  readonly serviceId: ServiceId;
  /** Direct implications: who holds this holds those. */
  readonly implies: readonly PermissionKey[];
}

const key = (text: string) => text as PermissionKey;

// The keys are those that clients of this dialect compare with; the prefix is part of the wire contract.
export const updateSelfPermission = key('jetbrains.jetpass.profile-updateSelf');
export const readUserBasicPermission = key('jetbrains.jetpass.user-read-basic');
export const readUserFullPermission = key('jetbrains.jetpass.user-read');
export const createUserPermission = key('jetbrains.jetpass.user-create');
export const updateUserPermission = key('jetbrains.jetpass.user-update');
export const readLowLevelPermission = key('jetbrains.jetpass.low-level-read');
export const writeLowLevelPermission = key('jetbrains.jetpass.low-level');

/** What the authority itself declares: the permissions its own API asks for. */
export const authorityPermissions: readonly Permission[] = [
  declare(updateSelfPermission, 'Update Self', []),
  declare(readUserBasicPermission, 'Read User Basic', []),
  declare(readUserFullPermission, 'Read User Full', [readUserBasicPermission]),
  declare(createUserPermission, 'Create User', []),
  declare(updateUserPermission, 'Update User', [updateSelfPermission, readUserFullPermission]),
  declare(readLowLevelPermission, 'Low-level Admin Read', []),
  declare(writeLowLevelPermission, 'Low-level Admin Write', [readLowLevelPermission]),
];

const byKey = new Map(authorityPermissions.map((permission) => [permission.key, permission]));

/** The permission's words for people; a key nobody declares reads as itself. */
export function permissionName(permission: PermissionKey): string {
  return byKey.get(permission)?.name ?? permission;
}

/** The keys with all they imply, directly or through others. Unknown keys imply nothing. */
export function withImplied(keys: Iterable<PermissionKey>): ReadonlySet<PermissionKey> {
  const reached = new Set<PermissionKey>();
  const waiting = [...keys];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(byKey.get(next)?.implies ?? []));
  }
  return reached;
}

function declare(permission: PermissionKey, name: string, implies: readonly PermissionKey[]): Permission {
  return { key: permission, name, serviceId: authorityServiceId, implies };
}
