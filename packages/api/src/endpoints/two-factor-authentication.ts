import type { Endpoint } from '../endpoint.ts';
import {
  startedTwoFactor,
  twoFactorAuthentication,
  twoFactorConfirmBody,
  twoFactorStartBody,
} from '../two-factor-authentication.ts';
import { conflictStatuses, entityQuery, readStatuses } from './parts.ts';

/** For people it is set up on the page `/two-factor`; clients of this dialect do it in two calls. */
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
    id: 'twoFactorAuthentication.start',
    method: 'POST',
    path: '/api/rest/users/{userId}/twoFactorAuthentication',
    summary: 'Begin to set up an authenticator app; nothing changes before a code of it confirms it',
    tag: 'users',
    authentication: 'user',
    permission: 'the user, in a session opened within the last ten minutes',
    query: entityQuery,
    body: twoFactorStartBody,
    answer: startedTwoFactor,
    statuses: conflictStatuses,
    mutates: true,
  },
  {
    id: 'twoFactorAuthentication.confirm',
    method: 'POST',
    path: '/api/rest/users/{userId}/twoFactorAuthentication/confirm',
    summary: 'Turn the app on by a code of it, and say that the recovery codes are kept',
    tag: 'users',
    authentication: 'user',
    permission: 'the user, in a session opened within the last ten minutes',
    query: entityQuery,
    body: twoFactorConfirmBody,
    answer: twoFactorAuthentication,
    statuses: conflictStatuses,
    mutates: true,
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
