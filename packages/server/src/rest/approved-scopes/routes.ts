import { approvedScopeSortable, projectFields } from '@countersign/api';
import {
  type ApprovedScopeId,
  endApprovedScope,
  findApprovedScope,
  findConnectionReferences,
  listApprovedScopes,
  notFound,
  ok,
  parseId,
  type Result,
  refuse,
} from '@countersign/core';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, readFields, readListQuery, readUserId } from '../read-request.ts';
import { presentApprovedScope } from './present.ts';

export const list: RestHandler = async (authority, request) => {
  const { topMax } = authority.settings.lists;
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const window = readListQuery(request, approvedScopeSortable, topMax);
  if (!window.ok) return window;
  const { query } = window.value;
  const page = await listApprovedScopes(authority, request.caller, owner.value, window.value.page);
  if (!page.ok) return page;
  const whole = checkWhole(query, page.value, topMax);
  if (!whole.ok) return whole;
  const known = await findConnectionReferences(authority.store.tables, page.value.items);
  return ok({
    body: presentPage('ApprovedScopesPage', 'approvedscopes', query, page.value, (scope) =>
      presentApprovedScope(scope, known),
    ),
  });
};

export const get: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const id = readScopeId(request);
  if (!id.ok) return id;
  const scope = await findApprovedScope(authority, request.caller, owner.value, id.value);
  if (!scope.ok) return scope;
  const known = await findConnectionReferences(authority.store.tables, [scope.value]);
  return ok({ body: projectFields(presentApprovedScope(scope.value, known), fields.value) });
};

export const revoke: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const id = readScopeId(request);
  if (!id.ok) return id;
  const ended = await endApprovedScope(authority, request.caller, owner.value, id.value);
  return ended.ok ? ok({}) : ended;
};

function readScopeId(request: RestRequest): Result<ApprovedScopeId> {
  const id = parseId<ApprovedScopeId>(request.parameters.scopeId ?? '');
  return id === undefined ? refuse(notFound('approval')) : ok(id);
}
