import type { Endpoint } from '../endpoint.ts';
import { loginSettings, publicSettings } from '../settings.ts';
import { entityQuery } from './parts.ts';

export const settingEndpoints = [
  {
    id: 'settings.public',
    method: 'GET',
    path: '/api/rest/settings/public',
    summary: 'Read what anybody may know about this installation',
    tag: 'settings',
    authentication: 'none',
    query: entityQuery,
    answer: publicSettings,
    statuses: [200, 400, 503],
    mutates: false,
  },
  {
    id: 'settings.login',
    method: 'GET',
    path: '/api/rest/oauth2/interactive/login/settings',
    summary: 'Read what a service is called that users sign in to',
    tag: 'settings',
    authentication: 'none',
    query: ['fields', 'clientId'],
    answer: loginSettings,
    statuses: [200, 400, 404, 503],
    mutates: false,
  },
] as const satisfies readonly Endpoint[];
