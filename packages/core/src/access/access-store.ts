import type { RoleId, UserId } from '../kernel/id.ts';
import type { PermissionSet } from './permission-set.ts';
import { type Assignment, effectivePermissions, type Role } from './role.ts';

/** Roles and who was given them. */
export interface AccessStore {
  listRoles(): Promise<ReadonlyMap<RoleId, Role>>;
  listAssignments(holder: UserId): Promise<readonly Assignment[]>;
  /** Whether anybody holds the role, anywhere. */
  hasHolder(role: RoleId): Promise<boolean>;
  insertRole(role: Role): Promise<void>;
  insertAssignment(assignment: Assignment): Promise<void>;
}

export interface AccessTables {
  readonly access: AccessStore;
}

/** What a user holds at this moment, in every place. */
export async function permissionsOf(tables: AccessTables, user: UserId): Promise<PermissionSet> {
  return effectivePermissions(await tables.access.listAssignments(user), await tables.access.listRoles());
}
