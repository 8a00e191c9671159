import { type EventExportFormat, eventExportFormats, parseSingle, projectFields } from '@countersign/api';
import {
  type AuditFilter,
  auditTotalMax,
  authorizeReadAudit,
  exportAuditEvents,
  filterEntriesMax,
  findAuditEvent,
  listAuditEvents,
  loginKey,
  malformed,
  notFound,
  ok,
  parseId,
  parseQuery,
  type Result,
  readChainStatus,
  refuse,
  type UserId,
} from '@countersign/core';
import type { Authority } from '../../authority.ts';
import type { RestHandler, RestRequest } from '../endpoint-handler.ts';
import { presentPage } from '../present-page.ts';
import { completing } from '../query-assist.ts';
import { readFields, readListQuery } from '../read-request.ts';
import { askedValues } from './asked-values.ts';
import { eventAttributes } from './event-attributes.ts';
import { exportEvents } from './export-events.ts';
import { presentEvent, presentIntegrity } from './present.ts';
import { assistEventQuery } from './query-assist.ts';
import { readEventNumber } from './read-event-number.ts';
import { readEventFilter } from './read-filter.ts';

export const list: RestHandler = async (authority, request) => {
  const { query: _, ...window } = request.query;
  const read = readListQuery(
    { ...request, query: window },
    { timestamp: 'desc' },
    authority.settings.lists.topMax,
  );
  if (!read.ok) return read;
  const { query, page } = read.value;
  if (page.orderBy.some(({ descending }) => !descending))
    return refuse(malformed('orderBy', 'must be timestamp:desc: the log is read from its newest event on'));
  if (page.skip > auditTotalMax)
    return refuse(
      malformed('$skip', `must be at most ${auditTotalMax}; ask with beforeId in the query to read on`),
    );
  const filter = await readFilter(authority, request);
  if (!filter.ok) return filter;
  const found = await listAuditEvents(authority.store.audit, request.caller, filter.value.filter, page);
  if (!found.ok) return found;
  const { items, total, isCapped } = found.value;
  if (query.top === 'all' && (isCapped || total - page.skip > page.top))
    return refuse(
      malformed('$top', 'cannot be -1 here: there are too many events for one answer; export them'),
    );
  return ok({
    body: {
      ...presentPage('EventsPage', 'events', query, { items, total }, presentEvent),
      totalCapped: isCapped,
    },
  });
};

export const queryAssist = completing(assistEventQuery);

export const get: RestHandler = async ({ store }, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const number = readEventNumber(request.parameters.eventId);
  const may = authorizeReadAudit(request.caller.actor);
  if (!may.ok) return may;
  if (number === undefined) return refuse(notFound('event'));
  const event = await findAuditEvent(store.audit, request.caller, number);
  return event.ok ? ok({ body: projectFields(presentEvent(event.value), fields.value) }) : event;
};

/** Not `export`, which is a word of the language. */
export const exportAll: RestHandler = async (authority, request) => {
  const format = readFormat(request);
  if (!format.ok) return format;
  const read = await readFilter(authority, request);
  if (!read.ok) return read;
  const { query, filter } = read.value;
  const pieces = exportAuditEvents(authority.store.audit, request.caller, filter);
  if (!pieces.ok) return pieces;
  const exportedAt = new Date(authority.clock.now()).toISOString();
  return ok({
    file: {
      name: `events-${exportedAt.replaceAll(/[:.]/g, '')}.${format.value}`,
      mediaType: eventExportFormats[format.value],
      text: exportEvents(pieces.value, format.value, { query, exportedAt }),
    },
  });
};

export const integrity: RestHandler = async (authority, request) => {
  const fields = readFields(request);
  if (!fields.ok) return fields;
  const read = await readChainStatus(authority, request.caller);
  if (!read.ok) return read;
  return ok({ body: projectFields(presentIntegrity(read.value.status, read.value.head), fields.value) });
};

function readFormat({ query }: RestRequest): Result<EventExportFormat> {
  const given = parseSingle(query, 'format');
  const format = given.ok ? (given.value ?? 'jsonl') : '';
  if (Object.hasOwn(eventExportFormats, format)) return ok(format as EventExportFormat);
  return refuse(malformed('format', `must be one of ${Object.keys(eventExportFormats).join(', ')}`));
}

/** Asked before a login is looked up: who may not read the log learns nothing of who exists. */
async function readFilter(
  { store, clock }: Authority,
  { query, caller }: RestRequest,
): Promise<Result<{ readonly query: string; readonly filter: AuditFilter }>> {
  const text = parseSingle(query, 'query');
  if (!text.ok) return refuse(malformed('query', 'must be given only once'));
  const asked = parseQuery(text.value ?? '', eventAttributes, clock.now(), filterEntriesMax);
  if (!asked.ok) return asked;
  const values = askedValues(asked.value);
  if (!values.ok) return values;
  const may = authorizeReadAudit(caller.actor);
  if (!may.ok) return may;
  const filter = await readEventFilter(values.value, async (word) => {
    if (word === 'me' && caller.actor.kind === 'user') return caller.actor.userId;
    if (word === 'system' || word === 'anonymous') return word;
    return parseId<UserId>(word) ?? (await store.tables.users.findByLoginKey(loginKey(word)))?.id;
  });
  return filter.ok ? ok({ query: text.value ?? '', filter: filter.value }) : filter;
}
