import {
  permissionCreateBody,
  permissionSortable,
  permissionUpdateBody,
  projectFields,
} from '@countersign/api';
import {
  declarePermission,
  findService,
  listPermissions,
  ok,
  type Permission,
  type PermissionKey,
  permissionAttributes,
  readDeclaringServices,
  readMeaning,
  updatePermission,
  withdrawPermission,
} from '@countersign/core';
import type { Authority } from '../../authority.ts';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPermission } from '../permissions/present.ts';
import { presentPage } from '../present-page.ts';
import { readFilteredList } from '../read-list.ts';
import { checkWhole, type NamedInBody, readBodyAs, readFields, readNamed } from '../read-request.ts';
import { readServiceId } from './routes.ts';

/** What one service declares, and how that is changed. */

export const list: RestHandler = async (authority, request) => {
  const { tables } = authority.store;
  const service = await findService(tables, request.caller, request.parameters.serviceId ?? '');
  if (!service.ok) return service;
  const what = { sortable: permissionSortable, attributes: permissionAttributes };
  const asked = readFilteredList(authority, request, what);
  if (!asked.ok) return asked;
  const { query, page, filter } = asked.value;
  const of = { page, query: filter, service: service.value.id };
  const read = await listPermissions(tables, request.caller, of);
  if (!read.ok) return read;
  const whole = checkWhole(query, read.value.page, authority.settings.lists.topMax);
  if (!whole.ok) return whole;
  return ok({
    body: presentPage('PermissionsPage', 'permissions', query, read.value.page, (permission) =>
      presentPermission(permission, read.value),
    ),
  });
};

export const declare: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(permissionCreateBody, request.body);
  if (!read.ok) return read;
  const { key, name, description, global, implied } = read.value.body;
  const serviceId = await readServiceId(authority, request);
  const declared = await declarePermission(authority, request.caller, {
    serviceId,
    key: key as PermissionKey,
    name,
    description: description ?? undefined,
    holdsIn: global === true ? 'global' : 'project',
    implies: readKeys(implied ?? []),
  });
  if (!declared.ok) return declared;
  return ok({
    body: projectFields(await presentOne(authority, declared.value), fields.value),
    location: `/api/rest/services/${serviceId}/permissions/${declared.value.key}`,
    ignored: read.value.ignored,
  });
};

export const update: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(permissionUpdateBody, request.body);
  if (!read.ok) return read;
  const { name, description, implied } = read.value.body;
  const changed = await updatePermission(authority, request.caller, await readWhich(authority, request), {
    name,
    description: description === null ? '' : description,
    implies: implied && readKeys(implied),
  });
  if (!changed.ok) return changed;
  return ok({
    body: projectFields(await presentOne(authority, changed.value), fields.value),
    ignored: read.value.ignored,
  });
};

export const withdraw: RestHandler = async (authority, request) => {
  const withdrawn = await withdrawPermission(authority, request.caller, await readWhich(authority, request));
  return withdrawn.ok ? ok({}) : withdrawn;
};

async function readWhich(authority: Authority, request: RestRequest) {
  const key = (request.parameters.permissionId ?? '') as PermissionKey;
  return { serviceId: await readServiceId(authority, request), key };
}

function readKeys(named: readonly NamedInBody[]): readonly PermissionKey[] {
  return named.map((one) => readNamed(one) as PermissionKey);
}

async function presentOne({ store }: Authority, permission: Permission) {
  const { catalog } = await readMeaning(store.tables);
  const services = await readDeclaringServices(store.tables, [permission]);
  return presentPermission(permission, { catalog, services });
}
