import type {
  ApplicationPassword,
  ApplicationPasswordCreate,
  ApplicationPasswordsPage,
  IssuedApplicationPassword,
} from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** What a new application password shall be. */
export interface ApplicationPasswordOrder {
  readonly name: string;
  /** Id or key of the one service that shall accept it; absent is every service that its user may use. */
  readonly service?: string | undefined;
}

export interface ApplicationPasswords {
  list(userId: string, options?: ListOptions): Promise<ApplicationPasswordsPage>;
  get(userId: string, passwordId: string, options?: RequestOptions): Promise<ApplicationPassword>;
  /**
   * Makes an application password for oneself, in a session that was opened a moment ago. The answer's `password` is
   * the only time it is ever shown.
   */
  issue(
    userId: string,
    order: ApplicationPasswordOrder,
    options?: RequestOptions,
  ): Promise<IssuedApplicationPassword>;
  /** Revokes an application password, at once and for ever. */
  revoke(userId: string, passwordId: string, options?: RequestOptions): Promise<void>;
}

export function applicationPasswordsOver(request: Transport): ApplicationPasswords {
  const path = (userId: string, ...passwordId: readonly string[]) => [
    'users',
    userId,
    'applicationPasswords',
    ...passwordId,
  ];
  return {
    list: (userId, options = {}) =>
      request({ method: 'GET', path: path(userId), query: listQuery(options), signal: options.signal }),
    get: (userId, passwordId, { signal } = {}) =>
      request({ method: 'GET', path: path(userId, passwordId), signal }),
    issue: (userId, order, { signal } = {}) =>
      request({ method: 'POST', path: path(userId), body: bodyOf(order), signal }),
    revoke: (userId, passwordId, { signal } = {}) =>
      request({ method: 'DELETE', path: path(userId, passwordId), signal }),
  };
}

function bodyOf({ name, service }: ApplicationPasswordOrder): ApplicationPasswordCreate {
  return { name, ...(service !== undefined && { service: { id: service } }) };
}
