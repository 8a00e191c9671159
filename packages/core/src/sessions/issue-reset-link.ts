import type { Caller } from '../access/actor.ts';
import { checkFresh } from '../access/guard.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { checkReset } from '../identity/check-reset.ts';
import { readTargetUser } from '../identity/target-user.ts';
import { userTarget } from '../identity/user.ts';
import type { UserId } from '../kernel/id.ts';
import { type Clock, type Instant, later } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { newTokenText } from '../kernel/token-text.ts';
import type { Result } from '../refusal.ts';
import { type PasswordResetTables, resetLinkLifetime } from './password-reset.ts';

export interface IssueResetLinkPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly store: Transactor<ActorTables & PasswordResetTables>;
}

/** For the link, and for this one answer. */
export interface IssuedResetLink {
  readonly secret: Secret;
  readonly expiresAt: Instant;
}

/**
 * Starts the reset of a password that its owner lost: makes what a link is made of, once, for a day. An
 * administrator never chooses or sees the password itself (ASVS 6.4.6), and must hold all that its owner holds, now
 * and when the link is used: who has it can take the account, where no second factor guards it.
 */
export async function issueResetLink(
  ports: IssueResetLinkPorts,
  caller: Caller,
  userId: UserId,
): Promise<Result<IssuedResetLink>> {
  const now = ports.clock.now();
  const secret = newTokenText('resetLink', ports.random);
  const expiresAt = later(now, resetLinkLifetime);
  return changeAs(ports, caller, async (tables, actor) => {
    const may = checkReset(actor, await readTargetUser(tables, userId));
    if (!may.ok) return may;
    const fresh = checkFresh(actor, now, 'reset a password');
    if (!fresh.ok) return fresh;
    const user = may.value;
    await tables.passwordResets.put({
      userId: user.id,
      hash: ports.digest.secret(secret),
      author: actor.kind === 'user' ? actor.userId : 'system',
      createdAt: now,
      expiresAt,
    });
    return ok({
      value: { secret, expiresAt },
      events: [
        {
          kind: 'password-reset.link-issued',
          at: now,
          caller,
          subject: user.id,
          target: userTarget(user),
          details: { expiresAt },
        },
      ],
      touched: [],
    });
  });
}
