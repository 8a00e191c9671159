import type { UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * When accounts were last seen, by the three traces that they leave. Who left none is absent. Bookkeeping: nothing
 * is decided by it.
 */
export interface LastAccessStore {
  /** The last use of any of their tokens and application passwords, the revoked ones included. */
  byCredential(users: readonly UserId[]): Promise<ReadonlyMap<UserId, Instant>>;
  /** The last request in a session that stands. */
  bySession(users: readonly UserId[]): Promise<ReadonlyMap<UserId, Instant>>;
  /** The last sign-in, as the audit log has it. */
  bySignIn(users: readonly UserId[]): Promise<ReadonlyMap<UserId, Instant>>;
}

export interface LastAccessPort {
  readonly lastAccess: LastAccessStore;
}
