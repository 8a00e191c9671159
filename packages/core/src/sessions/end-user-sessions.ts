import { type Caller, sessionOf } from '../access/actor.ts';
import { authorizeEndSessions } from '../access/authorize-credentials.ts';
import { isSelf } from '../access/guard.ts';
import type { AuditEntry } from '../audit/event.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import type { User } from '../identity/user.ts';
import type { SessionId, UserId } from '../kernel/id.ts';
import { type Clock, hasPassed } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import type { Session } from './session.ts';
import type { SessionTables } from './session-store.ts';

export interface EndSessionsPorts {
  readonly clock: Clock;
  readonly store: Transactor<SessionTables & ActorTables>;
}

/**
 * Ends one session of a user. Sessions are read from the store with every request, so that no node accepts it from
 * the commit on (ASVS 7.4.5). Another user's session, an ended one and none at all look the same.
 */
export async function endUserSession(
  ports: EndSessionsPorts,
  caller: Caller,
  input: { readonly owner: UserId; readonly id: SessionId },
): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeEndSessions(actor, input.owner);
    if (!may.ok) return may;
    const user = await tables.users.find(input.owner);
    const session = await tables.sessions.find(input.id);
    if (user === undefined || session?.userId !== user.id || hasPassed(session.expiresAt, at))
      return refuse(notFound('session'));
    await tables.sessions.delete(session.id);
    return ok({ value: undefined, events: [sessionEnded(session, user, caller, at)], touched: [] });
  });
}

export interface EndAllSessions {
  readonly owner: UserId;
  /** Leaves the session that asks: signs out everywhere else. Only for one's own, in a session. */
  readonly exceptCurrent: boolean;
}

/** Ends all sessions of a user, or all others of one's own; each end has its event. There is one at least, or none ends. */
export async function endAllSessions(
  ports: EndSessionsPorts,
  caller: Caller,
  { owner, exceptCurrent }: EndAllSessions,
): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeEndSessions(actor, owner);
    if (!may.ok) return may;
    const current = sessionOf(caller.actor);
    if (exceptCurrent && (current === undefined || !isSelf(actor, owner))) return refuse(noCurrent);
    const user = await tables.users.find(owner);
    if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
    const kept = exceptCurrent ? current : undefined;
    const [first, ...rest] = (await tables.sessions.listOf(owner)).filter(
      ({ id, expiresAt }) => id !== kept && !hasPassed(expiresAt, at),
    );
    if (first === undefined) return refuse(notFound('session'));
    await tables.sessions.deleteOfUser(owner, kept);
    const eventOf = (session: Session) => sessionEnded(session, user, caller, at);
    return ok({ value: undefined, events: [eventOf(first), ...rest.map(eventOf)], touched: [] });
  });
}

function sessionEnded(session: Session, user: User, caller: Caller, at: AuditEntry['at']): AuditEntry {
  const target = { kind: 'session', id: session.id, name: user.login } as const;
  return { kind: 'session.ended', at, caller, subject: user.id, target };
}

const noCurrent = malformed('except', 'must be left out: this request is in no session of this user');
