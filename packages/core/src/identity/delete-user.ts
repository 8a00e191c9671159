import type { Actor, Caller } from '../access/actor.ts';
import { authorizeDeleteUser } from '../access/authorize.ts';
import { isSelf } from '../access/guard.ts';
import type { TouchedFact, Transactor } from '../audit/transaction.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import { checkAdministratorRemains } from './administrator-remains.ts';
import type { SessionEnding } from './ban-user.ts';
import type { ActorTables } from './change-as.ts';
import { changeFreshAs } from './change-fresh-as.ts';
import { type ConnectionEnding, type ConsentEnding, endConnections } from './end-connections.ts';
import { leaveBots } from './hand-over-bots.ts';
import type { GroupTables } from './identity-store.ts';
import { type ReadTarget, readTargetUser } from './target-user.ts';
import { guest, type User, userTarget } from './user.ts';

export interface DeleteUserPorts {
  readonly clock: Clock;
  readonly store: Transactor<
    ActorTables &
      GroupTables &
      SessionEnding &
      TokenEnding &
      FactorEnding &
      ApplicationPasswordEnding &
      ConnectionEnding &
      ConsentEnding
  >;
}

/** The one thing that deleting an account asks of tokens. */
export interface TokenEnding {
  readonly permanentTokens: {
    /** Revokes every token of the user that is not revoked; answers which they were. */
    revokeAllOf(user: UserId, at: Instant, by: UserId | 'system'): Promise<readonly SecretHash[]>;
  };
}

/** The one thing that is asked of application passwords when an account, or its last second factor, ends. */
export interface ApplicationPasswordEnding {
  readonly applicationPasswords: {
    /** Revokes every one of the user that is not revoked; answers which they were. */
    revokeAllOf(user: UserId, at: Instant, by: UserId | 'system'): Promise<readonly SecretHash[]>;
  };
}

/** The one thing that deleting an account asks of second factors. */
export interface FactorEnding {
  readonly factors: { deleteAllOf(user: UserId): Promise<number> };
}

export interface DeleteUser {
  readonly userId: UserId;
  /** Who answers for the person's bots from now on; absent: they are suspended until somebody does. */
  readonly successor: UserId | undefined;
}

/**
 * Ends an account for ever: its tokens, connections, consents, sessions, memberships and roles go, its bots are handed over or
 * suspended. The row stays as a tombstone, so that whoever gets the same name inherits nothing, and the log
 * stays readable.
 */
export async function deleteUser(
  ports: DeleteUserPorts,
  caller: Caller,
  input: DeleteUser,
): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'delete a user', async (tables, actor) => {
    const gone = checkDelete(actor, await readTargetUser(tables, input.userId));
    if (!gone.ok) return gone;
    const user = gone.value;
    const by = actor.kind === 'user' ? actor.userId : 'system';
    const bots = await leaveBots(tables, actor, caller, { owner: user.id, successor: input.successor, at });
    if (!bots.ok) return bots;
    const tokens = await tables.permanentTokens.revokeAllOf(user.id, at, by);
    const passwords = await tables.applicationPasswords.revokeAllOf(user.id, at, by);
    const connections = await endConnections(tables, { user: user.id }, { at, by });
    const consentsEnded = await tables.approvedScopes.deleteOf({ user: user.id });
    const sessionsEnded = await tables.sessions.deleteOfUser(user.id);
    await tables.passwordResets.deleteOf(user.id);
    await tables.factors.deleteAllOf(user.id);
    const rolesEnded = await tables.access.deleteAssignmentsOf(user.id);
    await tables.groups.leaveAll(user.id);
    await tables.users.update({
      ...user,
      state: { kind: 'deleted' },
      email: undefined,
      passwordHash: undefined,
      passwordChangeRequired: false,
    });
    const remains = await checkAdministratorRemains(tables);
    if (!remains.ok) return remains;
    return ok({
      value: undefined,
      events: [
        {
          kind: 'user.deleted',
          at,
          caller,
          subject: user.id,
          target: userTarget(user),
          details: {
            sessionsEnded,
            rolesEnded,
            tokensEnded: tokens.length,
            applicationPasswordsEnded: passwords.length,
            connectionsEnded: connections.count,
            consentsEnded,
            botsHandedOver: bots.value.handedOver,
            botsSuspended: bots.value.suspended,
          },
        },
        ...bots.value.events,
      ],
      touched: [
        { kind: 'user', id: user.id },
        ...tokens.map((id): TouchedFact => ({ kind: 'permanent-token', id })),
        ...passwords.map((id): TouchedFact => ({ kind: 'application-password', id })),
        ...connections.touched,
        ...bots.value.touched,
      ],
    });
  });
}

/** Who may be deleted by whom, as far as it is known before anything is written. */
export function checkDelete(actor: Actor, { user, target }: ReadTarget): Result<User> {
  const may = authorizeDeleteUser(actor, target);
  if (!may.ok) return may;
  if (target.id === guest.id) return refuse(malformed('userId', 'must not be the guest'));
  if (user === undefined) return refuse(notFound('user'));
  return isSelf(actor, user.id) ? refuse(malformed('userId', 'must not be yourself')) : ok(user);
}
