import type {
  ChainWatch,
  Clock,
  Digest,
  FactProver,
  HmacSha1,
  PasswordHasher,
  Random,
  RefusedChecks,
  SeedCipher,
  SessionClock,
  SessionLimits,
  Store,
  UseLedger,
} from '@countersign/core';
import type { Settings } from './config/settings.ts';

/** Every part of a running authority: what routes and jobs are given. Made in one place, `compose.ts`. */
export interface Authority {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly passwordHasher: PasswordHasher;
  readonly hmacSha1: HmacSha1;
  readonly seedCipher: SeedCipher;
  readonly limits: SessionLimits;
  readonly store: Store;
  readonly facts: FactProver;
  readonly uses: UseLedger;
  readonly sessionClock: SessionClock;
  readonly refusedChecks: RefusedChecks;
  readonly chainWatch: ChainWatch;
}
