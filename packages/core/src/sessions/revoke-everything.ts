import type { Caller } from '../access/actor.ts';
import { authorizeRevokeEverything } from '../access/authorize-credentials.ts';
import { checkFresh } from '../access/guard.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { readTargetUser } from '../identity/target-user.ts';
import { userTarget } from '../identity/user.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { type CredentialCounts, type CredentialTables, endCredentials } from './end-credentials.ts';

export interface RevokeEverythingPorts {
  readonly clock: Clock;
  readonly store: Transactor<ActorTables & CredentialTables>;
}

/**
 * Ends everything that opens an account but its password and second factor: for who lost a laptop, and for whoever
 * helps them. All or nothing, in force at the next check. Who does it to themselves signs in anew.
 */
export async function revokeEverything(
  ports: RevokeEverythingPorts,
  caller: Caller,
  userId: UserId,
): Promise<Result<CredentialCounts>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const { user, target } = await readTargetUser(tables, userId);
    const may = authorizeRevokeEverything(actor, target);
    if (!may.ok) return may;
    const fresh = checkFresh(actor, at, 'revoke everything');
    if (!fresh.ok) return fresh;
    if (user === undefined) return refuse(notFound('user'));
    const by = actor.kind === 'user' ? actor.userId : 'system';
    const { counts, touched } = await endCredentials(tables, { userId: user.id, at, by });
    const event = { kind: 'user.everything-revoked', at, caller, subject: user.id } as const;
    return ok({
      value: counts,
      events: [{ ...event, target: userTarget(user), details: { ...counts } }],
      touched,
    });
  });
}
