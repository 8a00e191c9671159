import { type GroupId, type GuardedCount, isBuiltInGroup } from '@countersign/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { belowSql } from './group-tree.ts';
import type { SealedRows } from './seal-row.ts';
import { parseUser } from './users.ts';

/**
 * Who in a group, directly or below it, signs in with more than a password. People decide by these numbers whom a
 * requirement would limit; the decision itself reads sealed rows, and these counts do not.
 */
export async function countGuarded(
  db: Kysely<Database>,
  rows: SealedRows,
  group: GroupId,
  top: number,
): Promise<GuardedCount> {
  const active = db.selectFrom('users').where('state', '=', 'active');
  const inside = isBuiltInGroup(group)
    ? active
    : active.where(
        'id',
        'in',
        db
          .selectFrom('memberships')
          .select('user_id')
          .where('group_id', 'in', belowSql(sql`select id from user_groups where id = ${group}`)),
      );
  const people = inside.where('kind', '=', 'person');
  const byApp = db.selectFrom('factors').select('user_id').where('confirmed_at', 'is not', null);
  const byPasskey = db.selectFrom('passkeys').select('user_id').where('credential_id', 'is not', null);
  const limited = people.where('id', 'not in', byApp).where('id', 'not in', byPasskey);
  const count = async (query: typeof people) => {
    const { total } = await query
      .select((expression) => expression.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return Number(total);
  };
  const first = await limited.selectAll().orderBy('login_key').limit(top).execute();
  return {
    people: await count(people),
    limited: await count(limited),
    first: rows.openAll('users', first, {}).map(parseUser),
    bots: await count(inside.where('kind', '=', 'bot')),
  };
}
