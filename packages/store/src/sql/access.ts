import {
  type AccessStore,
  type Assignment,
  type PermissionKey,
  type Role,
  type RoleId,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { AssignmentRow, Database, RoleRow } from '../schema/tables.ts';
import type { SealedRows } from './seal-row.ts';

export function accessStore(db: Kysely<Database>, rows: SealedRows): AccessStore {
  return {
    async listRoles() {
      const found = await db.selectFrom('roles').selectAll().orderBy('id').execute();
      const roles = rows.openAll('roles', found).map(parseRole);
      return new Map<RoleId, Role>(roles.map((role) => [role.id, role]));
    },

    async listAssignments(holder) {
      const query = db.selectFrom('assignments').selectAll().where('holder_id', '=', holder).orderBy('id');
      return rows.openAll('assignments', await query.execute()).map(parseAssignment);
    },

    async hasHolder(role) {
      const found = await db.selectFrom('assignments').selectAll().where('role_id', '=', role).execute();
      return rows.openAll('assignments', found).length > 0;
    },

    async insertRole(role) {
      const { id, key, name } = role;
      const row = rows.seal('roles', { id, key, name, permissions: JSON.stringify(role.permissions) });
      await db.insertInto('roles').values(row).execute();
    },

    async insertAssignment({ id, roleId, holderId, place }) {
      const row = rows.seal('assignments', { id, role_id: roleId, holder_id: holderId, place });
      await db.insertInto('assignments').values(row).execute();
    },
  };
}

function parseRole(row: RoleRow): Role {
  const permissions = JSON.parse(row.permissions) as PermissionKey[];
  return { id: trustId(row.id), key: row.key, name: row.name, permissions };
}

function parseAssignment(row: AssignmentRow): Assignment {
  return {
    id: trustId(row.id),
    roleId: trustId(row.role_id),
    holderId: trustId(row.holder_id),
    place: trustId(row.place),
  };
}
