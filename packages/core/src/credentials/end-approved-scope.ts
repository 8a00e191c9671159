import type { Caller } from '../access/actor.ts';
import { authorizeRevokeCredential } from '../access/authorize-credentials.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { endConnections } from '../identity/end-connections.ts';
import type { ApprovedScopeId, UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { ServiceTables } from '../services/service-store.ts';
import { clientName } from './client-name.ts';
import type { ConnectionTables } from './connection-store.ts';

export interface EndApprovedScopePorts {
  readonly clock: Clock;
  readonly store: Transactor<ConnectionTables & ServiceTables & ActorTables>;
}

/** Takes a consent back: the user is asked again, and whatever the service does for them until then ends with it. */
export async function endApprovedScope(
  ports: EndApprovedScopePorts,
  caller: Caller,
  owner: UserId,
  id: ApprovedScopeId,
): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeRevokeCredential(actor, owner);
    if (!may.ok) return may;
    const scope = await tables.approvedScopes.find(id);
    if (scope?.userId !== owner) return refuse(notFound('approval'));
    const by = actor.kind === 'user' ? actor.userId : 'system';
    await tables.approvedScopes.delete(id);
    const { count, touched } = await endConnections(
      tables,
      { user: owner, client: scope.clientId },
      { at, by },
    );
    return ok({
      value: undefined,
      events: [
        {
          kind: 'approved-scope.ended',
          at,
          caller,
          subject: owner,
          target: { kind: 'approved-scope', id, name: await clientName(tables, scope.clientId) },
          details: { connectionsEnded: count },
        },
      ],
      touched,
    });
  });
}
