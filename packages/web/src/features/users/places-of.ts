/** Permissions as the cache has them, turned round: what is held in each place. */
import type { PermissionReach, PermissionReference } from '@countersign/sdk';

export interface HeldInPlace {
  /** Undefined is everywhere. */
  readonly place: string | undefined;
  readonly permissions: readonly PermissionReference[];
}

/** First what holds everywhere; then the projects by name. What holds everywhere is not repeated in them. */
export function placesOf(reaches: readonly PermissionReach[]): readonly HeldInPlace[] {
  const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
  const everywhere = reaches.filter(({ global }) => global).map(({ permission }) => permission);
  const local = reaches.filter(({ global }) => !global);
  const projects = new Map(local.flatMap(({ projects }) => (projects ?? []).map((one) => [one.id, one])));
  const places = [...projects.values()].sort(byName).map(({ id, name }) => ({
    place: name,
    permissions: local
      .filter(({ projects }) => projects?.some((project) => project.id === id))
      .map(({ permission }) => permission)
      .sort(byName),
  }));
  return everywhere.length === 0
    ? places
    : [{ place: undefined, permissions: everywhere.toSorted(byName) }, ...places];
}
