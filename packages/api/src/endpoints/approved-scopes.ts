import { approvedScope, approvedScopesPage } from '../approved-scopes.ts';
import type { Endpoint } from '../endpoint.ts';
import { entityQuery, listQuery, readStatuses, self } from './parts.ts';

export const approvedScopeEndpoints = [
  {
    id: 'approvedScopes.list',
    method: 'GET',
    path: '/api/rest/users/{userId}/approvedscopes',
    summary: 'List the services to which a user agreed',
    tag: 'approved scopes',
    authentication: 'user',
    permission: self,
    query: listQuery,
    answer: approvedScopesPage,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'approvedScopes.get',
    method: 'GET',
    path: '/api/rest/users/{userId}/approvedscopes/{scopeId}',
    summary: 'Read to what a user agreed for one service',
    tag: 'approved scopes',
    authentication: 'user',
    permission: self,
    query: entityQuery,
    answer: approvedScope,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'approvedScopes.revoke',
    method: 'DELETE',
    path: '/api/rest/users/{userId}/approvedscopes/{scopeId}',
    summary: 'Take the consent back; whatever the service does for the user ends with it',
    tag: 'approved scopes',
    authentication: 'user',
    permission: self,
    statuses: readStatuses,
    mutates: true,
  },
] as const satisfies readonly Endpoint[];
