/** What a role comes to: the permissions that were chosen, and what these imply. */
import type { Permission } from '@countersign/sdk';

export interface PermissionGroup {
  readonly service: Permission['service'];
  readonly permissions: readonly Permission[];
}

/** Service by service, in the order in which the services first appear. */
export function byService(permissions: readonly Permission[]): readonly PermissionGroup[] {
  const groups = new Map<string, { service: Permission['service']; permissions: Permission[] }>();
  for (const permission of permissions) {
    const { service } = permission;
    const group = groups.get(service.id) ?? { service, permissions: [] };
    group.permissions.push(permission);
    groups.set(service.id, group);
  }
  return [...groups.values()];
}

/**
 * Of each permission that is implied by what was chosen, the names of those chosen that imply it, directly or
 * through others.
 */
export function impliedBy(
  chosen: ReadonlySet<string>,
  permissions: readonly Permission[],
): ReadonlyMap<string, readonly string[]> {
  const known = new Map(permissions.map((permission) => [permission.key, permission]));
  const sources = new Map<string, string[]>();
  for (const key of chosen) {
    const source = known.get(key);
    if (source === undefined) continue;
    for (const reached of reachedFrom(source, known))
      sources.set(reached, [...(sources.get(reached) ?? []), source.name]);
  }
  return sources;
}

function reachedFrom(source: Permission, known: ReadonlyMap<string, Permission>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = source.implied.map(({ key }) => key);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next) || next === source.key) continue;
    reached.add(next);
    waiting.push(...(known.get(next)?.implied ?? []).map(({ key }) => key));
  }
  return reached;
}
