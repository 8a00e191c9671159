import type { Caller } from '../access/actor.ts';
import { authorizeManageServices, authorizeReadServiceUse } from '../access/authorize.ts';
import { checkNotProgram } from '../access/guard.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import type { RefusedRedirectId, ServiceId } from '../kernel/id.ts';
import { type Clock, dayMilliseconds, type Instant, later } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import { findService } from './find-service.ts';
import {
  brokenRefusedRedirectRule,
  type RefusedRedirect,
  type RefusedRedirectTables,
  refusedRedirectDays,
} from './refused-redirect.ts';
import { type Service, serviceTarget } from './service.ts';
import type { ServiceTables } from './service-store.ts';
import { type UpdateServicePorts, updateService } from './update-service.ts';

/** What administrators do with addresses that were refused: read them, register them after all, or dismiss them. */

export interface RefusedRedirectWithRule {
  readonly refused: RefusedRedirect;
  /** Why it cannot be registered; absent where it can. */
  readonly rule: string | undefined;
}

/** Those of the last days that are still not registered, the latest first. */
export async function listRefusedRedirects(
  {
    clock,
    store,
  }: { readonly clock: Clock; readonly store: { readonly tables: ServiceTables & RefusedRedirectTables } },
  caller: Caller,
  idOrKey: string,
): Promise<Result<readonly RefusedRedirectWithRule[]>> {
  // Asked first, so that who may not read it learns nothing about which services exist.
  const may = authorizeReadServiceUse(caller.actor);
  if (!may.ok) return may;
  const service = await findService(store.tables, caller, idOrKey);
  if (!service.ok) return service;
  const open = await openOnes(store.tables, service.value, clock.now());
  return ok(open.map((refused) => ({ refused, rule: brokenRefusedRedirectRule(refused, service.value) })));
}

async function openOnes(tables: RefusedRedirectTables, service: Service, now: Instant) {
  const since = later(now, -refusedRedirectDays * dayMilliseconds);
  const registered = service.client?.redirectUris ?? [];
  const kept = await tables.refusedRedirects.list(service.id, since);
  return kept.filter(({ uri, isVerbatim }) => !isVerbatim || !registered.includes(uri));
}

interface SettlePorts extends UpdateServicePorts {
  readonly store: UpdateServicePorts['store'] &
    Transactor<ServiceTables & ActorTables & RefusedRedirectTables>;
}

/** Registers it, by the ordinary change of the service with all its rules. */
export async function addRefusedRedirect(
  ports: SettlePorts,
  caller: Caller,
  service: ServiceId,
  id: RefusedRedirectId,
): Promise<Result<Service>> {
  const may = authorizeManageServices(caller.actor);
  if (!may.ok) return may;
  const found = await find(ports.store.tables, ports.clock.now(), service, id);
  if (!found.ok) return found;
  const { refused, of } = found.value;
  const rule = brokenRefusedRedirectRule(refused, of);
  if (rule !== undefined) return refuse(malformed('redirectURI', rule));
  return updateService(ports, caller, service, { addedRedirectUri: refused.uri });
}

/** Forgets it; should it come again, it is there again. */
export async function dismissRefusedRedirect(
  ports: SettlePorts,
  caller: Caller,
  service: ServiceId,
  id: RefusedRedirectId,
): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeManageServices(actor);
    if (!may.ok) return may;
    const fit = checkNotProgram(actor, 'dismiss a refused address');
    if (!fit.ok) return fit;
    const found = await find(tables, at, service, id);
    if (!found.ok) return found;
    const { refused, of } = found.value;
    await tables.refusedRedirects.delete(service, id);
    return ok({
      value: undefined,
      events: [
        {
          kind: 'service.redirect-dismissed',
          at,
          caller,
          target: serviceTarget(of),
          details: { redirectUri: refused.uri },
        },
      ],
      touched: [],
    });
  });
}

async function find(
  tables: ServiceTables & RefusedRedirectTables,
  now: Instant,
  service: ServiceId,
  id: RefusedRedirectId,
): Promise<Result<{ readonly refused: RefusedRedirect; readonly of: Service }>> {
  const of = await tables.services.find(service);
  if (of === undefined) return refuse(notFound('service'));
  const refused = (await openOnes(tables, of, now)).find((one) => one.id === id);
  return refused === undefined ? refuse(notFound('refused address')) : ok({ refused, of });
}
