import type {
  GroupOfUser,
  GroupsOfUserPage,
  PasswordReset,
  QueryAssistance,
  RevokedEverything,
  User,
  UserCreate,
  UserDetails,
  UserDetailsPage,
  UsersPage,
  UserUpdate,
} from '@countersign/api';
import { type ListOptions, listQuery, type PageOptions } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

export interface Users {
  /** The user whose credential this is, with the permissions held. */
  me(options?: RequestOptions): Promise<User>;
  get(userId: string, options?: RequestOptions): Promise<User>;
  list(options?: ListOptions): Promise<UsersPage>;
  create(user: UserCreate, options?: RequestOptions): Promise<User>;
  /** Changes what is given; or bans the user, or lifts the ban, and nothing else with it. */
  update(userId: string, change: UserUpdate, options?: RequestOptions): Promise<User>;
  /** Deletes a user for ever; the successor answers for the user's bots. */
  delete(userId: string, options?: DeleteOptions): Promise<void>;
  /** The groups the user is in; `joined` tells those apart that were joined. */
  groups(userId: string, options?: PageOptions): Promise<GroupsOfUserPage>;
  addGroup(userId: string, groupId: string, options?: RequestOptions): Promise<GroupOfUser>;
  removeGroup(userId: string, groupId: string, options?: RequestOptions): Promise<void>;
  /** With what the user signs in; never a password. */
  details(userId: string, options?: PageOptions): Promise<UserDetailsPage>;
  /** Changes the own password, in a session; every other session of the user ends. */
  changePassword(userId: string, change: PasswordChange, options?: RequestOptions): Promise<UserDetails>;
  /** Makes a link with which the user sets a new password, once and within a day; in a session alone. */
  resetPassword(userId: string, options?: RequestOptions): Promise<PasswordReset>;
  /** Ends every token, session and reset link of the user; in a session alone. */
  revokeEverything(userId: string, options?: RequestOptions): Promise<RevokedEverything>;
  /** Completes a query about users at the caret. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export interface DeleteOptions extends RequestOptions {
  /** Who takes over. */
  readonly successor?: string;
}

export interface PasswordChange {
  readonly oldPassword: string;
  readonly newPassword: string;
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
    delete: (userId, { signal, successor } = {}) =>
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
    details: (userId, options = {}) =>
      request({
        method: 'GET',
        path: ['users', userId, 'userdetails'],
        query: listQuery(options),
        signal: options.signal,
      }),
    changePassword: (userId, { oldPassword, newPassword }, { signal } = {}) =>
      request({
        method: 'POST',
        path: ['userdetails', userId],
        body: { password: { value: newPassword, oldValue: oldPassword } },
        signal,
      }),
    resetPassword: (userId, { signal } = {}) =>
      request({ method: 'POST', path: ['users', userId, 'passwordReset'], signal }),
    revokeEverything: (userId, { signal } = {}) =>
      request({ method: 'POST', path: ['users', userId, 'revokeEverything'], signal }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['users', 'queryAssist'], query: { query, caret }, signal }),
  };
}
