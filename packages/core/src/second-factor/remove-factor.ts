import type { Caller } from '../access/actor.ts';
import { authorizeRemoveFactors } from '../access/authorize-credentials.ts';
import { isSelf } from '../access/guard.ts';
import type { TouchedFact, Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import type { ApplicationPasswordEnding } from '../identity/delete-user.ts';
import { type ConnectionEnding, endConnectionsMadeWith } from '../identity/end-connections.ts';
import { readTargetUser } from '../identity/target-user.ts';
import { userTarget } from '../identity/user.ts';
import type { FactorId, UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { notFound, type Result } from '../refusal.ts';
import { factorTarget, keepRecoveryCodes } from './begin-factor.ts';
import type { FactorTables, SessionChanges } from './factor.ts';
import { activeFactorsOf, registeredPasskeysOf } from './prove-factor.ts';
import { newRecoveryCodes } from './recovery-code.ts';

export interface RemoveFactorPorts {
  readonly clock: Clock;
  readonly store: Transactor<
    ActorTables & SessionChanges & FactorTables & ApplicationPasswordEnding & ConnectionEnding
  >;
}

/**
 * Switches two-factor authentication off: every app, passkey and recovery code of the user ends, and with them the
 * application passwords, which were made to pass by the second factor and are for nobody without one, and what they made.
 * By its owner in a
 * fresh session, or by whoever holds all that the user holds, when both are lost; then the user's sessions end,
 * and a password is once more all there is (security checklist MFA-03).
 */
export async function removeFactors(
  ports: RemoveFactorPorts,
  caller: Caller,
  userId: UserId,
): Promise<Result<void>> {
  const now = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const { user, target } = await readTargetUser(tables, userId);
    const may = authorizeRemoveFactors(actor, target, now);
    if (!may.ok) return may;
    if (user === undefined) return refuse(notFound('user'));
    const begun = [...(await tables.factors.listOf(user.id)), ...(await tables.passkeys.listOf(user.id))];
    if (begun.length === 0) return refuse(notFound('two-factor authentication'));
    const factorsEnded = await tables.factors.deleteAllOf(user.id);
    const by = actor.kind === 'user' ? actor.userId : 'system';
    const passwords = await tables.applicationPasswords.revokeAllOf(user.id, now, by);
    const connections = await endConnectionsMadeWith(tables, { user: user.id }, { at: now, by });
    const sessionsEnded = isSelf(actor, user.id) ? 0 : await tables.sessions.deleteOfUser(user.id);
    // One's own session stays, as one that a password alone opened: cut down where a group requires more.
    await tables.sessions.unmarkSecondFactor(user.id);
    return ok({
      value: undefined,
      events: [
        {
          kind: 'factor.removed',
          at: now,
          caller,
          subject: user.id,
          target: userTarget(user),
          details: { factorsEnded, sessionsEnded, applicationPasswordsEnded: passwords.length },
        },
      ],
      touched: [
        { kind: 'user', id: user.id },
        ...passwords.map((id): TouchedFact => ({ kind: 'application-password', id })),
        ...connections,
      ],
    });
  });
}

/**
 * Ends one of several factors of one's own, in a fresh session; sessions stand, as does the protection. The last one
 * ends with all that hangs on it, in `removeFactors`, or not at all.
 */
export async function removeFactor(
  ports: RemoveFactorPorts,
  caller: Caller,
  { userId, factorId }: { readonly userId: UserId; readonly factorId: FactorId },
): Promise<Result<void>> {
  const now = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const { user, target } = await readTargetUser(tables, userId);
    const may = isSelf(actor, userId) ? authorizeRemoveFactors(actor, target, now) : refuse(notFound('user'));
    if (!may.ok) return may;
    if (user === undefined) return refuse(notFound('user'));
    const apps = await activeFactorsOf(tables, user.id);
    const keys = await registeredPasskeysOf(tables, user.id);
    const factor = [...apps, ...keys].find(({ id }) => id === factorId);
    if (factor === undefined) return refuse(notFound('method'));
    if (apps.length + keys.length === 1) return refuse(lastFactor);
    if (apps.some(({ id }) => id === factorId)) await tables.factors.delete(factorId);
    else await tables.passkeys.delete(factorId);
    return ok({
      value: undefined,
      events: [
        {
          kind: 'factor.removed',
          at: now,
          caller,
          subject: user.id,
          target: factorTarget(factor),
          details: { login: userTarget(user).name, factorsLeft: apps.length + keys.length - 1 },
        },
      ],
      touched: [{ kind: 'user', id: user.id }],
    });
  });
}

const lastFactor = {
  kind: 'conflict',
  rule: 'It is the only method; turn two-factor authentication off, or add another one first',
} as const;

export interface RenewRecoveryCodesPorts extends RemoveFactorPorts {
  readonly random: Random;
  readonly digest: Digest;
}

/** New recovery codes for oneself; those there were are worth nothing from then on. */
export async function renewRecoveryCodes(
  ports: RenewRecoveryCodesPorts,
  caller: Caller,
  userId: UserId,
): Promise<Result<readonly Secret[]>> {
  const now = ports.clock.now();
  const codes = newRecoveryCodes(ports.random);
  return changeAs(ports, caller, async (tables, actor) => {
    const { user, target } = await readTargetUser(tables, userId);
    const may = isSelf(actor, userId) ? authorizeRemoveFactors(actor, target, now) : refuse(notFound('user'));
    if (!may.ok) return may;
    if (user === undefined || !(await tables.factors.hasActive(user.id)))
      return refuse(notFound('two-factor authentication'));
    await keepRecoveryCodes(tables, ports.digest, user.id, codes);
    const event = { kind: 'recovery-codes.renewed', at: now, caller, subject: user.id } as const;
    return ok({ value: codes, events: [{ ...event, target: userTarget(user) }], touched: [] });
  });
}
