import type { ApprovedScope, ApprovedScopesPage } from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** To which services a user agreed. */
export interface ApprovedScopes {
  list(userId: string, options?: ListOptions): Promise<ApprovedScopesPage>;
  get(userId: string, scopeId: string, options?: RequestOptions): Promise<ApprovedScope>;
  /** Takes a consent back; whatever the service does for the user ends with it. */
  revoke(userId: string, scopeId: string, options?: RequestOptions): Promise<void>;
}

export function approvedScopesOver(request: Transport): ApprovedScopes {
  const path = (userId: string, ...scopeId: readonly string[]) => [
    'users',
    userId,
    'approvedscopes',
    ...scopeId,
  ];
  return {
    list: (userId, options = {}) =>
      request({ method: 'GET', path: path(userId), query: listQuery(options), signal: options.signal }),
    get: (userId, scopeId, { signal } = {}) =>
      request({ method: 'GET', path: path(userId, scopeId), signal }),
    revoke: (userId, scopeId, { signal } = {}) =>
      request({ method: 'DELETE', path: path(userId, scopeId), signal }),
  };
}
