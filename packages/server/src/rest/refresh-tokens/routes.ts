import { projectFields, refreshTokenSortable } from '@countersign/api';
import {
  type ConnectionId,
  endConnection,
  findConnection,
  findConnectionReferences,
  listConnections,
  notFound,
  ok,
  parseId,
  type Result,
  refuse,
} from '@countersign/core';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, readFields, readListQuery, readUserId } from '../read-request.ts';
import { showRecentUse } from '../show-recent-use.ts';
import { presentRefreshToken } from './present.ts';

export const list: RestHandler = async (authority, request) => {
  const { topMax } = authority.settings.lists;
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const window = readListQuery(request, refreshTokenSortable, topMax);
  if (!window.ok) return window;
  const { query } = window.value;
  await showRecentUse(authority);
  const page = await listConnections(authority, request.caller, owner.value, window.value.page);
  if (!page.ok) return page;
  const whole = checkWhole(query, page.value, topMax);
  if (!whole.ok) return whole;
  const named = page.value.items.map(({ connection }) => connection);
  const known = await findConnectionReferences(authority.store.tables, named);
  return ok({
    body: presentPage('RefreshTokensPage', 'refreshtokens', query, page.value, (seen) =>
      presentRefreshToken(seen, known),
    ),
  });
};

export const get: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const id = readConnectionId(request);
  if (!id.ok) return id;
  await showRecentUse(authority);
  const seen = await findConnection(authority, request.caller, owner.value, id.value);
  if (!seen.ok) return seen;
  const known = await findConnectionReferences(authority.store.tables, [seen.value.connection]);
  return ok({ body: projectFields(presentRefreshToken(seen.value, known), fields.value) });
};

export const revoke: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const id = readConnectionId(request);
  if (!id.ok) return id;
  const ended = await endConnection(authority, request.caller, owner.value, id.value);
  return ended.ok ? ok({}) : ended;
};

function readConnectionId(request: RestRequest): Result<ConnectionId> {
  const id = parseId<ConnectionId>(request.parameters.tokenId ?? '');
  return id === undefined ? refuse(notFound('connection')) : ok(id);
}
