import {
  type AssignmentId,
  type GroupId,
  globalProjectId,
  type PermissionKey,
  type PlaceId,
  type RoleId,
  type UserId,
} from '../kernel/id.ts';
import {
  type Permission,
  type PermissionCatalog,
  type PermissionScope,
  readUserBasicPermission,
  updateGroupPermission,
  updateSelfPermission,
  withImplied,
} from './permission.ts';
import { fromPairs, type PermissionSet } from './permission-set.ts';

/** A named set of permissions. */
export interface Role {
  readonly id: RoleId;
  /** A short lower-case name for scripts; unique. */
  readonly key: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly permissions: readonly PermissionKey[];
}

/** A role given to a user or a group in a place. */
export interface Assignment {
  readonly id: AssignmentId;
  readonly roleId: RoleId;
  readonly holder: Holder;
  readonly place: Place;
}

export type Holder =
  | { readonly kind: 'user'; readonly id: UserId }
  | { readonly kind: 'group'; readonly id: GroupId };

export interface Place {
  /** What kind of place it is: a permission holds only where permissions of its kind can. */
  readonly kind: PermissionScope;
  readonly id: PlaceId;
}

export const globalPlace: Place = { kind: 'global', id: globalProjectId };

/** Holds every permission that is declared, also those that services declare later. */
export const systemAdministrator: Role = builtIn(0, 'system-admin', 'System Admin', []);

/** What every new account begins with. */
export const observer: Role = builtIn(1, 'observer', 'Observer', [
  updateSelfPermission,
  readUserBasicPermission,
]);

/** Held in the place of one group: who holds it there changes that group's membership. */
export const groupManager: Role = builtIn(2, 'group-manager', 'Group Manager', [updateGroupPermission]);

/** The roles of every authority. Their identifiers are fixed, and nobody edits them. */
export const builtInRoles: readonly Role[] = [systemAdministrator, observer, groupManager];

export function isBuiltInRole(role: RoleId): boolean {
  return builtInRoles.some(({ id }) => id === role);
}

/** The role's permissions with all they imply, as far as they are declared now. */
export function permissionsOfRole(role: Role, catalog: PermissionCatalog): ReadonlySet<PermissionKey> {
  return role.id === systemAdministrator.id
    ? new Set(catalog.keys())
    : withImplied(role.permissions, catalog);
}

/** What the role was made of, without what that implies, as far as it is declared now. */
export function partsOfRole(role: Role, catalog: PermissionCatalog): readonly Permission[] {
  if (role.id === systemAdministrator.id) return [...catalog.values()];
  return role.permissions.flatMap((key) => catalog.get(key) ?? []);
}

/** What a role grants in a place: those of its permissions that can hold there. */
export function grantOf(role: Role | undefined, place: Place, catalog: PermissionCatalog): PermissionSet {
  if (role === undefined) return new Map();
  const holding = [...permissionsOfRole(role, catalog)].filter(
    (key) => place.kind === 'global' || catalog.get(key)?.holdsIn === place.kind,
  );
  return fromPairs(holding.map((key) => [key, place.id]));
}

function builtIn(number: number, key: string, name: string, permissions: readonly PermissionKey[]): Role {
  return { id: `0-0-0-1-${number}` as RoleId, key, name, description: undefined, permissions };
}
