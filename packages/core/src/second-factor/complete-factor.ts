import { type Actor, type Caller, sessionOf } from '../access/actor.ts';
import type { AuditEntry } from '../audit/event.ts';
import { type User, userTarget } from '../identity/user.ts';
import type { FactorId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { factorTarget } from './begin-factor.ts';
import type { SessionChanges } from './factor.ts';

export interface AddedFactor {
  readonly actor: Actor;
  readonly caller: Caller;
  readonly user: User;
  readonly factor: { readonly id: FactorId; readonly name: string };
  readonly at: Instant;
}

/**
 * What follows from a factor that was added: the session in which that happened counts as opened with it, and every
 * other one of the user ends, as a password alone may have opened it (ASVS 7.4.3). Answers the event.
 */
export async function completeFactor(
  { sessions }: SessionChanges,
  { actor, caller, user, factor, at }: AddedFactor,
): Promise<AuditEntry> {
  const own = sessionOf(actor);
  const sessionsEnded = await sessions.deleteOfUser(user.id, own);
  if (own !== undefined) await sessions.markSecondFactor(own);
  return {
    kind: 'factor.added',
    at,
    caller,
    subject: user.id,
    target: factorTarget(factor),
    details: { login: userTarget(user).name, sessionsEnded },
  };
}
