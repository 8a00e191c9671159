import type { IncomingMessage } from 'node:http';
import {
  type Actor,
  type Authenticated,
  authenticateBasic,
  authenticateBearer,
  authenticateSession,
  authorityServiceId,
  type CredentialId,
  credentialIdOf,
  malformed,
  type Origin,
  ok,
  type PermissionKey,
  type Result,
  refuse,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import { authenticateBound } from '../possession/authenticate-bound.ts';
import { readBasic } from './basic.ts';
import { readBearer } from './bearer.ts';
import { readBound } from './bound-token.ts';
import type { SessionCookie } from './cookies.ts';

/**
 * Turns a request's credential into an actor, once. A header, Bearer, DPoP or Basic, or the session cookie, never both:
 * two credentials at once leave open which of them was meant. A wrong header never falls back to the cookie.
 */
export async function authenticate(
  authority: Authority,
  cookie: SessionCookie,
  request: IncomingMessage,
  origin: Origin,
): Promise<Result<Actor>> {
  const session = cookie.read(request);
  if (request.headers.authorization === undefined)
    return session === undefined ? ok({ kind: 'anonymous' }) : bySession(authority, session);
  if (session !== undefined)
    return refuse(malformed('Authorization', 'must not be sent together with a session cookie'));
  const basic = readBasic(request);
  if (basic.kind === 'basic') return byHeader(authority, origin, await authenticateBasic(authority, basic));
  if (basic.kind === 'malformed')
    return refuse(malformed('Authorization', 'must be "Basic", one space and user name:password in base64'));
  const bound = readBound(request);
  if (bound.kind === 'bound')
    return byHeader(authority, origin, await authenticateBound(authority, request, bound.text));
  if (bound.kind === 'malformed')
    return refuse(malformed('Authorization', 'must be "DPoP", one space and one token'));
  return authenticateByToken(authority, request, origin);
}

/** The same by a Bearer token, and by nothing else: a cookie that comes along is not read. */
export async function authenticateByToken(
  authority: Authority,
  request: IncomingMessage,
  origin: Origin,
): Promise<Result<Actor>> {
  const bearer = readBearer(request);
  switch (bearer.kind) {
    case 'bearer':
      return byHeader(authority, origin, await authenticateBearer(authority, bearer.text));
    case 'none':
      return refuse({ kind: 'unauthenticated' });
    case 'malformed':
      return refuse(malformed('Authorization', 'must be "Bearer", one space and one token'));
    case 'other-scheme':
      return refuse({ kind: 'token-inactive', internalReason: 'unsupported scheme' });
  }
}

/** Notes what came of a header: the use of a good credential, or why it was refused. */
function byHeader(authority: Authority, origin: Origin, known: Result<Authenticated>): Result<Actor> {
  if (!known.ok) {
    const reason =
      known.refusal.kind === 'token-inactive' ? known.refusal.internalReason : known.refusal.kind;
    authority.refusedChecks.note(reason, origin.address, authority.clock.now());
    return known;
  }
  const { actor, verdict } = known.value;
  const credentialId = credentialIdOf(verdict.credential);
  authority.uses.note({
    credentialId,
    serviceId: authorityServiceId,
    at: authority.clock.now(),
    address: origin.address,
    userAgent: origin.userAgent,
  });
  return ok({ ...actor, onExercised: exercisesOf(authority, credentialId) });
}

/** Counts each permission once for a request, in which the guard may ask for it several times. */
function exercisesOf(
  { uses, clock }: Pick<Authority, 'uses' | 'clock'>,
  credentialId: CredentialId,
): (permission: PermissionKey) => void {
  const counted = new Set<PermissionKey>();
  return (permission) => {
    if (counted.has(permission)) return;
    counted.add(permission);
    uses.noteExercised({ credentialId, serviceId: authorityServiceId, permission, at: clock.now() });
  };
}

async function bySession(authority: Authority, text: string): Promise<Result<Actor>> {
  const known = await authenticateSession(authority, text);
  // A session that ended is no session: what needs nobody still answers, what needs somebody says 401.
  return known.ok ? known : ok({ kind: 'anonymous' });
}
