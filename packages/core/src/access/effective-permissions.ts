import type { GroupId, PermissionKey, PlaceId, RoleId, ServiceId } from '../kernel/id.ts';
import { type PermissionCatalog, readServicePermission } from './permission.ts';
import type { PermissionSet } from './permission-set.ts';
import { type Assignment, grantOf, type Role } from './role.ts';

/**
 * What a user holds follows from four things and nothing else: the roles given to them, the roles given to any
 * group they are in (joined, or above one they joined), the services that open themselves to one of those
 * groups, and what is declared. A group is a member of the group above it: whoever is in it is in that one.
 */
export interface Standing {
  /** Every group the user is in, the built-in ones too. */
  readonly groups: readonly GroupId[];
  /** Everything given to the user and to those groups. */
  readonly assignments: readonly Assignment[];
  /** The services whose viewers those groups are. */
  readonly services: readonly ServiceId[];
}

/** What roles and permissions mean at this moment. */
export interface Meaning {
  readonly roles: ReadonlyMap<RoleId, Role>;
  readonly catalog: PermissionCatalog;
}

/** What the standing amounts to, place by place. Grows only when it grows, and in no particular order. */
export function effectivePermissions(standing: Standing, { roles, catalog }: Meaning): PermissionSet {
  const held = new Map<PlaceId, Set<PermissionKey>>();
  for (const { roleId, place } of standing.assignments) {
    for (const [at, keys] of grantOf(roles.get(roleId), place, catalog)) add(held, at, keys);
  }
  for (const service of standing.services) add(held, service, [readServicePermission]);
  return held;
}

function add(held: Map<PlaceId, Set<PermissionKey>>, place: PlaceId, keys: Iterable<PermissionKey>): void {
  const known = held.get(place);
  if (known === undefined) held.set(place, new Set(keys));
  else for (const key of keys) known.add(key);
}
