import {
  type FieldTree,
  permissionChoiceBody,
  projectFields,
  roleCreateBody,
  roleSortable,
  roleUpdateBody,
} from '@countersign/api';
import {
  assistRoleQuery,
  createRole,
  deleteRole,
  findRole,
  findRoleByIdOrKey,
  listRoles,
  nilId,
  ok,
  type PermissionKey,
  type Role,
  type RoleId,
  readMeaning,
  roleAttributes,
  trustId,
  updateRole,
} from '@countersign/core';
import type { Authority } from '../../authority.ts';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPermissionReference } from '../permissions/present.ts';
import { presentPage } from '../present-page.ts';
import { completing } from '../query-assist.ts';
import { readFilteredList } from '../read-list.ts';
import { checkWhole, type NamedInBody, readBodyAs, readFields, readNamed } from '../read-request.ts';
import { presentRole } from './present.ts';
import { roleKeyFrom } from './role-key-from.ts';

export const list: RestHandler = async (authority, request) => {
  const asked = readFilteredList(authority, request, { sortable: roleSortable, attributes: roleAttributes });
  if (!asked.ok) return asked;
  const { query, page, filter } = asked.value;
  const found = await listRoles(authority.store.tables, request.caller, page, filter);
  if (!found.ok) return found;
  const whole = checkWhole(query, found.value.page, authority.settings.lists.topMax);
  if (!whole.ok) return whole;
  const counts = await countAssignments(authority, found.value.page.items, query.fields);
  return ok({
    body: presentPage('RolesPage', 'roles', query, found.value.page, (role) =>
      presentRole(role, found.value.catalog, counts.get(role.id)),
    ),
  });
};

export const queryAssist = completing(assistRoleQuery);

export const get: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = await findRole(authority.store.tables, request.caller, request.parameters.roleId ?? '');
  if (!read.ok) return read;
  return ok({ body: await presentOne(authority, read.value, fields.value) });
};

export const create: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(roleCreateBody, request.body);
  if (!read.ok) return read;
  const { name, key, description, permissions } = read.value.body;
  const made = await createRole(authority, request.caller, {
    key: key ?? roleKeyFrom(name),
    name,
    description: description ?? undefined,
    permissions: readPermissionKeys(permissions ?? []),
  });
  if (!made.ok) return made;
  return ok({
    body: await presentOne(authority, made.value, fields.value),
    location: `/api/rest/roles/${made.value.id}`,
    ignored: read.value.ignored,
  });
};

export const update: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(roleUpdateBody, request.body);
  if (!read.ok) return read;
  const { name, key, description, permissions } = read.value.body;
  const changed = await updateRole(authority, request.caller, await readRoleId(authority, request), {
    name,
    key,
    description: description === null ? '' : description,
    permissions: permissions && readPermissionKeys(permissions),
  });
  if (!changed.ok) return changed;
  return ok({
    body: await presentOne(authority, changed.value, fields.value),
    ignored: read.value.ignored,
  });
};

/** Not `delete`, which is a word of the language. */
export const remove: RestHandler = async (authority, request) => {
  const deleted = await deleteRole(authority, request.caller, await readRoleId(authority, request));
  return deleted.ok ? ok({}) : deleted;
};

export const addPermission: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = readBodyAs(permissionChoiceBody, request.body);
  if (!read.ok) return read;
  const key = readNamed(read.value.body) as PermissionKey;
  const change = { permissions: { add: key } };
  const changed = await updateRole(authority, request.caller, await readRoleId(authority, request), change);
  if (!changed.ok) return changed;
  const { catalog } = await readMeaning(authority.store.tables);
  return ok({
    body: projectFields(presentPermissionReference(key, catalog.get(key)), fields.value),
    location: `/api/rest/roles/${changed.value.id}/permissions/${key}`,
    ignored: read.value.ignored,
  });
};

export const removePermission: RestHandler = async (authority, request) => {
  const change = { permissions: { remove: (request.parameters.permissionId ?? '') as PermissionKey } };
  const changed = await updateRole(authority, request.caller, await readRoleId(authority, request), change);
  return changed.ok ? ok({}) : changed;
};

/** A name that names no role is passed on as one that never does: who may ask is asked first, in the change. */
async function readRoleId({ store }: Authority, { parameters }: RestRequest): Promise<RoleId> {
  const role = await findRoleByIdOrKey(store.tables, parameters.roleId ?? '');
  return role?.id ?? trustId<RoleId>(nilId);
}

function readPermissionKeys(named: readonly NamedInBody[]): readonly PermissionKey[] {
  return named.map((one) => readNamed(one) as PermissionKey);
}

/** One role, with all that is asked of it. */
async function presentOne(
  authority: Authority,
  role: Role,
  fields: FieldTree | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { catalog } = await readMeaning(authority.store.tables);
  const counts = await countAssignments(authority, [role], fields);
  return projectFields(presentRole(role, catalog, counts.get(role.id)), fields);
}

/** How often each role is given: counted only where it is asked for, since some are given to everybody. */
async function countAssignments(
  { store }: Authority,
  roles: readonly Role[],
  fields: FieldTree | undefined,
): Promise<ReadonlyMap<RoleId, number>> {
  const counts = new Map<RoleId, number>();
  if (fields !== undefined && !fields.has('assignmentsCount')) return counts;
  for (const { id } of roles) counts.set(id, await store.tables.access.countAssignments({ roleId: id }));
  return counts;
}
