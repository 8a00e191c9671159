import type {
  PermissionReference,
  QueryAssistance,
  Role,
  RoleCreate,
  RolesPage,
  RoleUpdate,
} from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** Roles; each is named by its id or its key. */
export interface Roles {
  list(options?: ListOptions): Promise<RolesPage>;
  get(roleIdOrKey: string, options?: RequestOptions): Promise<Role>;
  create(role: RoleCreate, options?: RequestOptions): Promise<Role>;
  /** Changes what is given; `permissions` is all that the role is made of from then on. */
  update(roleIdOrKey: string, change: RoleUpdate, options?: RequestOptions): Promise<Role>;
  delete(roleIdOrKey: string, options?: RequestOptions): Promise<void>;
  addPermission(
    roleIdOrKey: string,
    permission: string,
    options?: RequestOptions,
  ): Promise<PermissionReference>;
  removePermission(roleIdOrKey: string, permission: string, options?: RequestOptions): Promise<void>;
  /** Completes a query of the list while somebody types it. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export function rolesOver(request: Transport): Roles {
  return {
    list: (options = {}) =>
      request({ method: 'GET', path: ['roles'], query: listQuery(options), signal: options.signal }),
    get: (role, { signal } = {}) => request({ method: 'GET', path: ['roles', role], signal }),
    create: (body, { signal } = {}) => request({ method: 'POST', path: ['roles'], body, signal }),
    update: (role, body, { signal } = {}) => request({ method: 'POST', path: ['roles', role], body, signal }),
    delete: (role, { signal } = {}) => request({ method: 'DELETE', path: ['roles', role], signal }),
    addPermission: (role, key, { signal } = {}) =>
      request({ method: 'POST', path: ['roles', role, 'permissions'], body: { key }, signal }),
    removePermission: (role, key, { signal } = {}) =>
      request({ method: 'DELETE', path: ['roles', role, 'permissions', key], signal }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['roles', 'queryAssist'], query: { query, caret }, signal }),
  };
}
