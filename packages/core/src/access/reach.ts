import { globalProjectId, type ProjectId } from '../kernel/id.ts';
import type { Permission, PermissionCatalog } from './permission.ts';
import type { PermissionSet } from './permission-set.ts';

/** Where one permission may be used: everywhere, or in these projects. */
export interface Reach {
  readonly permission: Permission;
  readonly projects: readonly ProjectId[] | 'all';
}

/**
 * A set as services ask for it: permission by permission, in a fixed order, so that equal sets are told alike. A service knows projects
 * and nothing else, so what somebody holds in the place of a group or of a service is left out, and so is what
 * nobody declares any more.
 */
export function reachOf(set: PermissionSet, catalog: PermissionCatalog): readonly Reach[] {
  const everywhere = set.get(globalProjectId) ?? new Set();
  const reached = new Map<Permission, ProjectId[] | 'all'>();
  for (const [place, keys] of set) {
    for (const key of keys) {
      const permission = catalog.get(key);
      if (permission === undefined) continue;
      if (everywhere.has(key)) reached.set(permission, 'all');
      else if (permission.holdsIn === 'project') add(reached, permission, place as ProjectId);
    }
  }
  return [...reached]
    .map(([permission, projects]) => ({
      permission,
      projects: projects === 'all' ? projects : projects.sort(),
    }))
    .sort((a, b) => (a.permission.key < b.permission.key ? -1 : 1));
}

/** The projects that any of the permissions is limited to. */
export function projectsOf(reaches: readonly Reach[]): readonly ProjectId[] {
  return [...new Set(reaches.flatMap(({ projects }) => (projects === 'all' ? [] : projects)))];
}

function add(
  reached: Map<Permission, ProjectId[] | 'all'>,
  permission: Permission,
  project: ProjectId,
): void {
  const known = reached.get(permission);
  if (known === undefined) reached.set(permission, [project]);
  else if (known !== 'all') known.push(project);
}
