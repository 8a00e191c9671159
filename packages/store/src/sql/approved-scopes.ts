import {
  type ApprovedScope,
  type ApprovedScopeStore,
  instant,
  type ServiceId,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { ApprovedScopeRow, Database } from '../schema/tables.ts';
import { type OrderExpressions, readPage } from './page.ts';
import { parsePermissionText, permissionText } from './permission-text.ts';
import type { SealedRows } from './seal-row.ts';
import { askedOf, isOf } from './whose-rows.ts';

const orders: OrderExpressions<'creationTime'> = { creationTime: 'granted_at' };

export function approvedScopeStore(db: Kysely<Database>, rows: SealedRows): ApprovedScopeStore {
  const scopes = db.selectFrom('approved_scopes').selectAll();

  return {
    async find(id) {
      const row = rows.open('approved_scopes', await scopes.where('id', '=', id).executeTakeFirst(), { id });
      return row && parseApprovedScope(row);
    },

    async findOf(user, client) {
      const found = await scopes.where(isOf({ user, client })).executeTakeFirst();
      const row = rows.open('approved_scopes', found, askedOf({ user, client }));
      return row && parseApprovedScope(row);
    },

    list(owner, request) {
      const query = db.selectFrom('approved_scopes').where('user_id', '=', owner);
      const asked = { user_id: owner };
      return readPage({
        table: 'approved_scopes',
        rows,
        query,
        asked,
        request,
        orders,
        parse: parseApprovedScope,
      });
    },

    async put(scope) {
      const row = rows.seal('approved_scopes', {
        id: scope.id,
        user_id: scope.userId,
        client_id: scope.clientId,
        audience: JSON.stringify(scope.audience),
        scope: JSON.stringify(scope.openIdScope),
        declared: permissionText(scope.declared),
        granted_at: scope.grantedAt,
      });
      await db
        .insertInto('approved_scopes')
        .values(row)
        .onConflict((conflict) => conflict.columns(['user_id', 'client_id']).doUpdateSet(row))
        .execute();
    },

    async delete(id) {
      await db.deleteFrom('approved_scopes').where('id', '=', id).execute();
    },

    async deleteOf(whose) {
      const gone = await db.deleteFrom('approved_scopes').where(isOf(whose)).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

function parseApprovedScope(row: ApprovedScopeRow): ApprovedScope {
  return {
    id: trustId(row.id),
    userId: trustId(row.user_id),
    clientId: trustId(row.client_id),
    audience: JSON.parse(row.audience) as ServiceId[],
    openIdScope: JSON.parse(row.scope) as string[],
    declared: parsePermissionText(row.declared),
    grantedAt: instant(row.granted_at),
  };
}
