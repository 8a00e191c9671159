import {
  applicationPassword,
  applicationPasswordCreateBody,
  applicationPasswordsPage,
  issuedApplicationPassword,
} from '../application-passwords.ts';
import type { Endpoint } from '../endpoint.ts';
import { createQuery, entityQuery, listQuery, readStatuses, self } from './parts.ts';

export const applicationPasswordEndpoints = [
  {
    id: 'applicationPasswords.list',
    method: 'GET',
    path: '/api/rest/users/{userId}/applicationPasswords',
    summary: "List a user's application passwords",
    tag: 'application passwords',
    authentication: 'user',
    permission: self,
    query: listQuery,
    answer: applicationPasswordsPage,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'applicationPasswords.create',
    method: 'POST',
    path: '/api/rest/users/{userId}/applicationPasswords',
    summary: 'Make an application password for oneself; the answer shows it, once',
    tag: 'application passwords',
    authentication: 'user',
    permission:
      'the user, with Update Self and a second factor, in a session opened within the last ten minutes',
    query: createQuery,
    body: applicationPasswordCreateBody,
    answer: issuedApplicationPassword,
    // For oneself alone: no other user is looked up, and none is absent.
    statuses: [200, 400, 401, 403, 413, 415, 503],
    mutates: true,
  },
  {
    id: 'applicationPasswords.get',
    method: 'GET',
    path: '/api/rest/users/{userId}/applicationPasswords/{passwordId}',
    summary: 'Read an application password; without the password itself',
    tag: 'application passwords',
    authentication: 'user',
    permission: self,
    query: entityQuery,
    answer: applicationPassword,
    statuses: readStatuses,
    mutates: false,
  },
  {
    id: 'applicationPasswords.revoke',
    method: 'DELETE',
    path: '/api/rest/users/{userId}/applicationPasswords/{passwordId}',
    summary: 'Revoke an application password, at once and for ever',
    tag: 'application passwords',
    authentication: 'user',
    permission: self,
    statuses: readStatuses,
    mutates: true,
  },
] as const satisfies readonly Endpoint[];
