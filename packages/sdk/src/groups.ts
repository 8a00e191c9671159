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
import type { DeleteOptions } from './users.ts';

export interface Groups {
  /** The groups that the caller may read: all, or the own ones. */
  list(options?: ListOptions): Promise<UserGroupsPage>;
  get(groupId: string, options?: RequestOptions): Promise<UserGroup>;
  create(group: UserGroupCreate, options?: RequestOptions): Promise<UserGroup>;
  /** Changes what is given; or who manages the group (`updaters`), and nothing else with it. */
  update(groupId: string, change: UserGroupUpdate, options?: RequestOptions): Promise<UserGroup>;
  /** Deletes a group; its members join the successor. */
  delete(groupId: string, options?: DeleteOptions): Promise<void>;
  /** The members, with those of the groups below. */
  users(groupId: string, options?: ListOptions): Promise<UsersPage>;
  /** Those who joined the group itself. */
  ownUsers(groupId: string, options?: ListOptions): Promise<UsersPage>;
  addUser(groupId: string, userId: string, options?: RequestOptions): Promise<User>;
  removeUser(groupId: string, userId: string, options?: RequestOptions): Promise<void>;
  /** Completes a query about groups at the caret. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export function groupsOver(request: Transport): Groups {
  const listMembers =
    (collection: 'users' | 'ownUsers'): Groups['users'] =>
    (groupId, options = {}) =>
      request({
        method: 'GET',
        path: ['usergroups', groupId, collection],
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
    delete: (groupId, { signal, successor } = {}) =>
      request({ method: 'DELETE', path: ['usergroups', groupId], query: { successor }, signal }),
    users: listMembers('users'),
    ownUsers: listMembers('ownUsers'),
    addUser: (groupId, id, { signal } = {}) =>
      request({ method: 'POST', path: ['usergroups', groupId, 'users'], body: { id }, signal }),
    removeUser: (groupId, userId, { signal } = {}) =>
      request({ method: 'DELETE', path: ['usergroups', groupId, 'users', userId], signal }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['usergroups', 'queryAssist'], query: { query, caret }, signal }),
  };
}
