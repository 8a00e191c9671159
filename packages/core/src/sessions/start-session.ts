import type { Caller, Origin, UserActor } from '../access/actor.ts';
import type { AuditEntry } from '../audit/event.ts';
import type { User } from '../identity/user.ts';
import { newId, type UserId } from '../kernel/id.ts';
import { type Clock, later } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { newTokenText } from '../kernel/token-text.ts';
import type { Session, SessionLimits } from './session.ts';

/** A new session with a new secret; nothing of an earlier one is carried over (ASVS 7.2.4). */
export function newSession(
  ports: {
    readonly clock: Clock;
    readonly random: Random;
    readonly digest: Digest;
    readonly limits: SessionLimits;
  },
  origin: Origin,
  userId: UserId,
  { hasSecondFactor }: { readonly hasSecondFactor: boolean },
): { readonly session: Session; readonly secret: Secret } {
  const now = ports.clock.now();
  const secret = newTokenText('session', ports.random);
  const session: Session = {
    id: newId(ports.random),
    hash: ports.digest.secret(secret),
    userId,
    startedAt: now,
    expiresAt: later(now, ports.limits.absoluteSeconds * 1_000),
    address: origin.address,
    userAgent: origin.userAgent,
    hasSecondFactor,
  };
  return { session, secret };
}

/** Who opened a session, as the author of what is done with the same proof. What they may do is nobody's question here. */
export function openerOf(session: Session, user: User, origin: Origin): Caller<UserActor> {
  const via = { kind: 'session', id: session.id } as const;
  return { actor: { kind: 'user', userId: user.id, login: user.login, via, permissions: new Map() }, origin };
}

/** The subject is said although it is the author: by it the last sign-in of an account is found. */
export function sessionStarted(
  session: Session,
  user: User,
  origin: Origin,
  opened?: 'passkey alone',
): AuditEntry {
  return {
    kind: 'session.started',
    at: session.startedAt,
    caller: openerOf(session, user, origin),
    subject: user.id,
    target: { kind: 'session', id: session.id, name: user.login },
    ...(session.hasSecondFactor ? { details: { secondFactor: opened ?? 'yes' } } : {}),
  };
}
