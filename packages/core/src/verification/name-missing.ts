import { type AccessTables, readMeaning } from '../access/access-store.ts';
import type { GroupTables } from '../identity/identity-store.ts';
import {
  type GroupId,
  globalProjectId,
  nilId,
  type PlaceId,
  type ProjectId,
  type ServiceId,
} from '../kernel/id.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import type { MissingPermission, Refusal } from '../refusal.ts';
import type { ServiceTables } from '../services/service-store.ts';

/** Where the names of permissions and places are read. */
export type NameTables = AccessTables & GroupTables & ProjectTables & ServiceTables;

/**
 * Puts names to what a refusal says is missing, so that people read "Delete Project in Payments". The names of
 * places are told even to who may not read them: they are the places where the target's rights reach.
 */
export async function nameMissing(tables: NameTables, refusal: Refusal): Promise<Refusal> {
  if (refusal.kind !== 'forbidden' || refusal.missing.length === 0) return refusal;
  const { catalog } = await readMeaning(tables);
  const places = new Map<PlaceId, string>();
  for (const { place, placeName } of refusal.missing) {
    if (placeName === undefined && !places.has(place)) places.set(place, await nameOfPlace(tables, place));
  }
  const missing = refusal.missing.map(
    ({ permission, place, placeName }): MissingPermission => ({
      permission,
      place,
      permissionName: catalog.get(permission)?.name ?? permission,
      placeName: placeName ?? places.get(place) ?? place,
    }),
  );
  return { ...refusal, missing };
}

/** A place is a project, a group or a service: their identifiers are of one kind, and never the same. */
async function nameOfPlace(tables: NameTables, place: PlaceId): Promise<string> {
  if (place === globalProjectId) return 'Global';
  if (place === nilId) return 'this place';
  const found =
    (await tables.projects.find(place as ProjectId)) ??
    (await tables.services.find(place as ServiceId)) ??
    (await tables.groups.find(place as GroupId));
  return found?.name ?? place;
}
