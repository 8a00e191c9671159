import { clientRegistrationBody, registeredClient } from '../client-registration.ts';
import type { Endpoint } from '../endpoint.ts';
import { administrator } from './parts.ts';

export const clientEndpoints = [
  {
    id: 'clients.register',
    method: 'POST',
    path: '/api/rest/oauth2/register',
    summary: 'Register an application with what it says of itself (RFC 7591), where that is switched on',
    tag: 'services',
    authentication: 'bearer',
    permission: administrator,
    body: clientRegistrationBody,
    answer: registeredClient,
    isOAuth: true,
    statuses: [201, 400, 401, 403, 413, 415, 503],
    mutates: true,
  },
] as const satisfies readonly Endpoint[];
