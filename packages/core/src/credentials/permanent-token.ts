import type { PermissionSet } from '../access/permission-set.ts';
import type { PermanentTokenId, ServiceId, UserId } from '../kernel/id.ts';
import { type Instant, instantMax } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';

/** A user's long-lived bearer credential for a list of services. */
export interface PermanentToken {
  readonly kind: 'permanent-token';
  readonly id: PermanentTokenId;
  readonly hash: SecretHash;
  readonly userId: UserId;
  /** Who made it: the user, or an administrator on the user's behalf. */
  readonly authorId: UserId;
  readonly name: string;
  readonly description: string | undefined;
  /** The services it is good for, in the order they were chosen. Never empty. */
  readonly audience: readonly ServiceId[];
  /** The permissions it was narrowed to; absent: all that its audience allows. */
  readonly grant: PermissionSet | undefined;
  /** The permissions it may never exceed, written down at issue; absent only for an own token that follows its owner. */
  readonly ceiling: PermissionSet | undefined;
  readonly state: CredentialState;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | undefined;
}

/** What checks need of it: all that the decision reads, and nothing for people to read. */
export type TokenFacts = Omit<PermanentToken, 'authorId' | 'name' | 'description'>;

/** What is stored; expired is computed from the clock. A revoked credential never becomes active again. */
export type CredentialState =
  | { readonly kind: 'active' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'revoked'; readonly at: Instant; readonly by: UserId | 'system' };

export const audienceSizeMax = 100;

/** The rule an expiry breaks, or nothing. */
export function brokenExpiryRule(expiresAt: Instant, now: Instant): string | undefined {
  if (expiresAt <= now) return 'must lie in the future';
  return expiresAt > instantMax ? 'must lie before the year 10000' : undefined;
}
