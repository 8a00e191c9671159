import type { UserId } from '../kernel/id.ts';
import { type Random, randomIndex } from '../kernel/random.ts';
import { type Digest, Secret } from '../kernel/secret.ts';

/**
 * Recovery codes stand in for a factor that is lost: ten of seventy-nine random bits, each good once (ASVS 6.5.1), kept
 * as keyed hashes. They are written down, so letters that look alike are left out and case and dashes are forgiven.
 */
export const recoveryCodeCount = 10;

const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';
const groups = 4;
const groupLength = 4;
const letters = groups * groupLength;

export function newRecoveryCodes(random: Random): readonly Secret[] {
  const group = () =>
    Array.from({ length: groupLength }, () => alphabet[randomIndex(random, alphabet.length)]).join('');
  return Array.from(
    { length: recoveryCodeCount },
    () => new Secret(Array.from({ length: groups }, group).join('-')),
  );
}

/** The letters of a typed code; absent when it cannot be one. */
export function readRecoveryCode(typed: string): Secret | undefined {
  if (typed.length > 64) return undefined;
  const text = typed.toLowerCase().replaceAll(/[\s-]/gu, '');
  return text.length === letters && [...text].every((letter) => alphabet.includes(letter))
    ? new Secret(text)
    : undefined;
}

/** Bound to its owner: the same text is another code for another person. */
export function hashRecoveryCode(digest: Digest, user: UserId, code: Secret): string {
  return digest.keyed('recovery code', JSON.stringify([user, code.reveal().replaceAll('-', '')]));
}
