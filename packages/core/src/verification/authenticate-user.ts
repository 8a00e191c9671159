import { type AccessTables, permissionsOf } from '../access/access-store.ts';
import type { ActorCredential, UserActor } from '../access/actor.ts';
import type { Credential } from '../credentials/credential.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import { cutDown, isReduced } from '../identity/two-factor-requirement.ts';
import { authorityServiceId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest } from '../kernel/secret.ts';
import { parseTokenText } from '../kernel/token-text.ts';
import type { Refusal, Result } from '../refusal.ts';
import { isSessionLive, type Session, type SessionLimits } from '../sessions/session.ts';
import type { SessionTables } from '../sessions/session-store.ts';
import { type BasicCredentials, canBeChecked, checkBasic } from './check-basic.ts';
import { type CheckPorts, checkUserToken, isBearerForm } from './check-token.ts';
import type { FactProver } from './facts.ts';
import { bare, type Possession } from './possession.ts';
import type { SessionClock } from './session-clock.ts';
import type { ActiveVerdict, InactiveReason, Verdict } from './verdict.ts';

export type AuthenticatePorts = Omit<CheckPorts, 'facts'> & { readonly facts: FactProver };

/** Who a good credential speaks for, and what was decided about it. */
export interface Authenticated {
  readonly actor: UserActor;
  readonly verdict: ActiveVerdict;
}

/** Turns a Bearer token presented to the authority's own API into an actor, through the one decision. */
export async function authenticateBearer(
  ports: AuthenticatePorts,
  presented: string,
  possession: Possession = bare,
): Promise<Result<Authenticated>> {
  // Junk is not worth a question to the store, not even how far it is.
  if (!isBearerForm(presented)) return refuse(tokenInactive('malformed'));
  const { clock, digest } = ports;
  const facts = await ports.facts.prove();
  return authenticated(
    await checkUserToken({ clock, digest, facts }, presented, authorityServiceId, possession),
  );
}

/** The same for a user name and a password, as HTTP Basic carries them. */
export async function authenticateBasic(
  ports: AuthenticatePorts,
  presented: BasicCredentials,
): Promise<Result<Authenticated>> {
  if (!canBeChecked(presented)) return refuse(tokenInactive('malformed'));
  const { clock, digest } = ports;
  const facts = await ports.facts.prove();
  return authenticated(await checkBasic({ clock, digest, facts }, presented, authorityServiceId));
}

function authenticated(verdict: Verdict): Result<Authenticated> {
  if (!verdict.active) return refuse(refusalOf(verdict.reason));
  const { credential, subject, permissions } = verdict;
  const actor: UserActor = {
    kind: 'user',
    userId: subject.id,
    login: subject.login,
    via: viaOf(credential),
    permissions,
  };
  return ok({ actor, verdict });
}

function refusalOf(reason: InactiveReason): Refusal {
  switch (reason) {
    case 'acts-for-nobody':
      return actsForNobody;
    case 'key-not-shown':
      return { kind: reason, rule: 'The token is bound to a key: send it as DPoP, with a proof of that key' };
    case 'wrong-key':
      return { kind: 'key-not-shown', rule: 'The token is not bound to the key of the proof' };
    default:
      return tokenInactive(reason);
  }
}

/** The token is good, and another one would be no better: it is the service that this is not for. */
const actsForNobody: Refusal = {
  kind: 'credential-unfit',
  rule: 'A service that acts by itself acts for nobody: send a token of a user',
};

function viaOf(credential: Credential): ActorCredential {
  switch (credential.kind) {
    case 'permanent-token':
      return { kind: credential.kind, id: credential.id };
    case 'application-password':
      return { kind: credential.kind, id: credential.id };
    case 'access-token':
      return { kind: credential.kind, id: credential.connectionId };
  }
}

export interface SessionPorts {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly limits: SessionLimits;
  readonly sessionClock: SessionClock;
  readonly store: { readonly tables: SessionTables & UserTables & GroupTables & AccessTables };
}

/**
 * The session that a cookie names, if it stands. Sessions are read from the store each time: they are few and never
 * cached. Looking is no use: whoever goes on to accept the request notes that, so that a refused one keeps no
 * session alive.
 */
export async function findStandingSession(
  { store, digest, sessionClock, limits, clock }: SessionPorts,
  presented: string,
): Promise<Session | undefined> {
  const secret = parseTokenText('session', presented);
  if (secret === undefined) return undefined;
  const session = await store.tables.sessions.findByHash(digest.secret(secret));
  if (session === undefined) return undefined;
  const lastUsedAt = await sessionClock.lastUsed(session.id);
  return isSessionLive(session, lastUsedAt, limits, clock.now()) ? session : undefined;
}

/** Turns a session cookie presented to the authority's own API into an actor. */
export async function authenticateSession(
  ports: SessionPorts,
  presented: string,
): Promise<Result<UserActor>> {
  const session = await findStandingSession(ports, presented);
  if (session === undefined) return refuse(noSession);
  const { tables } = ports.store;
  const user = await tables.users.find(session.userId);
  if (user?.state.kind !== 'active') return refuse(noSession);
  const held = await permissionsOf(tables, user.id);
  const isCutDown = await isReduced(tables, session, user.id, ports.clock.now());
  return ok({
    kind: 'user',
    userId: user.id,
    login: user.login,
    via: {
      kind: 'session',
      id: session.id,
      authenticatedAt: session.startedAt,
      isReduced: isCutDown,
    },
    permissions: isCutDown ? cutDown(held) : held,
  });
}

/** A cookie that is not good counts as no cookie: the visitor is asked to sign in. */
const noSession: Refusal = { kind: 'unauthenticated' };

function tokenInactive(reason: InactiveReason): Refusal {
  return { kind: 'token-inactive', internalReason: reason };
}
