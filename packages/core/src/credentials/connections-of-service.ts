import type { Caller } from '../access/actor.ts';
import { authorizeEndConnectionsOf, authorizeReadConnectionsOf } from '../access/authorize-credentials.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { ActorTables } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import { endConnections } from '../identity/end-connections.ts';
import type { ServiceId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { endServiceTokens } from '../services/end-service-tokens.ts';
import { findService } from '../services/find-service.ts';
import { serviceTarget } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { ConnectionOrderKey, ConnectionTables } from './connection-store.ts';
import type { ConnectionWithUse, ReadConnectionPorts } from './find-connection.ts';
import type { ServiceTokenTables } from './service-token-store.ts';

/** What a service does for users, as its administrators see and end it. */

export interface ConnectionsWithUse extends Page<ConnectionWithUse> {
  /** Of how many users they are. */
  readonly users: number;
}

export interface ReadServiceConnectionPorts extends ReadConnectionPorts {
  readonly store: ReadConnectionPorts['store'] & { readonly tables: ServiceTables };
}

/** A page of what stands of a service, whoever it is of. */
export async function listConnectionsOf(
  { clock, store }: ReadServiceConnectionPorts,
  caller: Caller,
  idOrKey: string,
  page: PageRequest<ConnectionOrderKey>,
): Promise<Result<ConnectionsWithUse>> {
  // Asked first, so that who may not read it learns nothing about which services exist.
  const may = authorizeReadConnectionsOf(caller.actor);
  if (!may.ok) return may;
  const service = await findService(store.tables, caller, idOrKey);
  if (!service.ok) return service;
  const found = await store.tables.connections.listOf(service.value.id, clock.now(), page);
  const uses = await store.uses.find(found.items.map(({ id }) => id));
  const items = found.items.map((connection) => ({ connection, use: uses.get(connection.id) }));
  return ok({ ...found, items });
}

/**
 * Ends all that a service does for users, in one transaction, and the access tokens that it has for itself; answers of
 * how many connections. When this resolves with success, no check that begins afterwards accepts one of its access
 * tokens, and none is renewed. Consents stay: users whom it leads here again need not agree anew.
 */
export async function endConnectionsOf(
  ports: {
    readonly clock: Clock;
    readonly store: Transactor<ConnectionTables & ServiceTables & ServiceTokenTables & ActorTables>;
  },
  caller: Caller,
  id: ServiceId,
): Promise<Result<number>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'end all connections of a service', async (tables, actor) => {
    const may = authorizeEndConnectionsOf(actor);
    if (!may.ok) return may;
    const service = await tables.services.find(id);
    if (service === undefined) return refuse(notFound('service'));
    const by = actor.kind === 'user' ? actor.userId : 'system';
    const { count, touched } = await endConnections(tables, { client: id }, { at, by });
    const ownTokens = await endServiceTokens(tables, id, { at, by });
    return ok({
      value: count,
      events: [
        {
          kind: 'service.connections-ended',
          at,
          caller,
          target: serviceTarget(service),
          details: { connectionsEnded: count, ownTokensEnded: ownTokens.length },
        },
      ],
      touched: [...touched, ...ownTokens],
    });
  });
}
