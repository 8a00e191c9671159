import { type Caller, sessionOf } from '../access/actor.ts';
import { authorizeReadSessions } from '../access/authorize-credentials.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { SessionId, UserId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { isSessionLive, type Session, type SessionLimits } from './session.ts';
import type { SessionTables } from './session-store.ts';

/** A session as its owner and administrators see it: nothing that opens it, and no hash of that either. */
export interface SeenSession {
  readonly id: SessionId;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly startedAt: Instant;
  readonly lastActiveAt: Instant;
  readonly hasSecondFactor: boolean;
  /** Whether it is the one that asks. */
  readonly isCurrent: boolean;
}

export interface ListSessionsPorts {
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly sessionClock: { lastUsedOf(user: UserId): Promise<ReadonlyMap<SessionId, Instant>> };
  readonly store: { readonly tables: SessionTables & UserTables };
}

/** The sessions in which a user is signed in now, the one that asks first, then by when they were last active. */
export async function listSessions(
  ports: ListSessionsPorts,
  caller: Caller,
  owner: UserId,
): Promise<Result<readonly SeenSession[]>> {
  const may = authorizeReadSessions(caller.actor, owner);
  if (!may.ok) return may;
  const user = await ports.store.tables.users.find(owner);
  if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
  const now = ports.clock.now();
  const lastUsed = await ports.sessionClock.lastUsedOf(owner);
  const current = sessionOf(caller.actor);
  const standing = (await ports.store.tables.sessions.listOf(owner)).filter((session) =>
    isSessionLive(session, lastUsed.get(session.id), ports.limits, now),
  );
  return ok(standing.map((session) => seen(session, lastUsed.get(session.id), current)).toSorted(inOrder));
}

function seen(
  session: Session,
  lastUsedAt: Instant | undefined,
  current: SessionId | undefined,
): SeenSession {
  const { id, address, userAgent, startedAt, hasSecondFactor } = session;
  return {
    id,
    address,
    userAgent,
    startedAt,
    lastActiveAt: lastUsedAt ?? startedAt,
    hasSecondFactor,
    isCurrent: id === current,
  };
}

function inOrder(one: SeenSession, other: SeenSession): number {
  if (one.isCurrent !== other.isCurrent) return one.isCurrent ? -1 : 1;
  return other.lastActiveAt - one.lastActiveAt || (one.id < other.id ? -1 : 1);
}
