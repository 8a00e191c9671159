import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadCredentials } from '../access/authorize.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import { requiresSecondFactor } from '../identity/two-factor-requirement.ts';
import type { FactorId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { FactorTables } from './factor.ts';
import { activeFactorsOf } from './prove-factor.ts';

/** A user's two-factor authentication as pages show it: never a seed, never a code. */
export interface TwoFactor {
  readonly userId: UserId;
  /** Whether one of the user's groups requires it; of a bot none does. */
  readonly isRequired: boolean;
  /** Where there is none, a password is all that signing in asks for. */
  readonly devices: readonly TwoFactorDevice[];
  readonly recoveryCodesLeft: number;
}

export interface TwoFactorDevice {
  readonly id: FactorId;
  readonly name: string;
  readonly addedAt: Instant;
  readonly lastUsedAt: Instant | undefined;
}

/** For the user, and for who may look at their tokens. An app that was not confirmed guards nothing: it is absent. */
export async function readTwoFactor(
  tables: UserTables & GroupTables & AccessTables & FactorTables,
  caller: Caller,
  userId: UserId,
): Promise<Result<TwoFactor>> {
  const may = authorizeReadCredentials(caller.actor, userId);
  if (!may.ok) return may;
  const user = await tables.users.find(userId);
  if (user === undefined || user.state.kind === 'deleted') return refuse(notFound('user'));
  const factors = await activeFactorsOf(tables, userId);
  const lastUsed = await tables.factors.lastUsed(factors.map(({ id }) => id));
  return ok({
    userId,
    isRequired: user.kind === 'person' && (await requiresSecondFactor(tables, userId)),
    devices: factors.map(({ id, name, addedAt }) => ({ id, name, addedAt, lastUsedAt: lastUsed.get(id) })),
    // Codes made with an app that was never confirmed open nothing either.
    recoveryCodesLeft: factors.length === 0 ? 0 : await tables.factors.countRecoveryCodes(userId),
  });
}
