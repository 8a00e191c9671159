import type { FactorId, UserId } from '../kernel/id.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { brokenNameRule } from '../kernel/text-rule.ts';
import { malformed, type Result } from '../refusal.ts';
import { type FactorTables, isActive } from './factor.ts';
import { isRegistered } from './passkey.ts';
import { hashRecoveryCode } from './recovery-code.ts';

/** More of one kind than that are nobody's, and each app makes a guess a little easier. */
export const factorsMax = 5;

export interface NewFactor {
  readonly userId: UserId;
  readonly name: string;
  readonly kind: 'app' | 'passkey';
}

/**
 * Makes room for another factor: its name is free, there are not too many, and whatever was begun before and not
 * completed is dropped, of either kind, as its recovery codes are about to be replaced. Answers whether it is the first.
 */
export async function beginFactor(
  { factors, passkeys }: FactorTables,
  { userId, name, kind }: NewFactor,
): Promise<Result<{ readonly isFirst: boolean }>> {
  const broken = brokenNameRule(name);
  if (broken !== undefined) return refuse(malformed('name', broken));
  const [apps, keys] = [await factors.listOf(userId), await passkeys.listOf(userId)];
  const active = [...apps.filter(isActive), ...keys.filter(isRegistered)];
  const count = kind === 'app' ? apps.filter(isActive).length : keys.filter(isRegistered).length;
  if (count >= factorsMax) return refuse({ kind: 'conflict', rule: tooMany[kind] });
  if (active.some((other) => other.name === name))
    return refuse({ kind: 'already-exists', field: 'name', rule: 'is the name of another method of yours' });
  for (const begun of apps) if (!isActive(begun)) await factors.delete(begun.id);
  for (const begun of keys) if (!isRegistered(begun)) await passkeys.delete(begun.id);
  return ok({ isFirst: active.length === 0 });
}

/** Puts recovery codes in the place of all others; with the first factor, and whenever their owner wants new ones. */
export async function keepRecoveryCodes(
  { factors }: FactorTables,
  digest: Digest,
  user: UserId,
  codes: readonly Secret[],
): Promise<void> {
  await factors.replaceRecoveryCodes(
    user,
    codes.map((code) => hashRecoveryCode(digest, user, code)),
  );
}

/** A factor of either kind, as the log names it. */
export function factorTarget({ id, name }: { readonly id: FactorId; readonly name: string }) {
  return { kind: 'factor', id, name } as const;
}

const tooMany = {
  app: `There are ${factorsMax} authenticator apps already; remove one first`,
  passkey: `There are ${factorsMax} passkeys already; remove one first`,
} as const;
