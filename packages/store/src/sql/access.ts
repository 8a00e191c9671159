import {
  type AccessStore,
  type Assignment,
  type AssignmentFilter,
  catalogOf,
  type GroupId,
  groupManager,
  type PermissionKey,
  type Place,
  type Role,
  type RoleId,
  trustId,
} from '@countersign/core';
import { type Kysely, sql } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { AssignmentRow, Database, RoleRow } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';
import { permissionQueries } from './declared-permissions.ts';
import { assignmentConditions } from './filter/assignment-conditions.ts';
import { conditionOf } from './filter/condition-of.ts';
import { ancestorsOf, groupsOf } from './group-tree.ts';
import { readLargePage } from './large-page.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import type { SealedRows } from './seal-row.ts';
import { servicesOpenTo } from './services.ts';

export function accessStore(db: Kysely<Database>, rows: SealedRows): AccessStore {
  const assignments = db.selectFrom('assignments');
  const declared = permissionQueries(db, rows);

  async function listRoles(): Promise<ReadonlyMap<RoleId, Role>> {
    const found = await db.selectFrom('roles').selectAll().orderBy('id').execute();
    const roles = rows.openAll('roles', found, {}).map(parseRole);
    return new Map(roles.map((role) => [role.id, role]));
  }

  /** A group's managers are not part of what lists of given roles show: they stand with their group. */
  async function filtered(
    { roleId, holder, place, among, query: asked }: AssignmentFilter,
    way: 'from-places' | 'one-by-one' = 'from-places',
  ) {
    // The literal, and no parameter: an index is over these alone.
    let query = assignments.where(sql<boolean>`role_id <> ${sql.lit(groupManager.id)}`);
    if (roleId !== undefined) query = query.where('role_id', '=', roleId);
    if (holder !== undefined) query = query.where('holder_id', '=', holder.id);
    if (place !== undefined) query = query.where('place', '=', place);
    if (among !== undefined) {
      // No index leads from an expression to what was given there: the places are then looked at along the order.
      const where = way === 'one-by-one' ? sql<string>`(place || '')` : sql.ref<string>('place');
      query = query.where(where, 'in', among.length > 0 ? among : ['']);
    }
    if (asked === undefined) return query;
    const meaning = { roles: await listRoles(), catalog: catalogOf(await declared.listPermissions()) };
    return query.where(conditionOf(asked, assignmentConditions(db, meaning)));
  }

  return {
    listRoles,

    async findRoleByKey(key) {
      const found = await db.selectFrom('roles').selectAll().where('key', '=', key).executeTakeFirst();
      const row = rows.open('roles', found, { key });
      return row && parseRole(row);
    },

    async insertRole(role) {
      await db
        .insertInto('roles')
        .values(rows.seal('roles', contentOfRole(role)))
        .execute();
    },

    async updateRole(role) {
      const row = rows.seal('roles', contentOfRole(role));
      mustHaveUpdated(await db.updateTable('roles').set(row).where('id', '=', role.id).executeTakeFirst());
    },

    async deleteRole(id) {
      await db.deleteFrom('roles').where('id', '=', id).execute();
    },

    listGroupsOf: (user) => groupsOf(db, rows, user),
    listAncestors: (group) => ancestorsOf(db, rows, [group]),

    async listAssignments(holders) {
      if (holders.length === 0) return [];
      const query = assignments.selectAll().where('holder_id', 'in', holders).orderBy('id');
      const found = await query.execute();
      return rows.openAll('assignments', found, { holder_id: new Set(holders) }).map(parseAssignment);
    },

    async findAssignment(id) {
      const found = await assignments.selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('assignments', found, { id });
      return row && parseAssignment(row);
    },

    async listHolders(role, place) {
      const query = assignments.selectAll().where('role_id', '=', role).where('place', '=', place);
      const found = await query.orderBy('id').execute();
      return rows.openAll('assignments', found, { role_id: role, place }).map(parseAssignment);
    },

    async listHoldersIn(role, places) {
      const found: Assignment[] = [];
      for await (const chunk of chunksOf(places)) {
        const query = assignments.selectAll().where('role_id', '=', role).where('place', 'in', chunk);
        const asked = { role_id: role, place: new Set(chunk) };
        found.push(...rows.openAll('assignments', await query.execute(), asked).map(parseAssignment));
      }
      return found;
    },

    async pageAssignments(filter, request) {
      const query = await filtered(filter);
      return readLargePage({
        table: 'assignments',
        rows,
        all: assignments,
        few: query,
        counted: query,
        walked: await filtered(filter, 'one-by-one'),
        request,
        orders: { id: 'id' },
        unique: 'id',
        parse: parseAssignment,
      });
    },

    async countAssignments(filter) {
      const query = await filtered(filter);
      const { total } = await query
        .select((count) => count.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return Number(total);
    },

    async insertAssignment(assignment) {
      const row = rows.seal('assignments', contentOfAssignment(assignment));
      await db.insertInto('assignments').values(row).execute();
    },

    async deleteAssignment(id) {
      await db.deleteFrom('assignments').where('id', '=', id).execute();
    },

    async deleteAssignmentsOf(holder) {
      const deleted = await db.deleteFrom('assignments').where('holder_id', '=', holder).executeTakeFirst();
      return Number(deleted.numDeletedRows);
    },

    async deleteAssignmentsIn(place) {
      const deleted = await db.deleteFrom('assignments').where('place', '=', place).executeTakeFirst();
      return Number(deleted.numDeletedRows);
    },

    ...declared,

    listServicesOf: (groups: readonly GroupId[]) => servicesOpenTo(db, rows, groups),
  };
}

function parseRole(row: RoleRow): Role {
  const permissions = JSON.parse(row.permissions) as PermissionKey[];
  const { key, name } = row;
  return { id: trustId(row.id), key, name, description: row.description ?? undefined, permissions };
}

function contentOfRole(role: Role): Content<'roles'> {
  return {
    id: role.id,
    key: role.key,
    name: role.name,
    permissions: JSON.stringify(role.permissions),
    description: role.description ?? null,
  };
}

function parseAssignment(row: AssignmentRow): Assignment {
  const kind = (row.place_kind ?? 'global') as Place['kind'];
  return {
    id: trustId(row.id),
    roleId: trustId(row.role_id),
    holder:
      row.holder_kind === 'group'
        ? { kind: 'group', id: trustId(row.holder_id) }
        : { kind: 'user', id: trustId(row.holder_id) },
    place: { kind, id: trustId(row.place) },
  };
}

function contentOfAssignment({ id, roleId, holder, place }: Assignment): Content<'assignments'> {
  return {
    id,
    role_id: roleId,
    holder_id: holder.id,
    place: place.id,
    holder_kind: holder.kind === 'group' ? 'group' : null,
    place_kind: place.kind === 'global' ? null : place.kind,
  };
}
