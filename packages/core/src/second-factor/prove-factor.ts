import type { UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Digest } from '../kernel/secret.ts';
import { type ActiveFactor, type Factor, type FactorTables, isActive, type SeedCipher } from './factor.ts';
import { findStep, type HmacSha1, readCode } from './one-time-code.ts';
import { isRegistered, type RegisteredPasskey } from './passkey.ts';
import { hashRecoveryCode, readRecoveryCode } from './recovery-code.ts';

export interface ProveFactorPorts {
  readonly digest: Digest;
  readonly hmacSha1: HmacSha1;
  readonly seedCipher: SeedCipher;
}

/** With what somebody showed that they are more than a password. */
export type Proof =
  | { readonly kind: 'app'; readonly factor: ActiveFactor }
  | { readonly kind: 'passkey'; readonly factor: RegisteredPasskey }
  | { readonly kind: 'recovery-code'; readonly codesLeft: number };

/** The apps whose codes a sign-in of the user takes. */
export async function activeFactorsOf(tables: FactorTables, user: UserId): Promise<readonly ActiveFactor[]> {
  return (await tables.factors.listOf(user)).filter(isActive);
}

/** The passkeys that a sign-in of the user takes. */
export async function registeredPasskeysOf(
  tables: FactorTables,
  user: UserId,
): Promise<readonly RegisteredPasskey[]> {
  return (await tables.passkeys.listOf(user)).filter(isRegistered);
}

/**
 * Takes what was typed for a code of an app or a recovery code, and spends it. Absent when it is neither, was
 * spent before, or is older than one that was. Call it in the transaction of what it opens: both take place, or
 * neither.
 */
export async function proveFactor(
  ports: ProveFactorPorts,
  tables: FactorTables,
  { user, typed, now }: { readonly user: UserId; readonly typed: string; readonly now: Instant },
): Promise<Proof | undefined> {
  const code = readCode(typed);
  if (code !== undefined) {
    for (const factor of await activeFactorsOf(tables, user))
      if (await spendCode(ports, tables, factor, { code, now })) return { kind: 'app', factor };
    return undefined;
  }
  const recovery = readRecoveryCode(typed);
  if (recovery === undefined) return undefined;
  // Without a factor there is nothing to recover.
  if (!(await tables.factors.hasActive(user))) return undefined;
  const isSpent = await tables.factors.spendRecoveryCode(
    user,
    hashRecoveryCode(ports.digest, user, recovery),
  );
  if (!isSpent) return undefined;
  return { kind: 'recovery-code', codesLeft: await tables.factors.countRecoveryCodes(user) };
}

/** Whether the code is one of the app's for now, and was not spent before. */
export async function spendCode(
  { hmacSha1, seedCipher }: Omit<ProveFactorPorts, 'digest'>,
  tables: FactorTables,
  factor: Factor,
  { code, now }: { readonly code: string; readonly now: Instant },
): Promise<boolean> {
  const seed = seedCipher.decrypt(factor.encryptedSeed, factor.id);
  const step = seed && findStep(hmacSha1, seed, code, now);
  return step !== undefined && (await tables.factors.spendStep(factor.id, step, now));
}
