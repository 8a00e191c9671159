import type {
  GroupOfUser,
  GroupsOfUserPage,
  QueryAssistance,
  User,
  UserCreate,
  UsersPage,
  UserUpdate,
} from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** Users: people and bots. */
export interface Users {
  /** The user whose credential this is, with the permissions held. */
  me(options?: RequestOptions): Promise<User>;
  get(userId: string, options?: RequestOptions): Promise<User>;
  list(options?: ListOptions): Promise<UsersPage>;
  create(user: UserCreate, options?: RequestOptions): Promise<User>;
  /** Changes what is given; a ban, or its end, is a change by itself. */
  update(userId: string, change: UserUpdate, options?: RequestOptions): Promise<User>;
  /** Deletes a user for ever; the successor answers for their bots, where one is named. */
  delete(userId: string, options?: RequestOptions & { readonly successor?: string }): Promise<void>;
  /** All groups of the user, whether joined or not. */
  groups(userId: string, options?: ListOptions): Promise<GroupsOfUserPage>;
  addGroup(userId: string, groupId: string, options?: RequestOptions): Promise<GroupOfUser>;
  removeGroup(userId: string, groupId: string, options?: RequestOptions): Promise<void>;
  /** What suits a query with the caret at that place. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export function usersOver(request: Transport): Users {
  const get: Users['get'] = (userId, { signal } = {}) =>
    request({ method: 'GET', path: ['users', userId], signal });
  return {
    me: (options) => get('me', options),
    get,
    list: (options = {}) =>
      request({ method: 'GET', path: ['users'], query: listQuery(options), signal: options.signal }),
    create: (body, { signal } = {}) => request({ method: 'POST', path: ['users'], body, signal }),
    update: (userId, body, { signal } = {}) =>
      request({ method: 'POST', path: ['users', userId], body, signal }),
    delete: (userId, { successor, signal } = {}) =>
      request({ method: 'DELETE', path: ['users', userId], query: { successor }, signal }),
    groups: (userId, options = {}) =>
      request({
        method: 'GET',
        path: ['users', userId, 'groups'],
        query: listQuery(options),
        signal: options.signal,
      }),
    addGroup: (userId, id, { signal } = {}) =>
      request({ method: 'POST', path: ['users', userId, 'groups'], body: { id }, signal }),
    removeGroup: (userId, groupId, { signal } = {}) =>
      request({ method: 'DELETE', path: ['users', userId, 'groups', groupId], signal }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['users', 'queryAssist'], query: { query, caret }, signal }),
  };
}
