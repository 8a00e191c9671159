import type { ApplicationPasswordId, ServiceId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { type Random, randomIndex } from '../kernel/random.ts';
import { Secret, type SecretHash } from '../kernel/secret.ts';
import type { CredentialState } from './permanent-token.ts';

/**
 * A generated password for one program that can send a user name and a password and nothing else. It is its
 * owner's own, made by nobody else; it follows what its owner may do, and ends with their last second factor.
 */
export interface ApplicationPassword {
  readonly kind: 'application-password';
  readonly id: ApplicationPasswordId;
  readonly hash: SecretHash;
  readonly userId: UserId;
  readonly name: string;
  /** The one service it is good for; absent: for every service that its owner may use. */
  readonly service: ServiceId | undefined;
  readonly state: CredentialState;
  readonly createdAt: Instant;
}

/**
 * Crockford's base 32: digits, and letters without I, L, O and U. Whoever reads aloud or copies by hand meets no two
 * that look alike; what is typed as I or L is read as 1, and O as 0.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const groups = 6;
const groupLength = 4;

/** Twenty-four letters of five bits: 120, above the 112 that a plain digest asks for (ASVS 6.5.2). */
const letters = groups * groupLength;

/** More than any way to write one down: what is longer is not looked at. */
const typedLengthMax = 128;

const form = new RegExp(`^[${alphabet}]{${letters}}$`);

/** A fresh password as people see it, `abcd-efgh-…`; its letters alone are what is digested. */
export function newApplicationPassword(random: Random): { readonly shown: Secret; readonly letters: Secret } {
  const group = () =>
    Array.from({ length: groupLength }, () => alphabet[randomIndex(random, alphabet.length)]).join('');
  const parts = Array.from({ length: groups }, group);
  return { shown: new Secret(parts.join('-')), letters: new Secret(parts.join('')) };
}

/** The letters of what was typed, with spaces, dashes and case forgiven; absent when it cannot be one. */
export function readApplicationPassword(typed: string): Secret | undefined {
  if (typed.length > typedLengthMax) return undefined;
  const text = typed.replaceAll(/[\s-]/gu, '').toLowerCase().replaceAll(/[il]/g, '1').replaceAll('o', '0');
  return form.test(text) ? new Secret(text) : undefined;
}
