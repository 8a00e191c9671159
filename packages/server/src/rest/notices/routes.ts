import { dismissNotice, findNotices, notFound, ok, refuse } from '@countersign/core';
import type { RestHandler } from '../endpoint-handler.ts';
import { readEventNumber } from '../events/read-event-number.ts';
import { presentPage } from '../present-page.ts';
import { checkWhole, readListQuery, readUserId } from '../read-request.ts';
import { presentNotice } from './present.ts';

export const list: RestHandler = async ({ settings, store }, request) => {
  const { topMax } = settings.lists;
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const window = readListQuery(request, {}, topMax);
  if (!window.ok) return window;
  const page = await findNotices(store.tables, request.caller, userId.value, window.value.page);
  if (!page.ok) return page;
  const whole = checkWhole(window.value.query, page.value, topMax);
  if (!whole.ok) return whole;
  return ok({
    body: presentPage('NoticesPage', 'notices', window.value.query, page.value, (event) =>
      presentNotice(event, userId.value),
    ),
  });
};

export const dismiss: RestHandler = async (authority, request) => {
  const userId = readUserId(request);
  if (!userId.ok) return userId;
  const event = readEventNumber(request.parameters.noticeId);
  if (event === undefined) return refuse(notFound('notice'));
  const input = { userId: userId.value, event };
  const dismissed = await dismissNotice(authority, request.caller, input);
  return dismissed.ok ? ok({}) : dismissed;
};
