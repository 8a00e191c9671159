import { dayMilliseconds, hasPassed, type Instant, later } from '../kernel/instant.ts';

/** A key that signs identity tokens, as the store keeps it: encrypted under the key ring. */
export interface SigningKey {
  /** What a token names it by. */
  readonly id: string;
  readonly encrypted: string;
  readonly createdAt: Instant;
}

/** Keys that sign identity tokens. All nodes share them. */
export interface SigningKeyStore {
  /** Newest first. */
  list(): Promise<readonly SigningKey[]>;
  /** Keeps it as the newest. */
  insert(key: SigningKey): Promise<void>;
  forget(ids: readonly string[]): Promise<void>;
}

export interface SigningKeyTables {
  readonly signingKeys: SigningKeyStore;
}

/** The first of them: it is there before the authority is founded, and so before its log begins. */
export interface FirstSigningKey {
  /** Keeps the key where there is none. False where there is: of nodes that start at once, one wins. */
  keepFirst(key: SigningKey): Promise<boolean>;
}

/** How old the newest key is when the next one is made. */
export const signingKeyDays = 90;

/** For how long a new key is published before it signs: verifiers and nodes that remember keys have read it by then. */
export const announcedDays = 2;

/** For how long a key is published after another one took over: what it signed last is past by then. */
export const publishedAfterDays = 7;

/** Whether the next key is to be made. */
export function isNextKeyDue([newest]: readonly SigningKey[], now: Instant): boolean {
  return newest === undefined || hasPassed(daysAfter(newest.createdAt, signingKeyDays), now);
}

/** The keys to publish, the one that signs first; of those that follow it, newest first. */
export function publishedKeys(keys: readonly SigningKey[], now: Instant): readonly SigningKey[] {
  const signing = signingKey(keys, now);
  if (signing === undefined) return [];
  const past = new Set(pastKeys(keys, now));
  return [signing, ...keys.filter((key) => key !== signing && !past.has(key.id))];
}

/** The keys that nobody needs any more. */
export function pastKeys(keys: readonly SigningKey[], now: Instant): readonly string[] {
  const signing = signingKey(keys, now);
  if (signing === undefined) return [];
  const isLongEnough = hasPassed(daysAfter(signing.createdAt, announcedDays + publishedAfterDays), now);
  return isLongEnough ? keys.slice(keys.indexOf(signing) + 1).map(({ id }) => id) : [];
}

/** The newest that was announced for long enough; where none was, the oldest there is. */
function signingKey(keys: readonly SigningKey[], now: Instant): SigningKey | undefined {
  return keys.find(({ createdAt }) => hasPassed(daysAfter(createdAt, announcedDays), now)) ?? keys.at(-1);
}

function daysAfter(at: Instant, days: number): Instant {
  return later(at, days * dayMilliseconds);
}
