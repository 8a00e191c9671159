import type { Caller } from '../access/actor.ts';
import { mayReadService } from '../access/authorize.ts';
import { holds } from '../access/guard.ts';
import { readServicePermission } from '../access/permission.ts';
import { authorityServiceId, globalProjectId, parseId, type ServiceId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { brokenServiceKeyRule, type Service, serviceKeyForm } from './service.ts';
import type { ServiceFilter, ServiceOrderKey, ServiceTables } from './service-store.ts';

/** The service that an id or a key names; a key can never be taken for an id. */
export async function findByIdOrKey(tables: ServiceTables, text: string): Promise<Service | undefined> {
  const id = parseId<ServiceId>(text);
  if (id !== undefined) return tables.services.find(id);
  // What no key can be is nobody's, and never reaches the store.
  return brokenServiceKeyRule(text) === undefined
    ? tables.services.findByKeyForm(serviceKeyForm(text))
    : undefined;
}

/** One service, if this caller may see it; otherwise it does not exist for them. */
export async function findService(
  tables: ServiceTables,
  caller: Caller,
  idOrKey: string,
): Promise<Result<Service>> {
  if (caller.actor.kind === 'anonymous') return refuse({ kind: 'unauthenticated' });
  const service = await findByIdOrKey(tables, idOrKey);
  return service !== undefined && isVisible(caller, service.id) ? ok(service) : refuse(notFound('service'));
}

/** A page of the services this caller may use: exactly those that may stand in a token's scope. */
export async function listServices(
  tables: ServiceTables,
  caller: Caller,
  page: PageRequest<ServiceOrderKey>,
  filter: Pick<ServiceFilter, 'query'> = {},
): Promise<Result<Page<Service>>> {
  const { actor } = caller;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  if (holds(actor, readServicePermission, globalProjectId))
    return ok(await tables.services.list(page, filter));
  const places = [...actor.permissions.keys()] as ServiceId[];
  const among = [authorityServiceId, ...places.filter((place) => mayReadService(actor, place))];
  return ok(await tables.services.list(page, { ...filter, among }));
}

/** The authority's own service is everybody's to know: it is what they are talking to. */
function isVisible({ actor }: Caller, service: ServiceId): boolean {
  return service === authorityServiceId || mayReadService(actor, service);
}
