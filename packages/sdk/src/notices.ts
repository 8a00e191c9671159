import type { NoticesPage } from '@countersign/api';
import { listQuery, type PageOptions } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** What the user whose credential this is has yet to be told of their account. */
export interface Notices {
  list(options?: PageOptions): Promise<NoticesPage>;
  /** Puts one away; in a session alone. */
  dismiss(noticeId: string, options?: RequestOptions): Promise<void>;
}

export function noticesOver(request: Transport): Notices {
  const path = ['users', 'me', 'notices'];
  return {
    list: (options = {}) =>
      request({ method: 'GET', path, query: listQuery(options), signal: options.signal }),
    dismiss: (noticeId, { signal } = {}) => request({ method: 'DELETE', path: [...path, noticeId], signal }),
  };
}
