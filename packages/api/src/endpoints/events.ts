import type { Endpoint } from '../endpoint.ts';
import { event, eventExportFormats, eventsIntegrity, eventsPage } from '../events.ts';
import { queryAssistance } from '../query-assistance.ts';
import { assistQuery, entityQuery, listStatuses, readStatuses } from './parts.ts';

const auditor = 'Low-level Admin Read, in Global';

export const eventEndpoints = [
  {
    id: 'events.list',
    method: 'GET',
    path: '/api/rest/events',
    summary: 'List the events of the audit log, newest first',
    tag: 'events',
    authentication: 'user',
    permission: auditor,
    query: ['fields', '$top', '$skip', 'orderBy', 'eventQuery'],
    answer: eventsPage,
    statuses: listStatuses,
    mutates: false,
  },
  {
    id: 'events.queryAssist',
    method: 'GET',
    path: '/api/rest/events/queryAssist',
    summary: 'Complete a query about events',
    tag: 'events',
    authentication: 'user',
    permission: auditor,
    query: assistQuery,
    answer: queryAssistance,
    statuses: listStatuses,
    mutates: false,
  },
  {
    id: 'events.export',
    method: 'GET',
    path: '/api/rest/events/export',
    summary: 'Export all events that a query finds, newest first, as JSON lines or CSV',
    tag: 'events',
    authentication: 'user',
    permission: auditor,
    query: ['eventFormat', 'eventQuery'],
    files: Object.values(eventExportFormats),
    statuses: listStatuses,
    mutates: false,
  },
  {
    id: 'events.integrity',
    method: 'GET',
    path: '/api/rest/events/integrity',
    summary: 'Read up to where the chain of the audit log was verified, or where it breaks',
    tag: 'events',
    authentication: 'user',
    permission: auditor,
    query: entityQuery,
    answer: eventsIntegrity,
    statuses: listStatuses,
    mutates: false,
  },
  {
    id: 'events.get',
    method: 'GET',
    path: '/api/rest/events/{eventId}',
    summary: 'Read an event of the audit log',
    tag: 'events',
    authentication: 'user',
    permission: auditor,
    query: entityQuery,
    answer: event,
    statuses: readStatuses,
    mutates: false,
  },
] as const satisfies readonly Endpoint[];
