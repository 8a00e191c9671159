import type { Permission, PermissionReach, PermissionsPage, QueryAssistance } from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

export interface ReachOptions extends RequestOptions {
  /** Which permissions, in Hub's query language: `service: {wiki}`. */
  readonly query?: string;
  /** The id of another user; absent is the caller. */
  readonly principal?: string;
}

/** What services, the authority among them, can be asked to allow. */
export interface Permissions {
  /** Those of the services that the caller may read. */
  list(options?: ListOptions): Promise<PermissionsPage>;
  get(key: string, options?: RequestOptions): Promise<Permission>;
  /** What the caller's credential may do, or what another user holds: everywhere, or in which projects. */
  cache(options?: ReachOptions): Promise<readonly PermissionReach[]>;
  /** Completes a query of the list while somebody types it. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export function permissionsOver(request: Transport): Permissions {
  return {
    list: (options = {}) =>
      request({ method: 'GET', path: ['permissions'], query: listQuery(options), signal: options.signal }),
    get: (key, { signal } = {}) => request({ method: 'GET', path: ['permissions', key], signal }),
    cache: ({ query, principal, signal } = {}) =>
      request({ method: 'GET', path: ['permissions', 'cache'], query: { query, principal }, signal }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['permissions', 'queryAssist'], query: { query, caret }, signal }),
  };
}
