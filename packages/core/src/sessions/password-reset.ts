import type { UserId } from '../kernel/id.ts';
import { dayMilliseconds, hasPassed, type Instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';

/**
 * That somebody may set a new password once, with a link that an administrator handed them. One for each user: a
 * newer one takes the place of the one before. The link holds the secret; the authority keeps its hash. It does what
 * its author may do when it is used: it outlives neither their rights nor a rise of whom it is for.
 */
export interface PasswordReset {
  readonly userId: UserId;
  readonly hash: SecretHash;
  readonly author: UserId | 'system';
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export const resetLinkLifetime = dayMilliseconds;

export interface PasswordResetStore {
  findByHash(hash: SecretHash): Promise<PasswordReset | undefined>;
  /** Writes the one of its user, in the place of any other. */
  put(reset: PasswordReset): Promise<void>;
  /** Ends exactly this one, if it still stands: of two at once one gets true. */
  spend(user: UserId, hash: SecretHash): Promise<boolean>;
  /** How many of a user's links have not expired: one or none. */
  countOf(user: UserId, now: Instant): Promise<number>;
  /** Ends the link of a user; answers how many ended. */
  deleteOf(user: UserId): Promise<number>;
}

export interface PasswordResetTables {
  readonly passwordResets: PasswordResetStore;
}

export function isResetLive({ expiresAt }: PasswordReset, now: Instant): boolean {
  return !hasPassed(expiresAt, now);
}
