import type { SessionId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';
import type { Session } from './session.ts';
import type { Attempts } from './throttle.ts';

/** Sessions that stand. Ending one deletes its row; the audit log remembers it. */
export interface SessionStore {
  find(id: SessionId): Promise<Session | undefined>;
  findByHash(hash: SecretHash): Promise<Session | undefined>;
  /** All of a user's, those that time has ended included as long as nobody swept them away. */
  listOf(user: UserId): Promise<readonly Session[]>;
  insert(session: Session): Promise<void>;
  /** Notes that a second factor was shown in it. */
  markSecondFactor(id: SessionId): Promise<void>;
  /** Notes of all of a user's sessions that what was shown in them is no factor any more. */
  unmarkSecondFactor(user: UserId): Promise<void>;
  delete(id: SessionId): Promise<void>;
  /** How many sessions of a user have not reached their absolute end. */
  countOf(user: UserId, now: Instant): Promise<number>;
  /** Ends all of a user's sessions, or all but one; answers how many ended. */
  deleteOfUser(user: UserId, except?: SessionId): Promise<number>;
}

export interface SessionTables {
  readonly sessions: SessionStore;
}

/** When sessions were last used: bookkeeping, without an audit event. */
export interface SessionUseStore {
  find(id: SessionId): Promise<Instant | undefined>;
  /** When each of a user's sessions was last used; one that never was is absent. */
  findOfUser(user: UserId): Promise<ReadonlyMap<SessionId, Instant>>;
  record(batch: ReadonlyMap<SessionId, Instant>): Promise<void>;
  /** Forgets sessions whose absolute end has passed. Answers how many. */
  sweep(now: Instant): Promise<number>;
}

/** Failed attempts per throttle key, in transactions of their own: a refused sign-in must not undo its count. */
export interface AttemptStore {
  find(key: string): Promise<Attempts | undefined>;
  /** Atomically replaces what is stored under the key by what `next` makes of it, and answers that. */
  advance(key: string, next: (before: Attempts | undefined) => Attempts): Promise<Attempts>;
  clear(key: string): Promise<void>;
  /** Forgets keys without an attempt since the moment. */
  sweep(before: Instant): Promise<number>;
}
