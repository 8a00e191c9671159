import type {
  QueryAssistance,
  User,
  UserGroup,
  UserGroupCreate,
  UserGroupsPage,
  UserGroupUpdate,
  UsersPage,
} from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

export interface Groups {
  /** The groups that the caller may read. */
  list(options?: ListOptions): Promise<UserGroupsPage>;
  get(groupId: string, options?: RequestOptions): Promise<UserGroup>;
  create(group: UserGroupCreate, options?: RequestOptions): Promise<UserGroup>;
  update(groupId: string, change: UserGroupUpdate, options?: RequestOptions): Promise<UserGroup>;
  /** Its members join the successor, where one is named. */
  delete(groupId: string, options?: RequestOptions & { readonly successor?: string }): Promise<void>;
  /** Members of the group and of those below it. */
  users(groupId: string, options?: ListOptions): Promise<UsersPage>;
  /** Those who joined the group itself. */
  ownUsers(groupId: string, options?: ListOptions): Promise<UsersPage>;
  addUser(groupId: string, userId: string, options?: RequestOptions): Promise<User>;
  removeUser(groupId: string, userId: string, options?: RequestOptions): Promise<void>;
  /** What suits a query with the caret at that place. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export function groupsOver(request: Transport): Groups {
  const members =
    (which: string): Groups['users'] =>
    (groupId, options = {}) =>
      request({
        method: 'GET',
        path: ['usergroups', groupId, which],
        query: listQuery(options),
        signal: options.signal,
      });
  return {
    list: (options = {}) =>
      request({ method: 'GET', path: ['usergroups'], query: listQuery(options), signal: options.signal }),
    get: (groupId, { signal } = {}) => request({ method: 'GET', path: ['usergroups', groupId], signal }),
    create: (body, { signal } = {}) => request({ method: 'POST', path: ['usergroups'], body, signal }),
    update: (groupId, body, { signal } = {}) =>
      request({ method: 'POST', path: ['usergroups', groupId], body, signal }),
    delete: (groupId, { successor, signal } = {}) =>
      request({ method: 'DELETE', path: ['usergroups', groupId], query: { successor }, signal }),
    users: members('users'),
    ownUsers: members('ownUsers'),
    addUser: (groupId, id, { signal } = {}) =>
      request({ method: 'POST', path: ['usergroups', groupId, 'users'], body: { id }, signal }),
    removeUser: (groupId, userId, { signal } = {}) =>
      request({ method: 'DELETE', path: ['usergroups', groupId, 'users', userId], signal }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['usergroups', 'queryAssist'], query: { query, caret }, signal }),
  };
}
