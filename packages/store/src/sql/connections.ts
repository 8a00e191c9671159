import {
  type Connection,
  type ConnectionOrderKey,
  type ConnectionStore,
  type Instant,
  instant,
  type ServiceId,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { ConnectionRow, Database } from '../schema/tables.ts';
import { parseState, stateColumns } from './credential-state.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { type OrderExpressions, readPage } from './page.ts';
import { parsePermissionText, permissionText } from './permission-text.ts';
import type { SealedRows } from './seal-row.ts';
import { askedOf, isOf } from './whose-rows.ts';

const orders: OrderExpressions<ConnectionOrderKey> = { creationTime: 'created_at', expires: 'expires_at' };

export function connectionStore(db: Kysely<Database>, rows: SealedRows): ConnectionStore {
  const standing = (now: Instant) =>
    db.selectFrom('connections').where('state', '!=', 'revoked').where('expires_at', '>', now);

  async function find(id: Connection['id']): Promise<Connection | undefined> {
    const found = db.selectFrom('connections').selectAll().where('id', '=', id);
    const row = rows.open('connections', await found.executeTakeFirst(), { id });
    return row && parseConnection(row);
  }

  async function update(connection: Connection): Promise<void> {
    const row = rows.seal('connections', contentOf(connection));
    mustHaveUpdated(
      await db.updateTable('connections').set(row).where('id', '=', connection.id).executeTakeFirst(),
    );
  }

  return {
    find,

    list(owner, now, request) {
      const query = standing(now).where('user_id', '=', owner);
      const asked = { user_id: owner };
      return readPage({ table: 'connections', rows, query, asked, request, orders, parse: parseConnection });
    },

    async listOf(client, now, request) {
      const query = standing(now).where('client_id', '=', client);
      const page = await readPage({
        table: 'connections',
        rows,
        query,
        asked: { client_id: client },
        request,
        orders,
        parse: parseConnection,
      });
      const { users } = await query
        .select((count) => count.fn.count<number>('user_id').distinct().as('users'))
        .executeTakeFirstOrThrow();
      return { ...page, users: Number(users) };
    },

    async insert(connection) {
      const row = rows.seal('connections', contentOf(connection));
      await db.insertInto('connections').values(row).execute();
    },

    update,

    async revoke(id, at, by) {
      const connection = await find(id);
      if (connection === undefined || connection.state.kind === 'revoked') return;
      await update({ ...connection, state: { kind: 'revoked', at, by } });
    },

    async listStanding(whose, now) {
      const found = await standing(now).selectAll().where(isOf(whose)).orderBy('id').execute();
      return rows.openAll('connections', found, askedOf(whose)).map(parseConnection);
    },

    async countOf(user, now) {
      const { total } = await standing(now)
        .where('user_id', '=', user)
        .select((count) => count.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return Number(total);
    },

    async sweep(before) {
      const swept = await db
        .deleteFrom('connections')
        .where('expires_at', '<', before)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(selectFrom('access_tokens').select('id').whereRef('connection_id', '=', 'connections.id')),
          ),
        )
        .executeTakeFirst();
      return Number(swept.numDeletedRows);
    },
  };
}

function parseConnection(row: ConnectionRow): Connection {
  return {
    id: trustId(row.id),
    userId: trustId(row.user_id),
    clientId: trustId(row.client_id),
    audience: JSON.parse(row.audience) as ServiceId[],
    openIdScope: JSON.parse(row.scope) as string[],
    declared: parsePermissionText(row.declared),
    state: parseState(row),
    createdAt: instant(row.created_at),
    authenticatedAt: instant(row.authenticated_at),
    expiresAt: instant(row.expires_at),
    isOffline: row.offline === 1,
    madeWith: row.made_with === null ? undefined : trustId(row.made_with),
  };
}

function contentOf(connection: Connection): Content<'connections'> {
  return {
    id: connection.id,
    user_id: connection.userId,
    client_id: connection.clientId,
    audience: JSON.stringify(connection.audience),
    scope: JSON.stringify(connection.openIdScope),
    declared: permissionText(connection.declared),
    ...stateColumns(connection.state),
    created_at: connection.createdAt,
    authenticated_at: connection.authenticatedAt,
    expires_at: connection.expiresAt,
    offline: connection.isOffline ? 1 : 0,
    made_with: connection.madeWith ?? null,
  };
}
