import { permissionsOf } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeChangeUser, isSelf } from '../access/authorize.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { brokenDescriptionRule } from '../kernel/text-rule.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import { type ActorTables, changeAs } from './change-as.ts';
import { userTarget } from './create-user.ts';
import { guest, type User } from './user.ts';

export interface BanUserPorts {
  readonly clock: Clock;
  readonly store: Transactor<ActorTables & SessionEnding>;
}

/** The one thing banning asks of sessions. */
export interface SessionEnding {
  readonly sessions: { deleteOfUser(user: UserId): Promise<number> };
}

export interface BanUser {
  readonly userId: UserId;
  readonly banned: boolean;
  readonly reason: string | undefined;
}

/**
 * Bans or unbans. From the commit on, nothing that speaks for a banned user is accepted anywhere: sign-in,
 * sessions, tokens. Sessions end for good (ASVS 7.4.2); unbanning gives tokens back as they were.
 * The actor must hold all that the target holds; nobody bans themselves, so the last administrator stays.
 */
export async function banUser(ports: BanUserPorts, caller: Caller, input: BanUser): Promise<Result<User>> {
  const broken = input.reason === undefined ? undefined : brokenDescriptionRule(input.reason);
  if (broken !== undefined) return refuse(malformed('banReason', broken));

  return changeAs(ports, caller, async (tables, actor) => {
    const user = await tables.users.find(input.userId);
    const may = authorizeChangeUser(actor, await permissionsOf(tables, input.userId));
    if (!may.ok) return may;
    if (input.userId === guest.id) return refuse(malformed('banned', 'cannot be changed for the guest'));
    if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
    if (isSelf(actor, user.id)) return refuse(malformed('banned', 'cannot be set on yourself'));

    const changed: User = {
      ...user,
      state: input.banned ? { kind: 'banned', reason: input.reason } : { kind: 'active' },
    };
    await tables.users.update(changed);
    const sessionsEnded = input.banned ? await tables.sessions.deleteOfUser(user.id) : 0;
    return ok({
      value: changed,
      events: [
        {
          kind: input.banned ? 'user.banned' : 'user.unbanned',
          at: ports.clock.now(),
          caller,
          subject: user.id,
          target: userTarget(user),
          details: { sessionsEnded, ...(input.reason !== undefined && { reason: input.reason }) },
        },
      ],
      touched: [{ kind: 'user', id: user.id }],
    });
  });
}
