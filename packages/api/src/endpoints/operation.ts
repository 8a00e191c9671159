import * as z from 'zod';
import type { Endpoint } from '../endpoint.ts';

export const operationEndpoints = [
  {
    id: 'probes.live',
    method: 'GET',
    path: '/livez',
    summary: 'Whether the process runs',
    tag: 'operation',
    authentication: 'none',
    plain: true,
    statuses: [200],
    mutates: false,
  },
  {
    id: 'probes.ready',
    method: 'GET',
    path: '/readyz',
    summary: 'Whether requests can be answered',
    tag: 'operation',
    authentication: 'none',
    plain: true,
    statuses: [200, 503],
    mutates: false,
  },
  {
    id: 'openapi.get',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    tag: 'operation',
    authentication: 'none',
    answer: z.record(z.string(), z.unknown()),
    statuses: [200],
    mutates: false,
  },
] as const satisfies readonly Endpoint[];
