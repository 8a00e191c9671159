import type { Caller } from '../access/actor.ts';
import { seesAllServices } from '../access/authorize.ts';
import { groupsOf } from '../identity/group.ts';
import { parseId, type ServiceId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { brokenServiceKeyRule, mayReadService, type Service, serviceKeyForm } from './service.ts';
import type { ServiceOrderKey, ServiceTables } from './service-store.ts';

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
  return service !== undefined && mayReadService(caller.actor, service)
    ? ok(service)
    : refuse(notFound('service'));
}

/** A page of the services this caller may see: exactly those that may stand in a token's scope. */
export async function listServices(
  tables: ServiceTables,
  caller: Caller,
  page: PageRequest<ServiceOrderKey>,
): Promise<Result<Page<Service>>> {
  const { actor } = caller;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const visibleTo = seesAllServices(actor) ? 'everything' : groupsOf(actor.userId).map((group) => group.id);
  return ok(await tables.services.list(page, visibleTo));
}
