import { passwordReset, revokedEverything } from '../account-help.ts';
import type { Endpoint } from '../endpoint.ts';
import { noticesPage } from '../notices.ts';
import { deleteStatuses, entityQuery, pageQuery, readStatuses } from './parts.ts';

const inFreshSession = 'in a session opened within the last ten minutes';

/** For who lost a password or a device, and what they are told of it. */
export const accountHelpEndpoints = [
  {
    id: 'passwordReset.issue',
    method: 'POST',
    path: '/api/rest/users/{userId}/passwordReset',
    summary: 'Make a link with which a user sets a new password, once and within a day',
    tag: 'users',
    authentication: 'user',
    permission: `Update User, with all that the user holds; not the user; ${inFreshSession}`,
    query: entityQuery,
    answer: passwordReset,
    statuses: deleteStatuses,
    mutates: true,
  },
  {
    id: 'users.revokeEverything',
    method: 'POST',
    path: '/api/rest/users/{userId}/revokeEverything',
    summary: 'End all tokens, application passwords, sessions and password reset links of a user',
    tag: 'users',
    authentication: 'user',
    permission: `the user; Update User, with all that the user holds; ${inFreshSession}`,
    query: entityQuery,
    answer: revokedEverything,
    statuses: readStatuses,
    mutates: true,
  },
  {
    id: 'notices.list',
    method: 'GET',
    path: '/api/rest/users/{userId}/notices',
    summary: 'List what a user has yet to be told, newest first',
    tag: 'users',
    authentication: 'user',
    permission: 'the user',
    query: pageQuery,
    answer: noticesPage,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'notices.dismiss',
    method: 'DELETE',
    path: '/api/rest/users/{userId}/notices/{noticeId}',
    summary: 'Put a notice away',
    tag: 'users',
    authentication: 'user',
    permission: 'the user, in a session',
    statuses: readStatuses,
    mutates: true,
  },
] as const satisfies readonly Endpoint[];
