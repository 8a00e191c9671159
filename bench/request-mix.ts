import { newTokenText } from '@countersign/core';
import { systemRandom } from '../packages/server/src/platform/random.ts';
import type { Door } from '../test/faults/doors.ts';
import { rememberSecret } from '../test/harness/run-folder.ts';
import type { LoadRequest } from './load.ts';

/** A token and the service at whose door it is presented. */
export interface Presented {
  readonly token: string;
  readonly door: Door;
  readonly isKnown: boolean;
}

/** One way of asking: how a presented token becomes a request. */
export interface Question {
  readonly name: 'introspection' | 'auth-request' | 'users/me';
  readonly ask: (presented: Presented) => LoadRequest;
}

const common = { Host: 'localhost', 'User-Agent': 'bench', Accept: '*/*' };

export const introspection: Question = {
  name: 'introspection',
  ask: ({ token, door }) => ({
    method: 'POST',
    path: '/api/rest/oauth2/introspect',
    headers: {
      ...common,
      Authorization: `Basic ${Buffer.from(`${door.id}:${door.secret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: `token=${token}`,
  }),
};

export const questions: readonly Question[] = [
  introspection,
  {
    name: 'auth-request',
    ask: ({ token, door }) => ({
      method: 'GET',
      path: `/api/authz/auth-request?service=${door.key}`,
      headers: { ...common, Authorization: `Bearer ${token}`, 'X-Original-URI': '/reports/2026' },
      body: '',
    }),
  },
  {
    name: 'users/me',
    ask: ({ token }) => ({
      method: 'GET',
      path: '/api/rest/users/me',
      headers: { ...common, Authorization: `Bearer ${token}` },
      body: '',
    }),
  },
];

/** One presented token in so many is one that the authority never issued. */
export const unknownEvery = 20;

/**
 * The tokens in a fixed order, with unknown ones in place of some. Those are spread over all the services: one that
 * collects too many inactive answers is made to wait.
 */
export function mixUnknown(known: readonly Presented[]): readonly Presented[] {
  return known.map((presented, index) => {
    if (index % unknownEvery !== unknownEvery - 1) return presented;
    const token = rememberSecret(newTokenText('permanentToken', systemRandom).reveal());
    const door = known[Math.floor(index / unknownEvery)]?.door ?? presented.door;
    return { token, door, isKnown: false };
  });
}

/** Introspection of the tokens in their order, with unknown ones in place of some. */
export function askIntrospection(known: readonly Presented[]): readonly LoadRequest[] {
  return mixUnknown(known).map(introspection.ask);
}
