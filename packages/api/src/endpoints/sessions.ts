import type { Endpoint } from '../endpoint.ts';
import { sessionsPage } from '../sessions.ts';
import { pageQuery, readStatuses } from './parts.ts';

export const sessionEndpoints = [
  {
    id: 'sessions.list',
    method: 'GET',
    path: '/api/rest/users/{userId}/sessions',
    summary: 'List where a user is signed in: the session that asks first, then by last activity',
    tag: 'users',
    authentication: 'user',
    permission: 'the user; Read User Full',
    query: pageQuery,
    answer: sessionsPage,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'sessions.end',
    method: 'DELETE',
    path: '/api/rest/users/{userId}/sessions/{sessionId}',
    summary: 'End a session; no node accepts it from then on',
    tag: 'users',
    authentication: 'user',
    permission: 'the user; Update User',
    statuses: readStatuses,
    mutates: true,
  },
  {
    id: 'sessions.endAll',
    method: 'DELETE',
    path: '/api/rest/users/{userId}/sessions',
    summary: 'End all sessions of a user, or all but the one that asks',
    tag: 'users',
    authentication: 'user',
    permission: 'the user; Update User',
    query: ['except'],
    statuses: readStatuses,
    mutates: true,
  },
] as const satisfies readonly Endpoint[];
