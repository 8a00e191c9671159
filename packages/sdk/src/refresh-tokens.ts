import type { RefreshToken, RefreshTokensPage } from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** What services may do for a user since they let them in. */
export interface RefreshTokens {
  list(userId: string, options?: ListOptions): Promise<RefreshTokensPage>;
  get(userId: string, tokenId: string, options?: RequestOptions): Promise<RefreshToken>;
  /** Ends one with all its tokens, at once and for ever. */
  revoke(userId: string, tokenId: string, options?: RequestOptions): Promise<void>;
}

export function refreshTokensOver(request: Transport): RefreshTokens {
  const path = (userId: string, ...tokenId: readonly string[]) => [
    'users',
    userId,
    'refreshtokens',
    ...tokenId,
  ];
  return {
    list: (userId, options = {}) =>
      request({ method: 'GET', path: path(userId), query: listQuery(options), signal: options.signal }),
    get: (userId, tokenId, { signal } = {}) =>
      request({ method: 'GET', path: path(userId, tokenId), signal }),
    revoke: (userId, tokenId, { signal } = {}) =>
      request({ method: 'DELETE', path: path(userId, tokenId), signal }),
  };
}
