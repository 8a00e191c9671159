import type { Actor, Caller } from '../access/actor.ts';
import { authorizeManageServices } from '../access/authorize.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import type { ActorTables } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import { type ConnectionEnding, type ConsentEnding, endConnections } from '../identity/end-connections.ts';
import { authorityServiceId, type ServiceId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { endServiceTokens, type ServiceTokenEnding } from './end-service-tokens.ts';
import { type Service, serviceTarget } from './service.ts';
import type { ServiceTables } from './service-store.ts';

export interface DeleteServicePorts {
  readonly clock: Clock;
  readonly store: Transactor<
    ServiceTables & ActorTables & ConnectionEnding & ConsentEnding & ServiceTokenEnding
  >;
}

/**
 * Unlinks a service for ever. Its door answers nobody from the next check on; its permissions are withdrawn,
 * and their keys stay taken, so that no other service can declare one of them and inherit who holds it. What it does for
 * users ends with it, and so do their consents.
 */
export function deleteService(
  ports: DeleteServicePorts,
  caller: Caller,
  id: ServiceId,
): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'delete a service', async (tables, actor) => {
    const may = checkDeleteService(actor, await tables.services.find(id));
    if (!may.ok) return may;
    const service = may.value;
    const declared = (await tables.access.listPermissions()).filter(({ serviceId }) => serviceId === id);
    for (const { key } of declared) await tables.access.withdrawPermission(key);
    const by = actor.kind === 'user' ? actor.userId : 'system';
    const connections = await endConnections(tables, { client: id }, { at, by });
    const tokens = await endServiceTokens(tables, id, { at, by });
    const consentsEnded = await tables.approvedScopes.deleteOf({ client: id });
    await tables.services.delete(id);
    return ok({
      value: undefined,
      events: [
        {
          kind: 'service.deleted',
          at,
          caller,
          target: serviceTarget(service),
          details: {
            permissionsWithdrawn: declared.map(({ key }) => key),
            connectionsEnded: connections.count,
            consentsEnded,
          },
        },
      ],
      touched: [{ kind: 'service', id }, everybodysAccess, ...connections.touched, ...tokens],
    });
  });
}

/** Who may delete which service, as far as it is known beforehand. */
export function checkDeleteService(actor: Actor, service: Service | undefined): Result<Service> {
  const may = authorizeManageServices(actor);
  if (!may.ok) return may;
  if (service === undefined) return refuse(notFound('service'));
  return service.id === authorityServiceId
    ? refuse({ kind: 'conflict', rule: `${service.name} is the authority itself and cannot be deleted` })
    : ok(service);
}
