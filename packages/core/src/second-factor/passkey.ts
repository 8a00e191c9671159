import type { Brand } from '../kernel/brand.ts';
import type { FactorId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * A passkey or a security key: a pair of keys of which the private half never leaves what its owner holds, and the
 * public half is all that is kept here (WebAuthn Level 3 §4). Nothing of this row opens anything for who reads it.
 */
export interface Passkey {
  readonly id: FactorId;
  readonly userId: UserId;
  /** What its owner calls it; told apart by it when there are several. */
  readonly name: string;
  readonly addedAt: Instant;
  /** Absent while it was started and no key was shown: it guards nothing yet, and opens nothing. */
  readonly credential: PasskeyCredential | undefined;
}

export interface PasskeyCredential {
  readonly id: PasskeyCredentialId;
  readonly publicKey: PublicKey;
}

/** By what an authenticator finds the key again, in base64url: a name that it chose, and no secret. */
export type PasskeyCredentialId = Brand<string, 'PasskeyCredentialId'>;

/** A public key as authenticators write it (COSE_Key, RFC 9052 §7), in base64url. */
export type PublicKey = Brand<string, 'PublicKey'>;

export type RegisteredPasskey = Passkey & { readonly credential: PasskeyCredential };

export function isRegistered(passkey: Passkey): passkey is RegisteredPasskey {
  return passkey.credential !== undefined;
}

/** Passkeys of users, and what was spent with them. */
export interface PasskeyStore {
  listOf(user: UserId): Promise<readonly Passkey[]>;
  /** Those of each of the users; who has none is absent. */
  listOfEach(users: readonly UserId[]): Promise<ReadonlyMap<UserId, readonly Passkey[]>>;
  findByCredential(id: PasskeyCredentialId): Promise<RegisteredPasskey | undefined>;
  insert(passkey: Passkey): Promise<void>;
  update(passkey: Passkey): Promise<void>;
  delete(id: FactorId): Promise<void>;

  /**
   * Notes a use with the counter that the authenticator signed. False when it is not above the last one, and not both
   * are zero as with authenticators that do not count: somebody else may have a copy of the key (WebAuthn §6.1.1).
   */
  spendCounter(passkey: FactorId, counter: number, at: Instant): Promise<boolean>;
  /** When each of the passkeys was last used; who was never used is absent. */
  lastUsed(passkeys: readonly FactorId[]): Promise<ReadonlyMap<FactorId, Instant>>;

  /** Spends a challenge. False when it was spent before: of two at the same moment one wins (ASVS 6.5.1). */
  spendChallenge(nonce: string, expiresAt: Instant): Promise<boolean>;
}

/** Challenges that were answered: bookkeeping, without an audit event. */
export interface ChallengeStore {
  /** Forgets those whose time is over, which nobody can answer again. Answers how many. */
  sweep(now: Instant): Promise<number>;
}

/** What an answer of a browser says of itself, before anything of it is believed. */
export interface PasskeyAnswer {
  readonly credentialId: PasskeyCredentialId;
  /** The text of the challenge that it answers. */
  readonly challenge: string;
  /** Whose passkey it is, as the authenticator was told when it was made; security keys may not remember. */
  readonly owner: string | undefined;
}

/**
 * Verifies what browsers answer, as JSON in text, against this authority's own origin (WebAuthn §7). Absent is every
 * answer that does not fit, whatever the reason; it never throws for what somebody sent.
 */
export interface PasskeyVerifier {
  read(answer: string): PasskeyAnswer | undefined;
  verifyRegistration(
    answer: string,
    challenge: string,
  ): Promise<(PasskeyCredential & { readonly counter: number }) | undefined>;
  verifyAssertion(answer: string, expected: ExpectedAssertion): Promise<SignedUse | undefined>;
  /** A public key whose private half nobody has: an unknown passkey takes the time of a known one. */
  readonly nobodysKey: PublicKey;
}

export interface ExpectedAssertion {
  readonly challenge: string;
  readonly publicKey: PublicKey;
  /** Whether the authenticator must have made sure that it is its owner, by a PIN, a finger or a face. */
  readonly needsUserVerification: boolean;
}

export interface SignedUse {
  readonly counter: number;
}
