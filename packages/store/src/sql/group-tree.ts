import { builtInGroupsOf, type GroupId, trustId, type UserId } from '@countersign/core';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database, GroupRow } from '../schema/tables.ts';
import type { SealedRows } from './seal-row.ts';

/** Every group the user is in: joined, above a joined one, and built in. */
export async function groupsOf(
  db: Kysely<Database>,
  rows: SealedRows,
  user: UserId,
): Promise<readonly GroupId[]> {
  const found = await db.selectFrom('memberships').selectAll().where('user_id', '=', user).execute();
  const joined = rows
    .openAll('memberships', found, { user_id: user })
    .map((row) => trustId<GroupId>(row.group_id));
  return [...(await ancestorsOf(db, rows, joined)), ...builtInGroupsOf(user).map((group) => group.id)];
}

/**
 * The groups and all above them, each once. The tree is climbed here and not in SQL: a row whose seal does not
 * fit ends the climb, and nothing above it is reached through it.
 */
export async function ancestorsOf(
  db: Kysely<Database>,
  rows: SealedRows,
  groups: readonly GroupId[],
): Promise<readonly GroupId[]> {
  if (groups.length === 0) return [];
  const found = await withAncestors(db, rows, groups);
  const known = new Map(found.map((row) => [row.id, row]));
  const reached = new Set<GroupId>();
  for (const group of groups) {
    for (let row = known.get(group); row !== undefined; row = known.get(row.parent_id ?? '')) {
      if (reached.has(trustId(row.id))) break;
      reached.add(trustId(row.id));
    }
  }
  return [...reached];
}

/**
 * The rows of the groups and of all above them, forged ones left out. Each parent is looked up by itself, and
 * the last condition, which is true of every id, says that few are expected: PostgreSQL, which counts on a hundred
 * times as many, would otherwise read all groups there are to join them.
 */
export async function withAncestors(
  db: Kysely<Database>,
  rows: SealedRows,
  groups: readonly GroupId[],
): Promise<readonly GroupRow[]> {
  const { rows: found } = await sql<GroupRow>`
    with recursive above (id) as (
      select id from user_groups where id in (${sql.join(groups)})
      union
      select (select parent_id from user_groups where user_groups.id = above.id) from above
        where above.id is not null
    )
    select user_groups.* from user_groups join above on user_groups.id = above.id
      where above.id || '' = above.id`.execute(db);
  return rows.openAll('user_groups', found, {});
}

/** The ids of the groups and of all below them, for conditions in lists: no decision rests on it. */
export function belowSql(groups: RawBuilder<unknown>) {
  return sql<string>`(
    with recursive below (id) as (
      ${groups}
      union
      select user_groups.id from user_groups join below on user_groups.parent_id = below.id
    )
    select id from below)`;
}
