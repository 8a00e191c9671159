import type { UserActor } from '../access/actor.ts';
import { mayReadService } from '../access/authorize.ts';
import { authorityServiceId, type ServiceId } from '../kernel/id.ts';
import { ok, refuse } from '../kernel/result.ts';
import { malformed, type Result } from '../refusal.ts';
import { findByIdOrKey } from '../services/find-service.ts';
import type { ServiceTables } from '../services/service-store.ts';

/** Turns names into services. One the actor may not see is answered as if it did not exist. */
export async function resolveAudience(
  tables: ServiceTables,
  actor: UserActor,
  names: readonly string[],
): Promise<Result<readonly ServiceId[]>> {
  const chosen = new Set<ServiceId>();
  for (const [index, name] of names.entries()) {
    const service = await resolveService(tables, actor, { field: `scope.${index}`, name });
    if (!service.ok) return service;
    chosen.add(service.value);
  }
  return ok([...chosen]);
}

/** The same for one service, named by a field of its own. */
export async function resolveService(
  tables: ServiceTables,
  actor: UserActor,
  { field, name }: { readonly field: string; readonly name: string },
): Promise<Result<ServiceId>> {
  const service = await findByIdOrKey(tables, name);
  return service !== undefined && mayUse(actor, service.id)
    ? ok(service.id)
    : refuse(malformed(field, 'names no service that you may use'));
}

/** Everybody with an account may have a credential for the authority's own API; what it does there is another question. */
function mayUse(actor: UserActor, service: ServiceId): boolean {
  return service === authorityServiceId || mayReadService(actor, service);
}
