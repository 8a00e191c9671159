import type { PermissionCatalog } from '../access/permission.ts';
import { fromPairs, missingFrom, type PermissionSet } from '../access/permission-set.ts';
import {
  globalProjectId,
  type PermissionKey,
  type PlaceId,
  type ProjectId,
  type ServiceId,
} from '../kernel/id.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { findProjectByIdOrKey } from '../projects/find-project.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import { malformed, type Result } from '../refusal.ts';

/**
 * What somebody wants a token to be narrowed to. At least one of the two is given; neither list is ever empty,
 * since nothing chosen must never mean everything allowed.
 */
export interface Narrowing {
  /** The only permissions it may use; absent: all that the services of its audience declare now. */
  readonly permissions: readonly PermissionKey[] | undefined;
  /** The only projects it may use them in, by id or key; absent: wherever its owner holds them. */
  readonly projects: readonly string[] | undefined;
}

/**
 * Writes a narrowing down as pairs: each permission in each project, or in Global. A permission that only holds
 * in Global is left out where projects were chosen, and refused where it was named beside them. Permissions that
 * are declared later are not in it.
 */
export async function resolveGrant(
  tables: ProjectTables,
  input: {
    readonly narrowing: Narrowing;
    readonly audience: readonly ServiceId[];
    readonly catalog: PermissionCatalog;
    /** What the credential that asks carries: it names no project in which it carries nothing. */
    readonly carried: PermissionSet;
  },
): Promise<Result<PermissionSet>> {
  const { narrowing, audience, catalog } = input;
  const places = await resolvePlaces(tables, input);
  if (!places.ok) return places;
  const offered = [...catalog.values()].filter(({ serviceId }) => audience.includes(serviceId));
  if (narrowing.permissions?.length === 0)
    return refuse(malformed('permissions', 'must name at least one permission; leave it out for all'));
  const chosen: PermissionKey[] = [];
  for (const [index, key] of (narrowing.permissions ?? []).entries()) {
    const permission = offered.find((one) => one.key === key);
    if (permission === undefined)
      return refuse(malformed(`permissions.${index}`, 'names no permission of the services in the scope'));
    if (places.value !== undefined && permission.holdsIn !== 'project')
      return refuse(
        malformed(`permissions.${index}`, 'holds in Global alone and cannot be narrowed to projects'),
      );
    chosen.push(key);
  }
  const keys =
    narrowing.permissions === undefined
      ? offered
          .filter(({ holdsIn }) => places.value === undefined || holdsIn === 'project')
          .map(({ key }) => key)
      : chosen;
  const at: readonly PlaceId[] = places.value ?? [globalProjectId];
  return ok(fromPairs(at.flatMap((place) => keys.map((key) => [key, place] as const))));
}

/** Out of what a token is cut: its owner's rights, or what the credential carries that asks for one of its own. */
export interface GrantSource {
  readonly held: PermissionSet;
  /** As a refusal says it. */
  readonly lackedBy?: string;
}

/**
 * Whether the source holds what was named. A permission without a project is wanted wherever it is held, so holding
 * it anywhere is enough.
 */
export function checkGrant(
  grant: PermissionSet,
  { held, ...lackedBy }: GrantSource,
  narrowing: Narrowing,
): Result<void> {
  if (narrowing.permissions === undefined) return allowed;
  const heldSomewhere = new Set([...held.values()].flatMap((keys) => [...keys]));
  const missing =
    narrowing.projects === undefined
      ? missingFrom(held, grant).filter(({ permission }) => !heldSomewhere.has(permission))
      : missingFrom(held, grant);
  return missing.length === 0
    ? allowed
    : refuse({ kind: 'forbidden', act: 'narrow a token to these permissions', missing, ...lackedBy });
}

/** One in which nothing is carried is answered as if it did not exist: its name would be told by the token. */
async function resolvePlaces(
  tables: ProjectTables,
  {
    narrowing: { projects },
    carried,
    catalog,
  }: {
    readonly narrowing: Narrowing;
    readonly carried: PermissionSet;
    readonly catalog: PermissionCatalog;
  },
): Promise<Result<readonly PlaceId[] | undefined>> {
  if (projects === undefined) return ok(undefined);
  if (projects.length === 0)
    return refuse(malformed('projects', 'must name at least one project; leave it out for all'));
  const places: PlaceId[] = [];
  for (const [index, text] of projects.entries()) {
    const project = await findProjectByIdOrKey(tables, text);
    if (project?.id === globalProjectId)
      return refuse(malformed(`projects.${index}`, 'is Global, which is every project: leave projects out'));
    if (project === undefined || !reaches(carried, project.id, catalog))
      return refuse(malformed(`projects.${index}`, 'names no project'));
    places.push(project.id);
  }
  return ok([...new Set(places)]);
}

/** Whether anything is carried in the project, by name or through Global. */
function reaches(carried: PermissionSet, project: ProjectId, catalog: PermissionCatalog): boolean {
  const everywhere = [...(carried.get(globalProjectId) ?? [])];
  return carried.has(project) || everywhere.some((key) => catalog.get(key)?.holdsIn === 'project');
}
