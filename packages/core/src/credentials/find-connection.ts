import type { Caller } from '../access/actor.ts';
import { authorizeReadCredentials } from '../access/authorize-credentials.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { ConnectionId, UserId } from '../kernel/id.ts';
import { type Clock, hasPassed, type Instant } from '../kernel/instant.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { Connection } from './connection.ts';
import type { ConnectionOrderKey, ConnectionTables } from './connection-store.ts';
import type { CredentialUse, UseStore } from './credential-store.ts';

export interface ReadConnectionPorts {
  readonly clock: Clock;
  readonly store: { readonly tables: UserTables & ConnectionTables; readonly uses: UseStore };
}

/** A connection as its user and administrators see it: with when and from where its tokens were last used. */
export interface ConnectionWithUse {
  readonly connection: Connection;
  readonly use: CredentialUse | undefined;
}

/** One connection of one user. Another user's, one that has ended and none at all look the same. */
export async function findConnection(
  { clock, store }: ReadConnectionPorts,
  caller: Caller,
  owner: UserId,
  id: ConnectionId,
): Promise<Result<ConnectionWithUse>> {
  const may = authorizeReadCredentials(caller.actor, owner);
  if (!may.ok) return may;
  const connection = await store.tables.connections.find(id);
  if (connection?.userId !== owner || !stands(connection, clock.now())) return refuse(notFound('connection'));
  return ok({ connection, use: (await store.uses.find([id])).get(id) });
}

/** A page of a user's connections: every one that is neither revoked nor past. */
export async function listConnections(
  { clock, store }: ReadConnectionPorts,
  caller: Caller,
  owner: UserId,
  page: PageRequest<ConnectionOrderKey>,
): Promise<Result<Page<ConnectionWithUse>>> {
  const may = authorizeReadCredentials(caller.actor, owner);
  if (!may.ok) return may;
  const user = await store.tables.users.find(owner);
  if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
  const { items, total } = await store.tables.connections.list(owner, clock.now(), page);
  const uses = await store.uses.find(items.map(({ id }) => id));
  return ok({ items: items.map((connection) => ({ connection, use: uses.get(connection.id) })), total });
}

/** Whether there is anything left to end. */
export function stands({ state, expiresAt }: Connection, now: Instant): boolean {
  return state.kind !== 'revoked' && !hasPassed(expiresAt, now);
}
