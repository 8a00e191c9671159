import { globalProjectId, type PermissionKey, type PlaceId } from '../kernel/id.ts';
import type { MissingPermission } from '../refusal.ts';

/**
 * What somebody may do: permissions, each in the places where it holds. A permission in the Global project
 * holds in every place, also in those that do not exist yet. The algebra here is all there is: cover, join,
 * intersect, and say what is missing. Every operation is total, and anything absent means "no".
 */
export type PermissionSet = ReadonlyMap<PlaceId, ReadonlySet<PermissionKey>>;

/** A set as it is written down: one pair for each permission and place, in a fixed order. */
export type PermissionPairs = readonly (readonly [PermissionKey, PlaceId])[];

export const noPermissions: PermissionSet = new Map();

/** Whether the set grants the permission in the place, directly or through Global. */
export function covers(set: PermissionSet, permission: PermissionKey, place: PlaceId): boolean {
  return set.get(globalProjectId)?.has(permission) === true || set.get(place)?.has(permission) === true;
}

/** What both sets grant: commutative, and never more than either. */
export function intersect(one: PermissionSet, other: PermissionSet): PermissionSet {
  return union(
    filter(one, (permission, place) => covers(other, permission, place)),
    filter(other, (permission, place) => covers(one, permission, place)),
  );
}

/** What either set grants. */
export function join(one: PermissionSet, other: PermissionSet): PermissionSet {
  return union(union(new Map(), one), other);
}

/** The part of the set whose permissions pass the test, wherever they hold. */
export function keep(set: PermissionSet, passes: (permission: PermissionKey) => boolean): PermissionSet {
  return filter(set, (permission) => passes(permission));
}

/** Every pair that is wanted and not held, in a fixed order: what a refusal names. */
export function missingFrom(held: PermissionSet, wanted: PermissionSet): readonly MissingPermission[] {
  return pairsOf(wanted)
    .filter(([permission, place]) => !covers(held, permission, place))
    .map(([permission, place]) => ({ permission, place }));
}

export function fromPairs(pairs: PermissionPairs): PermissionSet {
  const set = new Map<PlaceId, Set<PermissionKey>>();
  for (const [permission, place] of pairs) {
    const keys = set.get(place);
    if (keys === undefined) set.set(place, new Set([permission]));
    else keys.add(permission);
  }
  return set;
}

/** The set as sorted pairs, so that equal sets have equal text. */
export function pairsOf(set: PermissionSet): PermissionPairs {
  const pairs: [PermissionKey, PlaceId][] = [];
  for (const [place, keys] of set) for (const permission of keys) pairs.push([permission, place]);
  return pairs.sort((a, b) => compare(a[1], b[1]) || compare(a[0], b[0]));
}

// No sorting and no pairs here: this runs for every check.
function filter(
  set: PermissionSet,
  passes: (permission: PermissionKey, place: PlaceId) => boolean,
): Map<PlaceId, Set<PermissionKey>> {
  const kept = new Map<PlaceId, Set<PermissionKey>>();
  for (const [place, keys] of set) {
    const passing = new Set<PermissionKey>();
    for (const permission of keys) if (passes(permission, place)) passing.add(permission);
    if (passing.size > 0) kept.set(place, passing);
  }
  return kept;
}

function union(
  into: Map<PlaceId, Set<PermissionKey>>,
  other: PermissionSet,
): Map<PlaceId, Set<PermissionKey>> {
  for (const [place, keys] of other) {
    const known = into.get(place);
    if (known === undefined) into.set(place, new Set(keys));
    else for (const permission of keys) known.add(permission);
  }
  return into;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
