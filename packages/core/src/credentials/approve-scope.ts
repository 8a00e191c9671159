import { readMeaning } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeApproveScope } from '../access/authorize-credentials.ts';
import { join, noPermissions } from '../access/permission-set.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { newId, type ServiceId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { ApprovedScope } from './approved-scope.ts';
import { clientName } from './client-name.ts';
import type { ConnectionTables } from './connection-store.ts';
import { declaredBy } from './declared-by.ts';
import { resolveAudience, resolveService } from './resolve-audience.ts';

export interface ApproveScopePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ConnectionTables & ServiceTables & ActorTables>;
}

export interface ApproveScope {
  /** The service that shall act, for who may use it. */
  readonly client: ServiceId;
  /** Where it shall act. */
  readonly audience: readonly ServiceId[];
  readonly openIdScope: readonly string[];
}

/**
 * Remembers that the user of a session agreed to what a service asked for, beside what they agreed to before. They agree
 * to what this audience declares at this moment, and to nothing that it declares later.
 */
export async function approveScope(
  ports: ApproveScopePorts,
  caller: Caller,
  { client, audience, openIdScope }: ApproveScope,
): Promise<Result<ApprovedScope>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
    const may = authorizeApproveScope(actor);
    if (!may.ok) return may;
    const acting = await resolveService(tables, actor, { field: 'client_id', name: client });
    if (!acting.ok) return acting;
    const reached = await resolveAudience(tables, actor, audience);
    if (!reached.ok) return reached;
    const before = await tables.approvedScopes.findOf(actor.userId, client);
    const { catalog } = await readMeaning(tables);
    const scope: ApprovedScope = {
      id: before?.id ?? newId(ports.random),
      userId: actor.userId,
      clientId: client,
      audience: united(before?.audience, reached.value),
      openIdScope: united(before?.openIdScope, openIdScope),
      declared: join(before?.declared ?? noPermissions, declaredBy(catalog, reached.value)),
      grantedAt: at,
    };
    await tables.approvedScopes.put(scope);
    return ok({
      value: scope,
      events: [
        {
          kind: 'approved-scope.granted',
          at,
          caller,
          subject: actor.userId,
          target: { kind: 'approved-scope', id: scope.id, name: await clientName(tables, client) },
          details: { audience: reached.value, openIdScope },
        },
      ],
      touched: [],
    });
  });
}

function united<Item>(before: readonly Item[] = [], more: readonly Item[]): readonly Item[] {
  return [...new Set([...before, ...more])];
}
