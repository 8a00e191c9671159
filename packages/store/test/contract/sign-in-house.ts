import assert from 'node:assert/strict';
import {
  type ActiveFactor,
  type Clock,
  type CompleteSignIn,
  completeSignIn,
  type FactorId,
  type Instant,
  newId,
  ok,
  type Passkey,
  type PasswordHash,
  type PasswordHasher,
  type Result,
  Secret,
  type SignInPorts,
  type StartedSession,
  type Store,
  signIn,
  type User,
} from '@countersign/core';
import { codeAt, stepAt } from '../../../core/src/second-factor/one-time-code.ts';
import { hashRecoveryCode } from '../../../core/src/second-factor/recovery-code.ts';
import { hmacSha1, type PlainAnswer, passkeyVerifier, seedCipher } from '../../../core/test/factor-ports.ts';
import { noon } from '../../../core/test/platform.ts';
import { anEvent, aPasskey, aUser } from './builders.ts';
import { digest, random } from './fresh-store.ts';

/** People with second factors, and the authority that they sign in to, on any store of one database. */

export const password = new Secret('a password that everybody here has');

const hasher: PasswordHasher = {
  firstGuesses: { isCommon: () => false, siteWords: [] },
  hash: async (of) => `hash of ${of.reveal()}` as PasswordHash,
  verify: async (of, hash) => hash === `hash of ${of.reveal()}`,
};

/** What signing in and resetting a password need, with the whole store of a node. */
export type Node = SignInPorts & { readonly store: Store };

export function signInPorts(store: Store, clock: Clock): Node {
  const limits = { idleSeconds: 3_600, absoluteSeconds: 86_400 };
  const factors = { hmacSha1, seedCipher, passkeyVerifier };
  return { clock, random, digest, passwordHasher: hasher, ...factors, limits, store };
}

/** Somebody with an authenticator app, a passkey and one recovery code. */
export interface Guarded {
  readonly user: User;
  readonly recoveryCode: string;
  codeAt(now: Instant): string;
  /** What the browser answers for the passkey, whose authenticator does not count. */
  answerTo(challenge: string): string;
}

export async function addGuarded(store: Store, count: number): Promise<readonly Guarded[]> {
  const people = Array.from({ length: count }, (_, index) => aGuarded(index));
  const added = await store.change(async ({ users, factors, passkeys }) => {
    for (const { user, factor, passkey, recoveryCode } of people) {
      await users.insert(user);
      await factors.insert(factor);
      await passkeys.insert(passkey);
      const code = new Secret(recoveryCode.replaceAll('-', ''));
      await factors.replaceRecoveryCodes(user.id, [hashRecoveryCode(digest, user.id, code)]);
    }
    return ok({ value: undefined, events: [anEvent()], touched: [] });
  });
  if (!added.ok) throw new Error('people with second factors were refused');
  return people;
}

function aGuarded(index: number): Guarded & { readonly factor: ActiveFactor; readonly passkey: Passkey } {
  const user = aUser({ passwordHash: `hash of ${password.reveal()}` as PasswordHash });
  const seed = random.bytes(20);
  const id = newId<FactorId>(random);
  const factor: ActiveFactor = {
    id,
    userId: user.id,
    name: 'Phone',
    encryptedSeed: seedCipher.encrypt(seed, id),
    addedAt: noon,
    confirmedAt: noon,
  };
  const letters = [...String(index).padStart(4, '0')].map((digit) => 'abcdefghjk'.charAt(Number(digit)));
  const recoveryCode = `2345-6789-abcd-${letters.join('')}`;
  const passkey = aPasskey(user);
  const answerTo = (challenge: string) => {
    const { id, publicKey } = passkey.credential ?? assert.fail();
    const answer: PlainAnswer = {
      kind: 'get',
      id,
      challenge,
      signedBy: publicKey,
      isVerified: true,
      counter: 0,
    };
    return JSON.stringify(answer);
  };
  return {
    user,
    factor,
    passkey,
    recoveryCode,
    answerTo,
    codeAt: (now) => codeAt(hmacSha1, seed, stepAt(now)),
  };
}

/** What the first step hands on to the second one. */
export async function firstStep(ports: SignInPorts, { user }: Guarded, address: string): Promise<Secret> {
  const started = await signIn(ports, { requestId: 'first', address }, { login: user.login, password });
  if (!started.ok || started.value.kind !== 'second-factor-required')
    throw new Error(`the first step was answered ${JSON.stringify(started)}`);
  return started.value.pending;
}

export function secondStep(
  ports: SignInPorts,
  input: CompleteSignIn,
  address: string,
): Promise<Result<StartedSession>> {
  return completeSignIn(ports, { requestId: 'second', address }, input);
}
