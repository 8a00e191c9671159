import type { UserTables } from '../identity/identity-store.ts';
import type { User } from '../identity/user.ts';
import { parseId, type UserId } from '../kernel/id.ts';
import { hasPassed, type Instant, instant, later, minuteMilliseconds } from '../kernel/instant.ts';
import { type Digest, Secret } from '../kernel/secret.ts';

/**
 * What the browser holds between the password and the second factor: who it is, until when, and a keyed hash of
 * both with the password hash they were proved against. It is no session and opens nothing but the next step,
 * which takes a code that is good once; a new password makes it worthless, and so does that the old one must be
 * replaced. Nothing of it is stored.
 */
export interface PendingSignIn {
  readonly userId: UserId;
  readonly expiresAt: Instant;
  readonly mac: string;
}

/** Long enough to find a phone. */
const secondStepWithin = 10 * minuteMilliseconds;

export function newPendingSignIn(digest: Digest, user: User, now: Instant): Secret {
  const expiresAt = later(now, secondStepWithin);
  return new Secret(`${user.id}.${expiresAt}.${macOf(digest, user, expiresAt)}`);
}

/** Reads what a form brought back. Absent for whatever is no such text, or is too late. */
export function readPendingSignIn(text: string, now: Instant): PendingSignIn | undefined {
  if (text.length > 200) return undefined;
  const [id = '', end = '', mac = '', ...rest] = text.split('.');
  const userId = parseId<UserId>(id);
  if (userId === undefined || !/^[0-9]{1,15}$/.test(end) || mac === '' || rest.length > 0) return undefined;
  const expiresAt = instant(Number(end));
  return hasPassed(expiresAt, now) ? undefined : { userId, expiresAt, mac };
}

/**
 * Whose sign-in it continues, if the authority gave it out for the account as it is now, and that may sign in. A
 * password that must be replaced meanwhile opens nothing but its own replacement, half-used before or not: whoever
 * makes its owner replace it may know that it leaked.
 */
export async function findPendingUser(
  { digest, store }: { readonly digest: Digest; readonly store: { readonly tables: UserTables } },
  pending: Secret,
  now: Instant,
): Promise<User | undefined> {
  const read = readPendingSignIn(pending.reveal(), now);
  const known = read && (await store.tables.users.find(read.userId));
  if (read === undefined || known?.state.kind !== 'active' || known.passwordChangeRequired) return undefined;
  return isGenuine(digest, read, known) ? known : undefined;
}

/** Whether the authority gave it out for this account as it is now. */
export function isGenuine(digest: Digest, pending: PendingSignIn, user: User): boolean {
  return new Secret(pending.mac).equals(new Secret(macOf(digest, user, pending.expiresAt)));
}

function macOf(digest: Digest, user: User, expiresAt: Instant): string {
  return digest.keyed('pending sign-in', JSON.stringify([user.id, expiresAt, user.passwordHash ?? '']));
}
