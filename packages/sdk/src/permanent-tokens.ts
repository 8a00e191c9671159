import type {
  IssuedPermanentToken,
  PermanentToken,
  PermanentTokenCreate,
  PermanentTokensPage,
} from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** What a new token shall be; its services by id or key in `services`, or as the API has them in `scope`. */
export type PermanentTokenOrder = {
  readonly name: string;
  readonly description?: string | null;
  /** From when on the token is no longer accepted; `null` or absent is never. */
  readonly expires?: Date | number | null;
  /** Keys of the only permissions it may use; absent is all that its services allow. */
  readonly permissions?: readonly string[];
  /** Ids or keys of the only projects it may use them in; absent is wherever its user holds them. */
  readonly projects?: readonly string[];
} & (
  | { readonly services: readonly string[]; readonly scope?: never }
  | { readonly scope: PermanentTokenCreate['scope']; readonly services?: never }
);

export interface PermanentTokens {
  list(userId: string, options?: ListOptions): Promise<PermanentTokensPage>;
  get(userId: string, tokenId: string, options?: RequestOptions): Promise<PermanentToken>;
  /**
   * Issues a token for a user. The answer's `token` is the only time it is ever shown.
   *
   * @example
   * const { token } = await client.permanentTokens.issue('me', { name: 'backup', services: ['wiki'] });
   */
  issue(userId: string, order: PermanentTokenOrder, options?: RequestOptions): Promise<IssuedPermanentToken>;
  /** Revokes a token, at once and for ever. */
  revoke(userId: string, tokenId: string, options?: RequestOptions): Promise<void>;
}

export function permanentTokensOver(request: Transport): PermanentTokens {
  const path = (userId: string, ...tokenId: readonly string[]) => [
    'users',
    userId,
    'permanenttokens',
    ...tokenId,
  ];
  return {
    list: (userId, options = {}) =>
      request({ method: 'GET', path: path(userId), query: listQuery(options), signal: options.signal }),
    get: (userId, tokenId, { signal } = {}) =>
      request({ method: 'GET', path: path(userId, tokenId), signal }),
    issue: (userId, order, { signal } = {}) =>
      request({ method: 'POST', path: path(userId), body: bodyOf(order), signal }),
    revoke: (userId, tokenId, { signal } = {}) =>
      request({ method: 'DELETE', path: path(userId, tokenId), signal }),
  };
}

function bodyOf(order: PermanentTokenOrder): PermanentTokenCreate {
  const { name, description, expires, services, scope, permissions, projects } = order;
  return {
    name,
    scope: scope ?? services.map((id) => ({ id })),
    ...(description !== undefined && { description }),
    ...(expires !== undefined && { expires: instantOf(expires) }),
    ...(permissions !== undefined && { permissions: permissions.map((key) => ({ key })) }),
    ...(projects !== undefined && { projects: projects.map((id) => ({ id })) }),
  };
}

// JSON has no NaN and writes null instead, which would make a mistaken date a token that never expires.
function instantOf(expires: Date | number | null): number | null {
  if (expires === null) return null;
  const instant = expires instanceof Date ? expires.getTime() : expires;
  if (!Number.isSafeInteger(instant)) throw new TypeError('The expiry is not a date');
  return instant;
}
