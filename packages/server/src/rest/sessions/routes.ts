import type { Session } from '@countersign/api';
import {
  endAllSessions,
  endUserSession,
  listSessions,
  malformed,
  notFound,
  ok,
  parseId,
  refuse,
  type SeenSession,
  type SessionId,
} from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, cutPage, readListQuery, readParameter, readUserId } from '../read-request.ts';
import { deviceFrom } from './device-from.ts';

export const list: RestHandler = async (authority, request) => {
  const { topMax } = authority.settings.lists;
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const window = readListQuery(request, {}, topMax);
  if (!window.ok) return window;
  const sessions = await listSessions(authority, request.caller, owner.value);
  if (!sessions.ok) return sessions;
  const page = cutPage(sessions.value, window.value.page);
  const whole = checkWhole(window.value.query, page, topMax);
  if (!whole.ok) return whole;
  return ok({ body: presentPage('SessionsPage', 'sessions', window.value.query, page, presentSession) });
};

export const end: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const id = parseId<SessionId>(request.parameters.sessionId ?? '');
  if (id === undefined) return refuse(notFound('session'));
  const ended = await endUserSession(authority, request.caller, { owner: owner.value, id });
  return ended.ok ? ok({}) : ended;
};

export const endAll: RestHandler = async (authority, request) => {
  const owner = readUserId(request);
  if (!owner.ok) return owner;
  const except = readParameter(request, 'except');
  if (!except.ok) return except;
  if (except.value !== undefined && except.value !== 'current')
    return refuse(malformed('except', 'must be current, or absent'));
  const ended = await endAllSessions(authority, request.caller, {
    owner: owner.value,
    exceptCurrent: except.value === 'current',
  });
  return ended.ok ? ok({}) : ended;
};

function presentSession({
  id,
  address,
  userAgent,
  startedAt,
  lastActiveAt,
  hasSecondFactor,
  isCurrent,
}: SeenSession): Session {
  return {
    type: 'session',
    id,
    device: userAgent === undefined ? null : deviceFrom(userAgent),
    userAgent: userAgent ?? null,
    address: address ?? null,
    creationTime: startedAt,
    lastAccessTime: lastActiveAt,
    current: isCurrent,
    secondFactor: hasSecondFactor,
  };
}
