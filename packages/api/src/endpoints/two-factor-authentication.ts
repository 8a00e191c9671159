import type { Endpoint } from '../endpoint.ts';
import { twoFactorAuthentication } from '../two-factor-authentication.ts';
import { entityQuery, readStatuses } from './parts.ts';

/** It is set up on the page `/two-factor`, by hand. Hub's POST, which begins a set-up over REST, is to follow. */
export const twoFactorAuthenticationEndpoints = [
  {
    id: 'twoFactorAuthentication.get',
    method: 'GET',
    path: '/api/rest/users/{userId}/twoFactorAuthentication',
    summary: 'Read whether and with what a user has two-factor authentication; it is set up at /two-factor',
    tag: 'users',
    authentication: 'user',
    permission: 'the user; Read User Full',
    query: entityQuery,
    answer: twoFactorAuthentication,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'twoFactorAuthentication.turnOff',
    method: 'DELETE',
    path: '/api/rest/users/{userId}/twoFactorAuthentication',
    summary: 'Turn two-factor authentication off, with every device and recovery code',
    tag: 'users',
    authentication: 'user',
    permission:
      'the user; Update User, with all that the user holds; in a session opened within the last ten minutes',
    statuses: readStatuses,
    mutates: true,
  },
] as const satisfies readonly Endpoint[];
