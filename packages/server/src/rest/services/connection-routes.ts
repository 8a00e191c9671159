import { refreshTokenSortable } from '@countersign/api';
import { endConnectionsOf, findConnectionReferences, listConnectionsOf, ok } from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, readListQuery } from '../read-request.ts';
import { presentRefreshToken } from '../refresh-tokens/present.ts';
import { showRecentUse } from '../show-recent-use.ts';
import { readServiceId } from './routes.ts';

/** What a service does for users, whoever they are. */

export const list: RestHandler = async (authority, request) => {
  const { topMax } = authority.settings.lists;
  const window = readListQuery(request, refreshTokenSortable, topMax);
  if (!window.ok) return window;
  const { query, page } = window.value;
  await showRecentUse(authority);
  const service = request.parameters.serviceId ?? '';
  const found = await listConnectionsOf(authority, request.caller, service, page);
  if (!found.ok) return found;
  const whole = checkWhole(query, found.value, topMax);
  if (!whole.ok) return whole;
  const named = found.value.items.map(({ connection }) => connection);
  const known = await findConnectionReferences(authority.store.tables, named);
  const body = presentPage('RefreshTokensPage', 'refreshtokens', query, found.value, (seen) =>
    presentRefreshToken(seen, known),
  );
  return ok({ body: { ...body, users: found.value.users } });
};

export const end: RestHandler = async (authority, request) => {
  const service = await readServiceId(authority, request);
  const ended = await endConnectionsOf(authority, request.caller, service);
  return ended.ok ? ok({}) : ended;
};
