import {
  instant,
  type PermanentToken,
  type PermanentTokenOrderKey,
  type PermanentTokenStore,
  type PermissionSet,
  type SecretHash,
  type ServiceId,
  trustId,
  type UserId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, PermanentTokenRow } from '../schema/tables.ts';
import { parseState, stateColumns } from './credential-state.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { type OrderExpressions, readPage } from './page.ts';
import { parsePermissionText, permissionText } from './permission-text.ts';
import type { SealedRows } from './seal-row.ts';

const orders: OrderExpressions<PermanentTokenOrderKey> = {
  name: 'lower(name)',
  creationTime: 'created_at',
  // What never expires comes after everything that does; the engines disagree on where to put null.
  expires: 'coalesce(expires_at, 9007199254740991)',
};

export function permanentTokenStore(db: Kysely<Database>, rows: SealedRows): PermanentTokenStore {
  const tokens = db.selectFrom('permanent_tokens');

  async function update(token: PermanentToken): Promise<void> {
    const row = rows.seal('permanent_tokens', contentOfToken(token));
    mustHaveUpdated(
      await db.updateTable('permanent_tokens').set(row).where('id', '=', token.id).executeTakeFirst(),
    );
  }

  return {
    async find(id) {
      const found = await tokens.selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('permanent_tokens', found, { id });
      return row && parsePermanentToken(row);
    },

    list(owner, request) {
      const query = tokens.where('user_id', '=', owner).where('state', '!=', 'revoked');
      return readPage({
        table: 'permanent_tokens',
        rows,
        query,
        asked: { user_id: owner },
        request,
        orders,
        parse: parsePermanentToken,
      });
    },

    async insert(token) {
      const row = rows.seal('permanent_tokens', contentOfToken(token));
      await db.insertInto('permanent_tokens').values(row).execute();
    },

    update,

    async revokeAllOf(user, at, by) {
      const query = tokens.selectAll().where('user_id', '=', user).where('state', '!=', 'revoked');
      const found = rows
        .openAll('permanent_tokens', await query.execute(), { user_id: user })
        .map(parsePermanentToken);
      for (const token of found) await update({ ...token, state: { kind: 'revoked', at, by } });
      return found.map((token) => token.hash);
    },

    async countOf(users) {
      const counts = new Map<UserId, number>(users.map((id) => [id, 0]));
      if (users.length === 0) return counts;
      const found = await tokens
        .select((count) => ['user_id', count.fn.countAll<number>().as('total')])
        .where('user_id', 'in', users)
        .where('state', '!=', 'revoked')
        .groupBy('user_id')
        .execute();
      for (const { user_id, total } of found) counts.set(trustId(user_id), Number(total));
      return counts;
    },

    async countFor(service) {
      // The scope is a JSON list of ids; an id is digits, letters and dashes, so its quoted form cannot mislead.
      const counted = await tokens
        .where('audience', 'like', `%"${service}"%`)
        .where('state', '!=', 'revoked')
        .select((count) => [
          count.fn.countAll<number>().as('tokens'),
          count.fn.count<number>('user_id').distinct().as('users'),
        ])
        .executeTakeFirstOrThrow();
      return { tokens: Number(counted.tokens), users: Number(counted.users) };
    },
  };
}

export function parsePermanentToken(row: PermanentTokenRow): PermanentToken {
  return {
    kind: 'permanent-token',
    id: trustId(row.id),
    hash: row.hash as SecretHash,
    userId: trustId(row.user_id),
    authorId: trustId(row.author_id),
    name: row.name,
    description: row.description ?? undefined,
    audience: JSON.parse(row.audience) as ServiceId[],
    grant: parsePermissions(row.narrowed_to),
    ceiling: parsePermissions(row.ceiling),
    state: parseState(row),
    createdAt: instant(row.created_at),
    expiresAt: row.expires_at === null ? undefined : instant(row.expires_at),
  };
}

function parsePermissions(text: string | null): PermissionSet | undefined {
  return text === null ? undefined : parsePermissionText(text);
}

/** The row of a token, before it is sealed. */
export function contentOfToken(token: PermanentToken): Content<'permanent_tokens'> {
  return {
    hash: token.hash,
    id: token.id,
    user_id: token.userId,
    author_id: token.authorId,
    name: token.name,
    description: token.description ?? null,
    audience: JSON.stringify(token.audience),
    narrowed_to: token.grant === undefined ? null : permissionText(token.grant),
    ceiling: token.ceiling === undefined ? null : permissionText(token.ceiling),
    ...stateColumns(token.state),
    created_at: token.createdAt,
    expires_at: token.expiresAt ?? null,
  };
}
