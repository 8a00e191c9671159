import type { IncomingMessage } from 'node:http';
import {
  type Actor,
  authenticateBearer,
  authenticateSession,
  authorityServiceId,
  malformed,
  type Origin,
  ok,
  type Result,
  refuse,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { readBearer } from './bearer.ts';
import type { SessionCookie } from './cookies.ts';

/**
 * Turns a request's credential into an actor, once. A Bearer header or the session cookie, never both: two
 * credentials at once leave open which of them was meant. A wrong header never falls back to the cookie.
 */
export async function authenticate(
  authority: Authority,
  cookie: SessionCookie,
  request: IncomingMessage,
  origin: Origin,
): Promise<Result<Actor>> {
  const bearer = readBearer(request);
  const session = cookie.read(request);
  switch (bearer.kind) {
    case 'none':
      return session === undefined ? ok({ kind: 'anonymous' }) : bySession(authority, session);
    case 'bearer':
      if (session !== undefined)
        return refuse(malformed('Authorization', 'must not be sent together with a session cookie'));
      return byBearer(authority, bearer.text, origin);
    case 'malformed':
      return refuse(malformed('Authorization', 'must be "Bearer", one space and one token'));
    case 'other-scheme':
      return refuse({ kind: 'token-inactive', internalReason: 'unsupported scheme' });
  }
}

async function byBearer(authority: Authority, text: string, origin: Origin): Promise<Result<Actor>> {
  const known = await authenticateBearer(authority, text);
  if (!known.ok) {
    const reason =
      known.refusal.kind === 'token-inactive' ? known.refusal.internalReason : known.refusal.kind;
    authority.refusedChecks.note(reason, origin.address, authority.clock.now());
    return known;
  }
  authority.uses.note({
    credentialId: known.value.verdict.credential.id,
    serviceId: authorityServiceId,
    at: authority.clock.now(),
    address: origin.address,
    userAgent: origin.userAgent,
  });
  return ok(known.value.actor);
}

async function bySession(authority: Authority, text: string): Promise<Result<Actor>> {
  const known = await authenticateSession(authority, text);
  // A session that ended is no session: what needs nobody still answers, what needs somebody says 401.
  return known.ok ? known : ok({ kind: 'anonymous' });
}
