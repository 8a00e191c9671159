import { type AccessStore, type Permission, type PermissionKey, trustId } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, DeclaredPermissionRow } from '../schema/tables.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import type { SealedRows } from './seal-row.ts';

/** What services declare. A withdrawn permission stays as a row, so that its key is never used again. */
export function permissionQueries(
  db: Kysely<Database>,
  rows: SealedRows,
): Pick<
  AccessStore,
  'listPermissions' | 'isPermissionKeyTaken' | 'insertPermission' | 'updatePermission' | 'withdrawPermission'
> {
  const permissions = db.selectFrom('declared_permissions');

  async function write(permission: Permission, withdrawn: boolean): Promise<void> {
    const row = rows.seal('declared_permissions', contentOf(permission, withdrawn));
    const update = db.updateTable('declared_permissions').set(row).where('id', '=', permission.key);
    mustHaveUpdated(await update.executeTakeFirst());
  }

  return {
    async listPermissions() {
      const found = await permissions.selectAll().orderBy('id').execute();
      // Withdrawn rows are opened too: one that was withdrawn by hand is told of.
      const honest = rows.openAll('declared_permissions', found, {});
      return honest.filter((row) => row.withdrawn === 0).map(parsePermission);
    },

    async isPermissionKeyTaken(key) {
      return (await permissions.select('id').where('id', '=', key).executeTakeFirst()) !== undefined;
    },

    async insertPermission(permission) {
      const row = rows.seal('declared_permissions', contentOf(permission, false));
      await db.insertInto('declared_permissions').values(row).execute();
    },

    updatePermission: (permission) => write(permission, false),

    async withdrawPermission(key) {
      const found = await permissions.selectAll().where('id', '=', key).executeTakeFirst();
      const row = rows.open('declared_permissions', found, { id: key });
      if (row !== undefined) await write(parsePermission(row), true);
    },
  };
}

function parsePermission(row: DeclaredPermissionRow): Permission {
  return {
    key: row.id as PermissionKey,
    name: row.name,
    description: row.description ?? undefined,
    serviceId: trustId(row.service_id),
    holdsIn: row.holds_in as Permission['holdsIn'],
    implies: JSON.parse(row.implies) as PermissionKey[],
  };
}

function contentOf(permission: Permission, withdrawn: boolean): Content<'declared_permissions'> {
  return {
    id: permission.key,
    name: permission.name,
    description: permission.description ?? null,
    service_id: permission.serviceId,
    holds_in: permission.holdsIn,
    implies: JSON.stringify(permission.implies),
    withdrawn: withdrawn ? 1 : 0,
  };
}
