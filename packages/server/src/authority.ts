import type {
  ChainWatch,
  Clock,
  Digest,
  FactProver,
  HmacSha1,
  PasskeyVerifier,
  PasswordHasher,
  Random,
  RefusalBudget,
  RefusedChecks,
  RefusedRedirects,
  SeedCipher,
  SessionClock,
  SessionLimits,
  Store,
  UseLedger,
} from '@countersign/core';
import type { Settings } from './config/settings.ts';
import type { SigningKeys } from './oauth/signing-keys.ts';
import type { RelyingParty } from './platform/relying-party.ts';
import type { ProofNonces } from './possession/proof-nonces.ts';

/** Every part of a running authority: what routes and jobs are given. Made in one place, `compose.ts`. */
export interface Authority {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly passwordHasher: PasswordHasher;
  readonly hmacSha1: HmacSha1;
  readonly seedCipher: SeedCipher;
  /** Private keys that sign identity tokens. */
  readonly signingKeys: SigningKeys;
  /** For proofs of keys at REST; the engine makes the same. */
  readonly proofNonces: ProofNonces;
  readonly passkeyVerifier: PasskeyVerifier;
  /** Absent where there can be no passkeys. */
  readonly relyingParty: RelyingParty | undefined;
  readonly limits: SessionLimits;
  readonly store: Store;
  readonly facts: FactProver;
  readonly uses: UseLedger;
  readonly sessionClock: SessionClock;
  readonly refusedChecks: RefusedChecks;
  readonly refusedRedirects: RefusedRedirects;
  readonly refusalBudget: RefusalBudget;
  readonly chainWatch: ChainWatch;
}
