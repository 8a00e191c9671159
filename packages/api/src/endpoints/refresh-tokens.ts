import type { Endpoint } from '../endpoint.ts';
import { refreshToken, refreshTokensPage } from '../refresh-tokens.ts';
import { entityQuery, listQuery, readStatuses, self } from './parts.ts';

export const refreshTokenEndpoints = [
  {
    id: 'refreshTokens.list',
    method: 'GET',
    path: '/api/rest/users/{userId}/refreshtokens',
    summary: 'List what services may do for a user',
    tag: 'refresh tokens',
    authentication: 'user',
    permission: self,
    query: listQuery,
    answer: refreshTokensPage,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'refreshTokens.get',
    method: 'GET',
    path: '/api/rest/users/{userId}/refreshtokens/{tokenId}',
    summary: 'Read what one service may do for a user; without the token itself',
    tag: 'refresh tokens',
    authentication: 'user',
    permission: self,
    query: entityQuery,
    answer: refreshToken,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'refreshTokens.revoke',
    method: 'DELETE',
    path: '/api/rest/users/{userId}/refreshtokens/{tokenId}',
    summary: 'End it with all its tokens, at once and for ever',
    tag: 'refresh tokens',
    authentication: 'user',
    permission: self,
    statuses: readStatuses,
    mutates: true,
  },
] as const satisfies readonly Endpoint[];
