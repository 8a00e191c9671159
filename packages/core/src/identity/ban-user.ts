import type { Actor, Caller } from '../access/actor.ts';
import { authorizeChangeUser } from '../access/authorize.ts';
import { isSelf } from '../access/guard.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { brokenDescriptionRule } from '../kernel/text-rule.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import { checkAdministratorRemains } from './administrator-remains.ts';
import type { ActorTables } from './change-as.ts';
import { changeFreshAs } from './change-fresh-as.ts';
import { leaveBots } from './hand-over-bots.ts';
import type { GroupTables } from './identity-store.ts';
import { type ReadTarget, readTargetUser } from './target-user.ts';
import { guest, type User, userTarget } from './user.ts';

export interface BanUserPorts {
  readonly clock: Clock;
  readonly store: Transactor<ActorTables & GroupTables & SessionEnding>;
}

/** What ending an account asks of sessions, and of the links that would set a new password. */
export interface SessionEnding {
  readonly passwordResets: { deleteOf(user: UserId): Promise<number> };
  readonly sessions: { deleteOfUser(user: UserId): Promise<number> };
}

export interface BanUser {
  readonly userId: UserId;
  readonly banned: boolean;
  readonly reason: string | undefined;
  /** Who answers for the banned person's bots from now on; absent: they are suspended as long as the ban lasts. */
  readonly successor: UserId | undefined;
}

/**
 * Bans or unbans. From the commit on, nothing that speaks for a banned user is accepted anywhere: sign-in,
 * sessions, tokens. Sessions end for good (ASVS 7.4.2); unbanning gives tokens back as they were. For a bot it
 * is the one switch. The actor must hold all that the target holds; nobody bans themselves.
 */
export async function banUser(ports: BanUserPorts, caller: Caller, input: BanUser): Promise<Result<User>> {
  const broken = input.reason === undefined ? undefined : brokenDescriptionRule(input.reason);
  if (broken !== undefined) return refuse(malformed('banReason', broken));

  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'ban a user, or lift a ban', async (tables, actor) => {
    const banned = checkBan(actor, await readTargetUser(tables, input.userId));
    if (!banned.ok) return banned;
    const user = banned.value;
    const changed: User = {
      ...user,
      state: input.banned ? { kind: 'banned', reason: input.reason } : { kind: 'active' },
    };
    await tables.users.update(changed);
    const sessionsEnded = input.banned ? await tables.sessions.deleteOfUser(user.id) : 0;
    if (input.banned) await tables.passwordResets.deleteOf(user.id);
    const bots = await leaveBots(tables, actor, caller, {
      owner: user.id,
      successor: input.banned ? input.successor : undefined,
      at,
    });
    if (!bots.ok) return bots;
    const remains = await checkAdministratorRemains(tables);
    if (!remains.ok) return remains;
    return ok({
      value: changed,
      events: [
        {
          kind: input.banned ? 'user.banned' : 'user.unbanned',
          at,
          caller,
          subject: user.id,
          target: userTarget(user),
          details: {
            sessionsEnded,
            ...(input.reason !== undefined && { reason: input.reason }),
            ...(input.banned && bots.value.suspended > 0 && { botsSuspended: bots.value.suspended }),
          },
        },
        ...bots.value.events,
      ],
      touched: [{ kind: 'user', id: user.id }, ...bots.value.touched],
    });
  });
}

/** Who may be banned by whom, as far as it is known before anything is written. */
export function checkBan(actor: Actor, { user, target }: ReadTarget): Result<User> {
  const may = authorizeChangeUser(actor, target);
  if (!may.ok) return may;
  if (target.id === guest.id) return refuse(malformed('banned', 'cannot be changed for the guest'));
  if (user === undefined) return refuse(notFound('user'));
  return isSelf(actor, user.id) ? refuse(malformed('banned', 'cannot be set on yourself')) : ok(user);
}
