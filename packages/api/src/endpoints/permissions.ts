import * as z from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { permission, permissionsPage } from '../permissions.ts';
import { queryAssistance } from '../query-assistance.ts';
import { permissionReach } from '../reach.ts';
import { assistQuery, entityQuery, filteredQuery } from './parts.ts';

export const permissionEndpoints = [
  {
    id: 'permissions.list',
    method: 'GET',
    path: '/api/rest/permissions',
    summary: 'List the permissions of the services that the caller may read',
    tag: 'permissions',
    authentication: 'user',
    query: filteredQuery,
    answer: permissionsPage,
    statuses: [200, 400, 401, 503],
    mutates: false,
  },
  {
    id: 'permissions.queryAssist',
    method: 'GET',
    path: '/api/rest/permissions/queryAssist',
    summary: 'Complete a query about permissions',
    tag: 'permissions',
    authentication: 'user',
    query: assistQuery,
    answer: queryAssistance,
    statuses: [200, 400, 401, 503],
    mutates: false,
  },
  {
    id: 'permissions.cache',
    method: 'GET',
    path: '/api/rest/permissions/cache',
    summary: "What the caller's credential may do, as a bare array",
    tag: 'permissions',
    authentication: 'user',
    permission: 'the caller; of another user, Read User Full',
    query: ['fields', 'filter', 'principal'],
    answer: z.array(permissionReach),
    statuses: [200, 400, 401, 403, 404, 503],
    mutates: false,
  },
  {
    id: 'permissions.get',
    method: 'GET',
    path: '/api/rest/permissions/{permissionId}',
    summary: 'Read a permission',
    tag: 'permissions',
    authentication: 'user',
    permission: 'who may read its service',
    query: entityQuery,
    answer: permission,
    statuses: [200, 400, 401, 404, 503],
    mutates: false,
  },
] as const satisfies readonly Endpoint[];
