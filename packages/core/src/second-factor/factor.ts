import type { FactorId, SessionId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { PasskeyStore } from './passkey.ts';

/** An authenticator app: something a person has, beside the password that they know. */
export interface Factor {
  readonly id: FactorId;
  readonly userId: UserId;
  /** What its owner calls it; told apart by it when there are several. */
  readonly name: string;
  /** The seed under a key that the database does not hold. */
  readonly encryptedSeed: EncryptedSeed;
  readonly addedAt: Instant;
  /** Absent while it was started and no code of it was seen: it guards nothing yet, and opens nothing. */
  readonly confirmedAt: Instant | undefined;
}

export type ActiveFactor = Factor & { readonly confirmedAt: Instant };

export function isActive(factor: Factor): factor is ActiveFactor {
  return factor.confirmedAt !== undefined;
}

/** Ciphertext with the version of its key, in text. */
export type EncryptedSeed = string & { readonly __brand: 'EncryptedSeed' };

/**
 * Encrypts seeds under a key ring kept outside the database, bound to the factor that they belong to: a seed that
 * somebody moves to another row opens nothing. `decrypt` is absent for whatever this ring did not encrypt.
 */
export interface SeedCipher {
  encrypt(seed: Uint8Array, factor: FactorId): EncryptedSeed;
  decrypt(encrypted: EncryptedSeed, factor: FactorId): Uint8Array | undefined;
}

/** Authenticator apps of users, and the codes that replace a factor that is lost. */
export interface FactorStore {
  listOf(user: UserId): Promise<readonly Factor[]>;
  /** Whether an app or a passkey guards the account: one whose set-up was only begun does not. */
  hasActive(user: UserId): Promise<boolean>;
  /** Those of each of the users; who has none is absent. */
  listOfEach(users: readonly UserId[]): Promise<ReadonlyMap<UserId, readonly Factor[]>>;
  insert(factor: Factor): Promise<void>;
  update(factor: Factor): Promise<void>;
  delete(id: FactorId): Promise<void>;
  /** Ends all of a user's factors, passkeys too, and the recovery codes; answers how many factors ended. */
  deleteAllOf(user: UserId): Promise<number>;

  /**
   * Spends a step of an app. False when it, or a later one, was spent before: of two at the same moment one wins
   * (ASVS 6.5.1).
   */
  spendStep(factor: FactorId, step: number, at: Instant): Promise<boolean>;
  /** When each of the factors was last used; who was never used is absent. */
  lastUsed(factors: readonly FactorId[]): Promise<ReadonlyMap<FactorId, Instant>>;

  /** Puts new recovery codes in the place of all others of the user. */
  replaceRecoveryCodes(user: UserId, hashes: readonly string[]): Promise<void>;
  /** Ends the one code. False when the user has no such code, or no longer. */
  spendRecoveryCode(user: UserId, hash: string): Promise<boolean>;
  countRecoveryCodes(user: UserId): Promise<number>;
}

export interface FactorTables {
  readonly factors: FactorStore;
  readonly passkeys: PasskeyStore;
}

/** What a change of factors asks of sessions. */
export interface SessionChanges {
  readonly sessions: {
    deleteOfUser(user: UserId, except?: SessionId): Promise<number>;
    markSecondFactor(id: SessionId): Promise<void>;
    unmarkSecondFactor(user: UserId): Promise<void>;
  };
}
