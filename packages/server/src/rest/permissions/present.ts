import type { PermissionReach, PermissionReference } from '@countersign/api';
import type { Permission, Project, ProjectId, Reach } from '@countersign/core';
import { presentProjectReference } from '../projects/present.ts';

/** A permission as another entity names it. One that nobody declares any more keeps its key. */
export function presentPermissionReference(
  key: string,
  permission: Permission | undefined,
): PermissionReference {
  return { type: 'permission', id: key, key, name: permission?.name ?? key };
}

/** What somebody may do, in the shape in which services of this dialect cache it. */
export function presentReach(
  { permission, projects }: Reach,
  known: ReadonlyMap<ProjectId, Project>,
): PermissionReach {
  return {
    permission: presentPermissionReference(permission.key, permission),
    global: projects === 'all',
    projects: projects === 'all' ? null : projects.map((id) => presentProjectReference(id, known.get(id))),
  };
}
