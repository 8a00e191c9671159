import type { ActiveToken } from '@countersign/api';
import type { WireAnswer, WireRequest } from './connection.ts';
import type { RaceDoor } from './race-door.ts';

/** One way of asking whether something is good. */
export interface Check {
  readonly how: string;
  readonly request: WireRequest;
  /** Throws on an answer that is neither yes nor no. */
  isGood(answer: WireAnswer): boolean;
}

/** Whether a token is good: to a service, at its door, and at the authority itself. */
export function checksOfToken(door: RaceDoor, token: string): readonly Check[] {
  return oftenCheap(
    introspection(door, token, () => true),
    knock('door', `/api/authz/auth-request?service=${door.key}`, token),
    knock('REST', '/api/rest/users/me?fields=id', token),
  );
}

/** Whether a token may do what the role of the door gives, in the same three places. */
export function checksOfRole(door: RaceDoor, token: string): readonly Check[] {
  const { key, permission } = door;
  return oftenCheap(
    introspection(door, token, ({ permissions }) =>
      permissions.some((reach) => reach.permission.key === permission),
    ),
    knock('door', `/api/authz/auth-request?service=${key}&permission=${permission}`, token),
    knock('REST', '/api/rest/roles?fields=id&$top=1', token),
  );
}

/** To draw from: REST costs as much as many checks, and most races ask it still. */
function oftenCheap(introspection: Check, door: Check, rest: Check): readonly Check[] {
  return [introspection, door, introspection, door, rest];
}

/** RFC 7662 §2. */
function introspection(door: RaceDoor, token: string, isEnough: (active: ActiveToken) => boolean): Check {
  const request: WireRequest = {
    method: 'POST',
    path: '/api/rest/oauth2/introspect',
    headers: {
      authorization: `Basic ${Buffer.from(`${door.id}:${door.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ token }).toString(),
  };
  return {
    how: 'introspection',
    request,
    isGood: ({ status, text }) => {
      if (status !== 200) throw new Error(`introspection answered ${status}: ${text}`);
      const verdict: ActiveToken | { readonly active: false } = JSON.parse(text);
      return verdict.active && isEnough(verdict);
    },
  };
}

function knock(how: string, path: string, token: string): Check {
  return {
    how,
    request: { method: 'GET', path, headers: { authorization: `Bearer ${token}` } },
    isGood: ({ status, text }) => {
      if (status === 200) return true;
      if (status === 401 || status === 403) return false;
      throw new Error(`${path} answered ${status}: ${text}`);
    },
  };
}
