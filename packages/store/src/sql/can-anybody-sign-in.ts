import { type GroupId, type GroupStore, isBuiltInGroup } from '@countersign/core';
import { type Kysely, sql } from 'kysely';
import type { Database, UserRow } from '../schema/tables.ts';
import { ancestorsOf, belowSql } from './group-tree.ts';
import type { SealedRows } from './seal-row.ts';

/** How many are looked at: one is enough, and who planted more than these only keeps things as they are. */
const candidatesMax = 100;

/** What SQL asks of whom to look at, and then each row is held against. */
const whoSignsIn = { state: 'active', kind: 'person' } as const;

/**
 * Whether somebody who can sign in (see core's `canSignIn`) is in the group, directly or below it. Whether anybody
 * is left who administers rests on this, so SQL only finds whom to look at: person, membership and every group on
 * the way up count under a seal that fits, or not at all.
 */
export async function canAnybodySignIn(
  db: Kysely<Database>,
  rows: SealedRows,
  group: GroupId,
  without: Parameters<GroupStore['canAnybodySignIn']>[1] = {},
): Promise<boolean> {
  const signsIn = ({ id, password_hash }: UserRow) => password_hash !== null && id !== without.user;
  let people = db
    .selectFrom('users')
    .where('state', '=', whoSignsIn.state)
    .where('kind', '=', whoSignsIn.kind)
    .where('password_hash', 'is not', null);
  if (without.user !== undefined) people = people.where('id', '!=', without.user);
  if (isBuiltInGroup(group)) {
    const found = await people.selectAll().limit(candidatesMax).execute();
    return rows.openAll('users', found, whoSignsIn).some(signsIn);
  }
  let inside = db
    .selectFrom('memberships')
    .selectAll()
    .where('group_id', 'in', belowSql(sql`select id from user_groups where id = ${group}`))
    .where('user_id', 'in', people.select('id'));
  if (without.group !== undefined) inside = inside.where('group_id', '!=', without.group);
  const joined = rows.openAll('memberships', await inside.limit(candidatesMax).execute(), {});
  for (const { user_id, group_id } of joined) {
    const user = await db.selectFrom('users').selectAll().where('id', '=', user_id).executeTakeFirst();
    const person = rows.open('users', user, { ...whoSignsIn, id: user_id });
    if (person === undefined || !signsIn(person) || group_id === without.group) continue;
    if ((await ancestorsOf(db, rows, [group_id as GroupId])).includes(group)) return true;
  }
  return false;
}
