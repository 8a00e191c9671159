import type {
  Event,
  EventExportFormat,
  EventsIntegrity,
  EventsPage,
  QueryAssistance,
} from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { AddressOf, RequestOptions, Transport } from './transport.ts';

export interface EventListOptions extends ListOptions {
  /** `author: jane event: deleted after: 2026-01-31` */
  readonly query?: string;
}

/** The audit log, for whoever holds Low-level Admin Read everywhere. */
export interface Events {
  /** Newest first. */
  list(options?: EventListOptions): Promise<EventsPage>;
  /** Completes a query of the log while somebody types it. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
  get(number: number, options?: RequestOptions): Promise<Event>;
  /** Up to where the chain was verified, or where it breaks. */
  integrity(options?: RequestOptions): Promise<EventsIntegrity>;
  /** Where all events that a query finds can be downloaded; asks with the browser's session, or with a token beside it. */
  exportUrl(options?: { readonly format?: EventExportFormat; readonly query?: string }): string;
}

export function eventsOver(request: Transport, addressOf: AddressOf): Events {
  return {
    list: (options = {}) =>
      request({
        method: 'GET',
        path: ['events'],
        query: { ...listQuery(options), query: options.query },
        signal: options.signal,
      }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['events', 'queryAssist'], query: { query, caret }, signal }),
    get: (number, { signal } = {}) => request({ method: 'GET', path: ['events', String(number)], signal }),
    integrity: ({ signal } = {}) => request({ method: 'GET', path: ['events', 'integrity'], signal }),
    exportUrl: ({ format, query } = {}) =>
      addressOf({ path: ['events', 'export'], query: { format, query } }),
  };
}
