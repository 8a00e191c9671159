import type { Caller } from '../access/actor.ts';
import { authorizeAddFactor } from '../access/authorize-credentials.ts';
import type { Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { type FactorId, newId, type UserId } from '../kernel/id.ts';
import { type Clock, type Instant, later, minuteMilliseconds } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import { beginFactor, factorTarget, keepRecoveryCodes } from './begin-factor.ts';
import { completeFactor } from './complete-factor.ts';
import { type Factor, type FactorTables, isActive, type SessionChanges } from './factor.ts';
import { readCode, seedLength } from './one-time-code.ts';
import { type ProveFactorPorts, spendCode } from './prove-factor.ts';
import { newRecoveryCodes } from './recovery-code.ts';

export interface AddFactorPorts extends ProveFactorPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ActorTables & SessionChanges & FactorTables>;
}

/** What the one answer shows that starts a factor: never again. */
export interface StartedFactor {
  readonly factor: Factor;
  /** Of its owner, by which the app calls the account. */
  readonly login: string;
  readonly seed: Uint8Array;
  /** Absent for who has recovery codes already: those stay good. */
  readonly recoveryCodes: readonly Secret[] | undefined;
}

/** A started factor that nobody confirmed counts for nothing after this long. */
const confirmWithin = 30 * minuteMilliseconds;

/** Whether somebody is about to set an app up: it was begun, and can still be confirmed. */
export function isPending(factor: Factor, now: Instant): boolean {
  return !isActive(factor) && now <= later(factor.addedAt, confirmWithin);
}

/**
 * Begins to set up an authenticator app for oneself. It guards nothing before a code of it was seen; whatever was
 * begun before and not confirmed is dropped. With the first factor come the recovery codes.
 */
export async function startFactor(
  ports: AddFactorPorts,
  caller: Caller,
  input: { readonly userId: UserId; readonly name: string },
): Promise<Result<StartedFactor>> {
  const now = ports.clock.now();
  const seed = ports.random.bytes(seedLength);
  const id = newId<FactorId>(ports.random);
  const codes = newRecoveryCodes(ports.random);
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeAddFactor(actor, input.userId, now);
    if (!may.ok) return may;
    const user = await tables.users.find(input.userId);
    if (user === undefined) return refuse(notFound('user'));
    const begun = await beginFactor(tables, { ...input, kind: 'app' });
    if (!begun.ok) return begun;
    const { isFirst } = begun.value;

    const encryptedSeed = ports.seedCipher.encrypt(seed, id);
    const factor: Factor = {
      id,
      userId: user.id,
      name: input.name,
      encryptedSeed,
      addedAt: now,
      confirmedAt: undefined,
    };
    await tables.factors.insert(factor);
    if (isFirst) await keepRecoveryCodes(tables, ports.digest, user.id, codes);
    return ok({
      value: { factor, login: user.login, seed, recoveryCodes: isFirst ? codes : undefined },
      events: [{ kind: 'factor.started', at: now, caller, subject: user.id, target: factorTarget(factor) }],
      touched: [],
    });
  });
}

/** Turns the started app on, by a code of it. */
export async function confirmFactor(
  ports: AddFactorPorts,
  caller: Caller,
  input: { readonly userId: UserId; readonly code: string },
): Promise<Result<Factor>> {
  const now = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeAddFactor(actor, input.userId, now);
    if (!may.ok) return may;
    const known = await tables.factors.listOf(input.userId);
    const begun = known.find((factor) => isPending(factor, now));
    if (begun === undefined) return refuse(nothingStarted);
    const code = readCode(input.code);
    if (code === undefined) return refuse(malformed('code', 'must be the six digits that the app shows'));
    if (!(await spendCode(ports, tables, begun, { code, now }))) return refuse(wrongCode);
    const user = await tables.users.find(input.userId);
    if (user === undefined) return refuse(notFound('user'));

    const factor = { ...begun, confirmedAt: now };
    await tables.factors.update(factor);
    const added = await completeFactor(tables, { actor, caller, user, factor, at: now });
    return ok({ value: factor, events: [added], touched: [{ kind: 'user', id: user.id }] });
  });
}

const nothingStarted = {
  kind: 'conflict',
  rule: 'No authenticator app is being set up, or it took longer than half an hour; begin again',
} as const;

const wrongCode = malformed(
  'code',
  'is not what the app shows now; wait for its next code, and see that the clock of the device is right',
);
