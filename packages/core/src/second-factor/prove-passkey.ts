import type { Instant } from '../kernel/instant.ts';
import type { Digest } from '../kernel/secret.ts';
import { type Challenge, type ChallengeUse, readChallenge } from './challenge.ts';
import type { FactorTables } from './factor.ts';
import { isRegistered, type PasskeyAnswer, type PasskeyVerifier, type RegisteredPasskey } from './passkey.ts';

export interface ProvePasskeyPorts {
  readonly digest: Digest;
  readonly passkeyVerifier: PasskeyVerifier;
}

/** An answer of a passkey that fits in all that can be seen without writing. It opens nothing before it is spent. */
export interface Assertion {
  readonly passkey: RegisteredPasskey;
  readonly challenge: Challenge;
  readonly counter: number;
}

export interface ShownPasskey {
  readonly answer: string;
  /** What the answer says of itself; absent when it cannot be read. */
  readonly said: PasskeyAnswer | undefined;
  /** The passkey that it names; absent when there is none. */
  readonly passkey: RegisteredPasskey | undefined;
  readonly use: ChallengeUse;
  readonly now: Instant;
}

/**
 * Verifies the answer of a passkey. A passkey that nobody has takes the same steps and the same signature as one that
 * somebody has, so that time does not tell them apart. Signing in without a password asks the authenticator to make
 * sure that it is its owner, and to say whose passkey it is (WebAuthn §7.2 step 6).
 */
export async function checkAssertion(
  { digest, passkeyVerifier }: ProvePasskeyPorts,
  { answer, said, passkey, use, now }: ShownPasskey,
): Promise<Assertion | undefined> {
  if (said === undefined) return undefined;
  const isAlone = use.purpose === 'sign-in';
  const challenge = readChallenge(digest, said.challenge, use, now);
  const signed = await passkeyVerifier.verifyAssertion(answer, {
    challenge: said.challenge,
    publicKey: passkey?.credential.publicKey ?? passkeyVerifier.nobodysKey,
    needsUserVerification: isAlone,
  });
  if (challenge === undefined || passkey === undefined || signed === undefined) return undefined;
  if (isAlone && said.owner === undefined) return undefined;
  if (said.owner !== undefined && said.owner !== passkey.userId) return undefined;
  return { passkey, challenge, counter: signed.counter };
}

export type Spending = 'good' | 'the challenge was used before' | 'the counter went back' | 'it was removed';

/**
 * Spends the answer: its challenge and its counter. Call it in the transaction of what it opens, so that both take
 * place, or neither.
 */
export async function spendAssertion(
  { passkeys }: FactorTables,
  { passkey, challenge, counter }: Assertion,
  now: Instant,
): Promise<Spending> {
  const stands = (await passkeys.listOf(passkey.userId))
    .filter(isRegistered)
    .some(({ id, credential }) => id === passkey.id && credential.publicKey === passkey.credential.publicKey);
  if (!stands) return 'it was removed';
  if (!(await passkeys.spendChallenge(challenge.nonce, challenge.expiresAt)))
    return 'the challenge was used before';
  return (await passkeys.spendCounter(passkey.id, counter, now)) ? 'good' : 'the counter went back';
}
