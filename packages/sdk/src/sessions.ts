import type { SessionsPage } from '@countersign/api';
import { listQuery, type PageOptions } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

export interface Sessions {
  /** Where a user is signed in; `current` marks the session that asks. */
  list(userId: string, options?: PageOptions): Promise<SessionsPage>;
  /** Signs the user out there; no node accepts the session from then on. */
  end(userId: string, sessionId: string, options?: RequestOptions): Promise<void>;
  /** Signs the user out everywhere, or with `except: 'current'` everywhere but in the session that asks. */
  endAll(userId: string, options?: RequestOptions & { readonly except?: 'current' }): Promise<void>;
}

export function sessionsOver(request: Transport): Sessions {
  const path = (userId: string, ...sessionId: readonly string[]) => [
    'users',
    userId,
    'sessions',
    ...sessionId,
  ];
  return {
    list: (userId, options = {}) =>
      request({ method: 'GET', path: path(userId), query: listQuery(options), signal: options.signal }),
    end: (userId, sessionId, { signal } = {}) =>
      request({ method: 'DELETE', path: path(userId, sessionId), signal }),
    endAll: (userId, { except, signal } = {}) =>
      request({ method: 'DELETE', path: path(userId), query: { except }, signal }),
  };
}
