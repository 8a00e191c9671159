import {
  type AccessToken,
  type AccessTokenStore,
  instant,
  type SecretHash,
  type ServiceId,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { AccessTokenRow, Database } from '../schema/tables.ts';
import { parseState, stateColumns } from './credential-state.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { parsePermissionText, permissionText } from './permission-text.ts';
import type { SealedRows } from './seal-row.ts';

export function accessTokenStore(db: Kysely<Database>, rows: SealedRows): AccessTokenStore {
  const tokens = db.selectFrom('access_tokens').selectAll();

  async function update(token: AccessToken): Promise<void> {
    const row = rows.seal('access_tokens', contentOf(token));
    mustHaveUpdated(
      await db.updateTable('access_tokens').set(row).where('hash', '=', token.hash).executeTakeFirst(),
    );
  }

  return {
    async findByHash(hash) {
      const found = await tokens.where('hash', '=', hash).executeTakeFirst();
      const row = rows.open('access_tokens', found, { hash });
      return row && parseAccessToken(row);
    },

    async insert(token) {
      const row = rows.seal('access_tokens', contentOf(token));
      await db.insertInto('access_tokens').values(row).execute();
    },

    async revokeOf(connection, at, by) {
      const query = tokens.where('connection_id', '=', connection).where('state', '!=', 'revoked');
      const found = rows
        .openAll('access_tokens', await query.execute(), { connection_id: connection })
        .map(parseAccessToken);
      for (const token of found) await update({ ...token, state: { kind: 'revoked', at, by } });
      return found.map(({ hash }) => hash);
    },

    async revoke(id, at, by) {
      const query = tokens.where('id', '=', id).where('state', '!=', 'revoked');
      const row = rows.open('access_tokens', await query.executeTakeFirst(), { id });
      if (row !== undefined) await update({ ...parseAccessToken(row), state: { kind: 'revoked', at, by } });
    },

    async sweep(before) {
      const swept = await db.deleteFrom('access_tokens').where('expires_at', '<', before).executeTakeFirst();
      return Number(swept.numDeletedRows);
    },
  };
}

export function parseAccessToken(row: AccessTokenRow): AccessToken {
  return {
    kind: 'access-token',
    id: trustId(row.id),
    hash: row.hash as SecretHash,
    connectionId: trustId(row.connection_id),
    userId: trustId(row.user_id),
    clientId: trustId(row.client_id),
    audience: JSON.parse(row.audience) as ServiceId[],
    openIdScope: JSON.parse(row.scope) as string[],
    declared: parsePermissionText(row.declared),
    state: parseState(row),
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
    keyThumbprint: row.jkt ?? undefined,
  };
}

function contentOf(token: AccessToken): Content<'access_tokens'> {
  return {
    hash: token.hash,
    id: token.id,
    connection_id: token.connectionId,
    user_id: token.userId,
    client_id: token.clientId,
    audience: JSON.stringify(token.audience),
    scope: JSON.stringify(token.openIdScope),
    declared: permissionText(token.declared),
    ...stateColumns(token.state),
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    jkt: token.keyThumbprint ?? null,
  };
}
