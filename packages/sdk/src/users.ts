import type { User, UserCreate, UsersPage, UserUpdate } from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

export interface Users {
  /** The user whose credential this is, with the permissions held. */
  me(options?: RequestOptions): Promise<User>;
  get(userId: string, options?: RequestOptions): Promise<User>;
  list(options?: ListOptions): Promise<UsersPage>;
  create(user: UserCreate, options?: RequestOptions): Promise<User>;
  /** Bans a user, or lifts the ban. */
  update(userId: string, change: UserUpdate, options?: RequestOptions): Promise<User>;
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
  };
}
