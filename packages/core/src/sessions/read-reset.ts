import { type AccessTables, permissionsOf } from '../access/access-store.ts';
import type { Actor } from '../access/actor.ts';
import { checkReset } from '../identity/check-reset.ts';
import type { UserTables } from '../identity/identity-store.ts';
import { readTargetUser } from '../identity/target-user.ts';
import type { User } from '../identity/user.ts';
import { nilId, type SessionId, trustId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Digest } from '../kernel/secret.ts';
import { parseTokenText } from '../kernel/token-text.ts';
import { isResetLive, type PasswordReset, type PasswordResetTables } from './password-reset.ts';

/** A link that would be taken, and whose password it would set. */
export interface StandingReset {
  readonly reset: PasswordReset;
  readonly user: User;
}

/**
 * What a link stands for, if it would be taken now. Its author must still be there and could still make it: a link
 * that was made for somebody weak is worth nothing once they are strong, and falls with its author's rights. Shape
 * comes first: what cannot be of a link is never looked up.
 */
export async function readReset(
  digest: Digest,
  tables: UserTables & AccessTables & PasswordResetTables,
  link: string,
  now: Instant,
): Promise<StandingReset | undefined> {
  const secret = parseTokenText('resetLink', link);
  const reset = secret && (await tables.passwordResets.findByHash(digest.secret(secret)));
  if (reset === undefined || !isResetLive(reset, now)) return undefined;
  const author = await authorNow(tables, reset.author);
  const user = author && checkReset(author, await readTargetUser(tables, reset.userId));
  return user?.ok ? { reset, user: user.value } : undefined;
}

/**
 * The author with all that they hold now. The session in which they made it may have ended since, and whether it was
 * cut down was asked then: a full one that is nobody's stands for it.
 */
async function authorNow(
  tables: UserTables & AccessTables,
  author: PasswordReset['author'],
): Promise<Actor | undefined> {
  if (author === 'system') return { kind: 'system' };
  const user = await tables.users.find(author);
  if (user?.state.kind !== 'active') return undefined;
  const { id: userId, login } = user;
  const via = { kind: 'session', id: trustId<SessionId>(nilId) } as const;
  return { kind: 'user', userId, login, via, permissions: await permissionsOf(tables, userId) };
}
