import { projectFields, serviceCreateBody, serviceSortable } from '@countersign/api';
import {
  authorizeManageServices,
  findService,
  listServices,
  ok,
  registeredUsersGroupId,
  registerService,
  rotateServiceSecret,
  type ServiceWithSecret,
  seesAllServices,
} from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, readBodyAs, readFields, readGroupIds, readListQuery } from '../read-request.ts';
import { presentService, presentServiceHeader } from './present.ts';
import { serviceKeyFrom } from './service-key-from.ts';

export const list: RestHandler = async ({ settings, store }, request) => {
  const { topMax } = settings.lists;
  const window = readListQuery(request, serviceSortable, topMax);
  if (!window.ok) return window;
  const page = await listServices(store.tables, request.caller, window.value.page);
  if (!page.ok) return page;
  const whole = checkWhole(window.value.query, page.value, topMax);
  if (!whole.ok) return whole;
  const all = seesAllServices(request.caller.actor);
  return ok({
    body: presentPage('ServicesPage', 'services', window.value.query, page.value, (service) =>
      presentService(service, all),
    ),
  });
};

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

export const get: RestHandler = async ({ store }, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const service = await findService(store.tables, request.caller, request.parameters.serviceId ?? '');
  if (!service.ok) return service;
  return ok({
    body: projectFields(presentService(service.value, seesAllServices(request.caller.actor)), fields.value),
  });
};

export const create: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(serviceCreateBody, request.body);
  if (!read.ok) return read;
  const { name, key, homeUrl, viewers } = read.value.body;
  const groups = readGroupIds(viewers ?? [{ id: registeredUsersGroupId }]);
  if (!groups.ok) return groups;
  const made = await registerService(authority, request.caller, {
    name,
    key: key ?? serviceKeyFrom(name),
    description: undefined,
    homeUrl: homeUrl ?? undefined,
    viewers: groups.value,
  });
  if (!made.ok) return made;
  return ok({
    body: projectFields(presentWithSecret(made.value), fields.value),
    location: `/api/rest/services/${made.value.service.id}`,
    ignored: read.value.ignored,
  });
};

export const rotateSecret: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  // Asked first, so that who may not manage services learns nothing about which exist.
  const may = authorizeManageServices(request.caller.actor);
  if (!may.ok) return may;
  const service = await findService(
    authority.store.tables,
    request.caller,
    request.parameters.serviceId ?? '',
  );
  if (!service.ok) return service;
  const made = await rotateServiceSecret(authority, request.caller, service.value.id);
  return made.ok ? ok({ body: projectFields(presentWithSecret(made.value), fields.value) }) : made;
};

/** The one place where a client secret leaves the authority. */
function presentWithSecret({ service, secret }: ServiceWithSecret) {
  return { ...presentService(service, true), secret: secret.reveal() };
}
