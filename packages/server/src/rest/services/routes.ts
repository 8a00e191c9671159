import { projectFields, serviceCreateBody, serviceSortable, serviceUpdateBody } from '@countersign/api';
import {
  assistServiceQuery,
  deleteService,
  findService,
  listServices,
  nameViewers,
  nilId,
  ok,
  registeredUsersGroupId,
  registerService,
  type Service,
  type ServiceId,
  type ServiceWithSecret,
  seesAllServices,
  serviceAttributes,
  trustId,
  updateService,
} from '@countersign/core';
import type { Authority } from '../../authority.ts';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { completing } from '../query-assist.ts';
import { readFilteredList } from '../read-list.ts';
import { checkWhole, readBodyAs, readFields, readGroupIds } from '../read-request.ts';
import { readClientChange } from './oauth-settings.ts';
import { presentService, presentServiceHeader } from './present.ts';
import { serviceKeyFrom } from './service-key-from.ts';

export const list: RestHandler = async (authority, request) => {
  const { tables } = authority.store;
  const what = { sortable: serviceSortable, attributes: serviceAttributes };
  const asked = readFilteredList(authority, request, what);
  if (!asked.ok) return asked;
  const { query, page, filter } = asked.value;
  const found = await listServices(tables, request.caller, page, { query: filter });
  if (!found.ok) return found;
  const whole = checkWhole(query, found.value, authority.settings.lists.topMax);
  if (!whole.ok) return whole;
  const all = seesAllServices(request.caller.actor);
  const viewers = await nameViewers(tables, request.caller, found.value.items);
  return ok({
    body: presentPage('ServicesPage', 'services', query, found.value, (service) =>
      presentService(service, viewers, all),
    ),
  });
};

export const queryAssist = completing(assistServiceQuery);

/** What other applications show in their headers: a bare array, as their clients expect. */
export const header: RestHandler = async ({ settings, store }, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const everything = { skip: 0, top: settings.lists.topMax, orderBy: [] };
  const page = await listServices(store.tables, request.caller, everything);
  if (!page.ok) return page;
  return ok({
    body: page.value.items.map((service) => projectFields(presentServiceHeader(service), fields.value)),
  });
};

export const get: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const { tables } = authority.store;
  const service = await findService(tables, request.caller, request.parameters.serviceId ?? '');
  if (!service.ok) return service;
  return ok({ body: projectFields(await presentOne(authority, request, service.value), fields.value) });
};

export const create: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(serviceCreateBody, request.body);
  if (!read.ok) return read;
  const { name, key, description, homeUrl, viewers } = read.value.body;
  const groups = readGroupIds(viewers ?? [{ id: registeredUsersGroupId }]);
  if (!groups.ok) return groups;
  const made = await registerService(authority, request.caller, {
    name,
    key: key ?? serviceKeyFrom(name),
    description: description ?? undefined,
    homeUrl: homeUrl ?? undefined,
    viewers: groups.value,
    client: readClientChange(read.value.body),
  });
  if (!made.ok) return made;
  return ok({
    body: projectFields(await presentWithSecret(authority, request, made.value), fields.value),
    location: `/api/rest/services/${made.value.service.id}`,
    ignored: read.value.ignored,
  });
};

export const update: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(serviceUpdateBody, request.body);
  if (!read.ok) return read;
  const { name, key, description, homeUrl, viewers, verdictMemory } = read.value.body;
  const groups = viewers === undefined ? ok(undefined) : readGroupIds(viewers);
  if (!groups.ok) return groups;
  const id = await readServiceId(authority, request);
  const changed = await updateService(authority, request.caller, id, {
    name,
    key,
    description: description === null ? '' : description,
    homeUrl: homeUrl === null ? '' : homeUrl,
    memorySeconds: verdictMemory,
    viewers: groups.value,
    client: readClientChange(read.value.body),
  });
  if (!changed.ok) return changed;
  return ok({
    body: projectFields(await presentOne(authority, request, changed.value), fields.value),
    ignored: read.value.ignored,
  });
};

/** Not `delete`, which is a word of the language. */
export const remove: RestHandler = async (authority, request) => {
  const deleted = await deleteService(authority, request.caller, await readServiceId(authority, request));
  return deleted.ok ? ok({}) : deleted;
};

/**
 * A name that names no service for this caller is passed on as one that never does: who may manage services is
 * asked first, in the change.
 */
export async function readServiceId(
  { store }: Authority,
  { caller, parameters }: RestRequest,
): Promise<ServiceId> {
  const service = await findService(store.tables, caller, parameters.serviceId ?? '');
  return service.ok ? service.value.id : trustId<ServiceId>(nilId);
}

export async function presentOne({ store }: Authority, { caller }: RestRequest, service: Service) {
  const viewers = await nameViewers(store.tables, caller, [service]);
  return presentService(service, viewers, seesAllServices(caller.actor));
}

/** Where a client secret leaves the authority; else it does so only when an application registers itself. */
export async function presentWithSecret(
  authority: Authority,
  request: RestRequest,
  { service, secret }: ServiceWithSecret,
) {
  return { ...(await presentOne(authority, request, service)), secret: secret.reveal() };
}
