import type { SessionId, UserId } from '../kernel/id.ts';
import { hasPassed, type Instant, later } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';

/** A browser's sign-in. The browser holds the secret; the authority keeps its hash. */
export interface Session {
  readonly id: SessionId;
  readonly hash: SecretHash;
  readonly userId: UserId;
  readonly startedAt: Instant;
  /** The absolute end, whatever happens (ASVS 7.3.2). */
  readonly expiresAt: Instant;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  /** Whether a second factor was shown, at sign-in or since. */
  readonly hasSecondFactor: boolean;
}

export interface SessionLimits {
  /** Ends a session that made no request for this long (ASVS 7.3.1). */
  readonly idleSeconds: number;
  /** Ends every session this long after sign-in. */
  readonly absoluteSeconds: number;
}

/** Whether the session still stands, given when it was last used. */
export function isSessionLive(
  session: Session,
  lastUsedAt: Instant | undefined,
  limits: SessionLimits,
  now: Instant,
): boolean {
  const idleFrom = lastUsedAt ?? session.startedAt;
  return !hasPassed(session.expiresAt, now) && !hasPassed(later(idleFrom, limits.idleSeconds * 1_000), now);
}
