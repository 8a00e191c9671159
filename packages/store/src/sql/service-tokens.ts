import {
  instant,
  type SecretHash,
  type ServiceId,
  type ServiceToken,
  type ServiceTokenStore,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, ServiceTokenRow } from '../schema/tables.ts';
import { parseState, stateColumns } from './credential-state.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import type { SealedRows } from './seal-row.ts';

export function serviceTokenStore(db: Kysely<Database>, rows: SealedRows): ServiceTokenStore {
  const tokens = db.selectFrom('service_tokens').selectAll();

  async function update(token: ServiceToken): Promise<void> {
    const row = rows.seal('service_tokens', contentOf(token));
    mustHaveUpdated(
      await db.updateTable('service_tokens').set(row).where('hash', '=', token.hash).executeTakeFirst(),
    );
  }

  return {
    async findByHash(hash) {
      const found = await tokens.where('hash', '=', hash).executeTakeFirst();
      const row = rows.open('service_tokens', found, { hash });
      return row && parseServiceToken(row);
    },

    async insert(token) {
      const row = rows.seal('service_tokens', contentOf(token));
      await db.insertInto('service_tokens').values(row).execute();
    },

    async revoke(id, at, by) {
      const query = tokens.where('id', '=', id).where('state', '!=', 'revoked');
      const row = rows.open('service_tokens', await query.executeTakeFirst(), { id });
      if (row !== undefined) await update({ ...parseServiceToken(row), state: { kind: 'revoked', at, by } });
    },

    async revokeOf(client, at, by) {
      const query = tokens.where('client_id', '=', client).where('state', '!=', 'revoked');
      const found = rows
        .openAll('service_tokens', await query.execute(), { client_id: client })
        .map(parseServiceToken);
      for (const token of found) await update({ ...token, state: { kind: 'revoked', at, by } });
      return found.map(({ hash }) => hash);
    },

    async sweep(before) {
      const swept = await db.deleteFrom('service_tokens').where('expires_at', '<', before).executeTakeFirst();
      return Number(swept.numDeletedRows);
    },
  };
}

export function parseServiceToken(row: ServiceTokenRow): ServiceToken {
  return {
    kind: 'service-token',
    id: trustId(row.id),
    hash: row.hash as SecretHash,
    clientId: trustId(row.client_id),
    audience: JSON.parse(row.audience) as ServiceId[],
    state: parseState(row),
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
    keyThumbprint: row.jkt ?? undefined,
  };
}

function contentOf(token: ServiceToken): Content<'service_tokens'> {
  return {
    hash: token.hash,
    id: token.id,
    client_id: token.clientId,
    audience: JSON.stringify(token.audience),
    ...stateColumns(token.state),
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    jkt: token.keyThumbprint ?? null,
  };
}
