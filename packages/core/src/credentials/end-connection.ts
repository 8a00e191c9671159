import type { Caller } from '../access/actor.ts';
import { authorizeRevokeCredential } from '../access/authorize-credentials.ts';
import type { AuditDetails } from '../audit/event.ts';
import type { Recorded, Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { endOneConnection } from '../identity/end-connections.ts';
import type { ConnectionId, UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { ServiceTables } from '../services/service-store.ts';
import { clientName } from './client-name.ts';
import type { Connection } from './connection.ts';
import type { ConnectionTables } from './connection-store.ts';
import { stands } from './find-connection.ts';

export interface EndConnectionPorts {
  readonly clock: Clock;
  readonly store: Transactor<ConnectionTables & ServiceTables & ActorTables>;
}

/**
 * Ends a connection with all its tokens, for its user or an administrator. When this resolves with success, no check
 * that begins afterwards accepts one of them, and none is renewed.
 */
export async function endConnection(
  ports: EndConnectionPorts,
  caller: Caller,
  owner: UserId,
  id: ConnectionId,
): Promise<Result<void>> {
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeRevokeCredential(actor, owner);
    if (!may.ok) return may;
    const connection = await tables.connections.find(id);
    if (connection?.userId !== owner || !stands(connection, ports.clock.now()))
      return refuse(notFound('connection'));
    return ok(await end(tables, ports.clock, { connection, caller }));
  });
}

/**
 * The same where no user asks for it: a token that was spent came back (RFC 9700 §4.14.2), or the service itself gave
 * the connection up (RFC 7009 §2.1). Whoever calls this has made sure of that.
 */
export async function endConnectionOf(
  ports: EndConnectionPorts,
  caller: Caller,
  id: ConnectionId,
  why: 'reuse' | 'client',
): Promise<Result<void>> {
  return ports.store.change(async (tables) => {
    const connection = await tables.connections.find(id);
    if (connection === undefined || connection.state.kind === 'revoked')
      return refuse(notFound('connection'));
    return ok(await end(tables, ports.clock, { connection, caller, details: { why } }));
  });
}

async function end(
  tables: ConnectionTables & ServiceTables,
  clock: Clock,
  {
    connection,
    caller,
    details,
  }: { readonly connection: Connection; readonly caller: Caller; readonly details?: AuditDetails },
): Promise<Recorded<void>> {
  const { id, userId, clientId } = connection;
  const { actor } = caller;
  const at = clock.now();
  const by = actor.kind === 'user' ? actor.userId : 'system';
  return {
    value: undefined,
    touched: await endOneConnection(tables, id, { at, by }),
    events: [
      {
        kind: 'connection.ended',
        at,
        caller,
        subject: userId,
        target: { kind: 'connection', id, name: await clientName(tables, clientId) },
        ...(details !== undefined && { details }),
      },
    ],
  };
}
