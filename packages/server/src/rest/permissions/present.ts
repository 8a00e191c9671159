import type { Permission as PermissionJson, PermissionReach, PermissionReference } from '@countersign/api';
import type { Permission, PermissionReferences, Project, ProjectId, Reach } from '@countersign/core';
import { presentProjectReference } from '../projects/present.ts';
import { presentServiceReference } from '../services/present.ts';

export function presentPermission(permission: Permission, known: PermissionReferences): PermissionJson {
  return {
    type: 'permission',
    id: permission.key,
    key: permission.key,
    name: permission.name,
    description: permission.description ?? null,
    global: permission.holdsIn === 'global',
    service: presentServiceReference(permission.serviceId, known.services.get(permission.serviceId)),
    implied: permission.implies.map((key) => presentPermissionReference(key, known.catalog.get(key))),
    entityType: null,
    operation: null,
  };
}

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
  known: ReadonlyMap<ProjectId, Project | undefined>,
): PermissionReach {
  return {
    permission: presentPermissionReference(permission.key, permission),
    global: projects === 'all',
    projects: projects === 'all' ? null : projects.map((id) => presentProjectReference(id, known.get(id))),
  };
}
