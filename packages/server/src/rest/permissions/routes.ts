import { parseSingle, permissionSortable, projectFields } from '@countersign/api';
import {
  assistPermissionQuery,
  findPermission,
  listPermissions,
  malformed,
  notFound,
  ok,
  parseId,
  permissionAttributes,
  type Result,
  readReach,
  refuse,
  type UserId,
} from '@countersign/core';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { completing } from '../query-assist.ts';
import { readFilter, readFilteredList } from '../read-list.ts';
import { checkWhole, readFields } from '../read-request.ts';
import { presentPermission, presentReach } from './present.ts';

export const list: RestHandler = async (authority, request) => {
  const what = { sortable: permissionSortable, attributes: permissionAttributes };
  const asked = readFilteredList(authority, request, what);
  if (!asked.ok) return asked;
  const { query, page, filter } = asked.value;
  const read = await listPermissions(authority.store.tables, request.caller, { page, query: filter });
  if (!read.ok) return read;
  const whole = checkWhole(query, read.value.page, authority.settings.lists.topMax);
  if (!whole.ok) return whole;
  return ok({
    body: presentPage('PermissionsPage', 'permissions', query, read.value.page, (permission) =>
      presentPermission(permission, read.value),
    ),
  });
};

export const queryAssist = completing(assistPermissionQuery);

export const get: RestHandler = async ({ store }, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = await findPermission(store.tables, request.caller, request.parameters.permissionId ?? '');
  if (!read.ok) return read;
  return ok({ body: projectFields(presentPermission(read.value.permission, read.value), fields.value) });
};

/** What clients of this dialect keep of their user's rights: a bare array, as they expect. */
export const cache: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const query = readFilter(authority, request, permissionAttributes);
  if (!query.ok) return query;
  const principal = readPrincipal(request);
  if (!principal.ok) return principal;
  const asked = { query: query.value, principal: principal.value };
  const read = await readReach(authority.store.tables, request.caller, asked);
  if (!read.ok) return read;
  const { reaches, projects } = read.value;
  return ok({ body: reaches.map((reach) => projectFields(presentReach(reach, projects), fields.value)) });
};

/** Absent, empty and `me` are the caller. */
function readPrincipal({ query }: RestRequest): Result<UserId | undefined> {
  const text = parseSingle(query, 'principal');
  if (!text.ok) return refuse(malformed('principal', 'must be given only once'));
  if (text.value === undefined || text.value === '' || text.value === 'me') return ok(undefined);
  const id = parseId<UserId>(text.value);
  return id === undefined ? refuse(notFound('user')) : ok(id);
}
