import {
  type AssignmentId,
  globalProjectId,
  type PermissionKey,
  type ProjectId,
  type RoleId,
  type UserId,
} from '../kernel/id.ts';
import {
  authorityPermissions,
  readUserBasicPermission,
  updateSelfPermission,
  withImplied,
} from './permission.ts';
import { fromPairs, type PermissionPairs, type PermissionSet } from './permission-set.ts';

/** A named set of permissions. */
export interface Role {
  readonly id: RoleId;
  readonly key: string;
  readonly name: string;
  readonly permissions: readonly PermissionKey[];
}

/** A role given to somebody in a place. */
export interface Assignment {
  readonly id: AssignmentId;
  readonly roleId: RoleId;
  readonly holderId: UserId;
  readonly place: ProjectId;
}

/** The two roles every authority starts with; their identifiers are fixed so that assignments can name them. */
export const systemAdministrator: Role = {
  id: '0-0-0-1-0' as RoleId,
  key: 'system-admin',
  name: 'System Admin',
  permissions: authorityPermissions.map((permission) => permission.key),
};

export const observer: Role = {
  id: '0-0-0-1-1' as RoleId,
  key: 'observer',
  name: 'Observer',
  permissions: [updateSelfPermission, readUserBasicPermission],
};

/** What a user holds now: every assignment's role, with implied permissions, in the assignment's place. */
export function effectivePermissions(
  assignments: readonly Assignment[],
  roles: ReadonlyMap<RoleId, Role>,
): PermissionSet {
  const pairs: PermissionPairs = assignments.flatMap((assignment) =>
    [...withImplied(roles.get(assignment.roleId)?.permissions ?? [])].map(
      (permission) => [permission, assignment.place] as const,
    ),
  );
  return fromPairs(pairs);
}

/** A role's permissions as if held in Global, for the guard to compare with. */
export function permissionsOfRole(role: Role): PermissionSet {
  return fromPairs([...withImplied(role.permissions)].map((permission) => [permission, globalProjectId]));
}
