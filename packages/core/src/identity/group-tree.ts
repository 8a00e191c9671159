import type { AccessTables } from '../access/access-store.ts';
import type { GroupId } from '../kernel/id.ts';
import { allowed, refuse } from '../kernel/result.ts';
import { malformed, type Result } from '../refusal.ts';
import { type Group, groupDepthMax, isBuiltInGroup } from './group.ts';
import type { GroupTables } from './identity-store.ts';

/**
 * Whether a group can stand where its `parentId` says. The tree has no loops and is not endless: a group stands
 * neither in itself nor below itself, and the built-in groups stand apart, above and below nothing.
 */
export async function checkPlaceInTree(
  tables: GroupTables & AccessTables,
  group: Group,
): Promise<Result<void>> {
  const { parentId } = group;
  if (parentId === undefined) return allowed;
  if (isBuiltInGroup(parentId)) return refuse(malformed('parent', 'must not be a built-in group'));
  const above = await tables.access.listAncestors(parentId);
  if (above.length === 0) return refuse(malformed('parent', 'names no group'));
  if (above.includes(group.id))
    return refuse(malformed('parent', 'must not be the group itself or below it'));
  const depth = above.length + (await heightOf(tables, group));
  return depth > groupDepthMax
    ? refuse(malformed('parent', `would make the groups more than ${groupDepthMax} levels deep`))
    : allowed;
}

/** How many levels the group and those below it take. */
async function heightOf(tables: GroupTables, group: Group): Promise<number> {
  let level: readonly Group[] = [group];
  for (let height = 0; height <= groupDepthMax; height += 1) {
    if (level.length === 0) return height;
    level = (await Promise.all(level.map((one) => tables.groups.listChildren(one.id)))).flat();
  }
  return groupDepthMax + 1;
}

/** The group and those above it, itself first, as far as they are known. */
export function ancestorsIn(known: ReadonlyMap<GroupId, Group>, group: Group): readonly Group[] {
  const reached: Group[] = [];
  let next: Group | undefined = group;
  while (next !== undefined && !reached.includes(next)) {
    reached.push(next);
    next = next.parentId === undefined ? undefined : known.get(next.parentId);
  }
  return reached;
}
