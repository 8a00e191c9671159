import {
  type Group,
  type GroupId,
  type GroupOrderKey,
  type GroupStore,
  instant,
  isBuiltInGroup,
  readMeaning,
  searchText,
  trustId,
  type UserId,
} from '@countersign/core';
import { type Kysely, sql } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, GroupRow } from '../schema/tables.ts';
import { accessStore } from './access.ts';
import { canAnybodySignIn } from './can-anybody-sign-in.ts';
import { chunksOf } from './chunks.ts';
import { countGuarded } from './count-guarded.ts';
import { conditionOf } from './filter/condition-of.ts';
import { groupConditions } from './filter/group-conditions.ts';
import { withAncestors } from './group-tree.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { type OrderExpressions, readPage } from './page.ts';
import type { Asked, SealedRows } from './seal-row.ts';

const orders: OrderExpressions<GroupOrderKey> = { name: 'name_form', creationTime: 'created_at' };

export function groupStore(db: Kysely<Database>, rows: SealedRows): GroupStore {
  const groups = db.selectFrom('user_groups');
  const memberships = db.selectFrom('memberships');
  const opened = (found: readonly GroupRow[], asked: Asked<'user_groups'>) =>
    rows.openAll('user_groups', found, asked).map(parseGroup);

  return {
    async find(id) {
      const found = await groups.selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('user_groups', found, { id });
      return row && parseGroup(row);
    },

    async findByNameForm(nameForm) {
      const found = await groups.selectAll().where('name_form', '=', nameForm).executeTakeFirst();
      const row = rows.open('user_groups', found, { name_form: nameForm });
      return row && parseGroup(row);
    },

    async list(request, { among, query: asked } = {}) {
      let query = among === undefined ? groups : groups.where('id', 'in', among.length > 0 ? among : ['']);
      if (asked !== undefined) {
        const meaning = await readMeaning({ access: accessStore(db, rows) });
        query = query.where(conditionOf(asked, groupConditions(meaning)));
      }
      return readPage({ table: 'user_groups', rows, query, request, orders, parse: parseGroup });
    },

    async listChildren(parent) {
      const found = await groups.selectAll().where('parent_id', '=', parent).orderBy('id').execute();
      return opened(found, { parent_id: parent });
    },

    async listChildrenOf(parents) {
      const children: Group[] = [];
      for await (const chunk of chunksOf(parents)) {
        const found = await groups.selectAll().where('parent_id', 'in', chunk).execute();
        children.push(...opened(found, { parent_id: new Set(chunk) }));
      }
      return children.sort((a, b) => (a.nameForm < b.nameForm ? -1 : 1));
    },

    async findWithAncestors(ids) {
      const known = new Map<GroupId, Group>();
      for await (const chunk of chunksOf(ids))
        for (const row of await withAncestors(db, rows, chunk)) known.set(trustId(row.id), parseGroup(row));
      return known;
    },

    async listAutoJoin() {
      const found = await groups.selectAll().where('auto_join', '=', 1).orderBy('id').execute();
      return opened(found, { auto_join: 1 });
    },

    async insert(group) {
      const row = rows.seal('user_groups', contentOf(group));
      await db
        .insertInto('user_groups')
        .values({ ...row, ...searchOf(group) })
        .execute();
    },

    async update(group) {
      const row = { ...rows.seal('user_groups', contentOf(group)), ...searchOf(group) };
      mustHaveUpdated(
        await db.updateTable('user_groups').set(row).where('id', '=', group.id).executeTakeFirst(),
      );
    },

    async delete(id) {
      await db.deleteFrom('user_groups').where('id', '=', id).execute();
    },

    async listJoined(user) {
      const joined = await memberships.selectAll().where('user_id', '=', user).execute();
      const ids = rows.openAll('memberships', joined, { user_id: user }).map((row) => row.group_id);
      if (ids.length === 0) return [];
      const found = await groups.selectAll().where('id', 'in', ids).orderBy('name_form').execute();
      return opened(found, { id: new Set(ids) });
    },

    async listJoinedOfEach(users) {
      const joined = new Map<UserId, GroupId[]>();
      for await (const chunk of chunksOf(users)) {
        const found = await memberships.selectAll().where('user_id', 'in', chunk).execute();
        for (const row of rows.openAll('memberships', found, { user_id: new Set(chunk) })) {
          const user = trustId<UserId>(row.user_id);
          joined.set(user, [...(joined.get(user) ?? []), trustId(row.group_id)]);
        }
      }
      return joined;
    },

    async isJoined(group, user) {
      const id = membershipId(group, user);
      const found = await memberships.selectAll().where('id', '=', id).executeTakeFirst();
      return rows.open('memberships', found, { id, user_id: user, group_id: group }) !== undefined;
    },

    countMembers: (ids) => countMembers(db, ids),

    countGuarded: (group, top) => countGuarded(db, rows, group, top),

    canAnybodySignIn: (group, without) => canAnybodySignIn(db, rows, group, without),

    async join(group, user) {
      const row = rows.seal('memberships', {
        id: membershipId(group, user),
        user_id: user,
        group_id: group,
      });
      await db
        .insertInto('memberships')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async leave(group, user) {
      await db.deleteFrom('memberships').where('id', '=', membershipId(group, user)).execute();
    },

    async leaveAll(user) {
      await db.deleteFrom('memberships').where('user_id', '=', user).execute();
    },

    async listJoinedUsers(group) {
      const found = await memberships.selectAll().where('group_id', '=', group).orderBy('user_id').execute();
      const joined = rows.openAll('memberships', found, { group_id: group });
      return joined.map((row) => trustId<UserId>(row.user_id));
    },
  };
}

/** Members of each group, those of the groups below it counted once. */
async function countMembers(
  db: Kysely<Database>,
  ids: readonly GroupId[],
): Promise<ReadonlyMap<GroupId, number>> {
  const counts = new Map<GroupId, number>(ids.map((id) => [id, 0]));
  const builtIn = ids.filter(isBuiltInGroup);
  if (builtIn.length > 0) {
    const { total } = await db
      .selectFrom('users')
      .where(sql<boolean>`state <> 'deleted'`)
      .select((count) => count.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    for (const id of builtIn) counts.set(id, Number(total));
  }
  const made = ids.filter((id) => !isBuiltInGroup(id));
  if (made.length === 0) return counts;
  const { rows: found } = await sql<{ readonly root: string; readonly total: number }>`
    with recursive below (root, id) as (
      select id, id from user_groups where id in (${sql.join(made)})
      union
      select below.root, user_groups.id from user_groups join below on user_groups.parent_id = below.id
    )
    select below.root as root, count(distinct memberships.user_id) as total
      from below join memberships on memberships.group_id = below.id
      group by below.root`.execute(db);
  for (const { root, total } of found) counts.set(trustId(root), Number(total));
  return counts;
}

/** Identifiers hold no full stop, so the two cannot run into one another. */
function membershipId(group: GroupId, user: UserId): string {
  return `${user}.${group}`;
}

function parseGroup(row: GroupRow): Group {
  return {
    id: trustId(row.id),
    name: row.name,
    nameForm: row.name_form,
    description: row.description ?? undefined,
    parentId: row.parent_id === null ? undefined : trustId(row.parent_id),
    requiresTwoFactor: row.requires_two_factor === 1,
    twoFactorRequiredFrom:
      row.two_factor_required_from === null ? undefined : instant(row.two_factor_required_from),
    autoJoin: row.auto_join === 1,
    createdAt: instant(row.created_at),
  };
}

function contentOf(group: Group): Content<'user_groups'> {
  return {
    id: group.id,
    name: group.name,
    name_form: group.nameForm,
    description: group.description ?? null,
    parent_id: group.parentId ?? null,
    requires_two_factor: group.requiresTwoFactor ? 1 : 0,
    auto_join: group.autoJoin ? 1 : 0,
    created_at: group.createdAt,
    two_factor_required_from: group.twoFactorRequiredFrom ?? null,
  };
}

function searchOf({ name, description }: Group) {
  return { search_text: searchText([name, description]) };
}
