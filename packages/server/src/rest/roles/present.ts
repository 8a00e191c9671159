import type { Role as RoleJson, RoleReference } from '@countersign/api';
import {
  isBuiltInRole,
  type PermissionCatalog,
  partsOfRole,
  type Role,
  systemAdministrator,
} from '@countersign/core';
import { presentPermissionReference } from '../permissions/present.ts';

/** A role as REST answers it; how often it is given only where somebody counted. */
export function presentRole(
  role: Role,
  catalog: PermissionCatalog,
  assignmentsCount: number | undefined,
): RoleJson {
  return {
    type: 'role',
    id: role.id,
    key: role.key,
    name: role.name,
    description: role.description ?? null,
    permissions: partsOfRole(role, catalog).map((permission) => ({
      ...presentPermissionReference(permission.key, permission),
      global: permission.holdsIn === 'global',
    })),
    immutable: isBuiltInRole(role.id),
    holdsEverything: role.id === systemAdministrator.id,
    assignmentsCount,
    aliases: [],
  };
}

/** A role as another entity names it. One whose row is gone or forged keeps its id and nothing else. */
export function presentRoleReference(id: string, role: Role | undefined): RoleReference {
  return { type: 'role', id, key: role?.key ?? '', name: role?.name ?? '' };
}
