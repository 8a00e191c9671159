import type { Endpoint } from '../endpoint.ts';
import {
  introspectionAnswer,
  introspectionRequest,
  verdictChanges,
  verdictChangesRequest,
} from '../introspection.ts';

export const checkingEndpoints = [
  {
    id: 'introspection.introspect',
    method: 'POST',
    path: '/api/rest/oauth2/introspect',
    summary: 'Ask whether a token is active for the asking service (RFC 7662)',
    tag: 'checking',
    authentication: 'service',
    form: introspectionRequest,
    answer: introspectionAnswer,
    statuses: [200, 400, 401, 413, 415, 429, 503],
    mutates: false,
  },
  {
    id: 'introspection.changes',
    method: 'POST',
    path: '/api/rest/oauth2/introspect/changes',
    summary: 'Learn what a verifier inside the asking service has to forget; waits for a change',
    tag: 'checking',
    authentication: 'service',
    form: verdictChangesRequest,
    answer: verdictChanges,
    statuses: [200, 400, 401, 403, 413, 415, 429, 503],
    mutates: false,
  },
  {
    id: 'forwardAuth.check',
    method: 'GET',
    path: '/api/authz/auth-request',
    summary: 'Let a request through a reverse proxy, or refuse it; says who it is in Remote-… headers',
    tag: 'checking',
    authentication: 'bearer',
    permission: 'the bearer of an active token with the service in its scope, which may do what is asked for',
    query: ['service', 'permission', 'project', 'max_age'],
    statuses: [200, 400, 401, 403, 503],
    mutates: false,
  },
] as const satisfies readonly Endpoint[];
