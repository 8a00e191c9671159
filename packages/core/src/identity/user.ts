import { guestUserId, type UserId } from '../kernel/id.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import type { PasswordHash } from '../kernel/secret.ts';

/** An account. A person signs in; a bot only ever uses tokens that people made for it. */
export interface User {
  readonly id: UserId;
  readonly kind: 'person' | 'bot';
  readonly login: string;
  /** The one form under which logins are compared: see `loginKey`. */
  readonly loginKey: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly state: UserState;
  readonly passwordHash: PasswordHash | undefined;
  /** Whether the password must be replaced at the next sign-in: somebody else chose it. */
  readonly passwordChangeRequired: boolean;
  /** The person who answers for a bot. Without one who is active, the bot is suspended. */
  readonly ownerId: UserId | undefined;
  /** What a bot is for. */
  readonly purpose: string | undefined;
  readonly createdAt: Instant;
}

/** A deleted user stays as a tombstone, so that the name is never inherited by a stranger. */
export type UserState =
  | { readonly kind: 'active' }
  | { readonly kind: 'banned'; readonly reason: string | undefined }
  | { readonly kind: 'deleted' };

const loginForm = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/;
const reservedLogins: ReadonlySet<string> = new Set(['me', 'guest', 'system']);

/** The rule a login breaks, or nothing. Plain ASCII, so that no two logins can look alike. */
export function brokenLoginRule(login: string): string | undefined {
  if (!loginForm.test(login)) {
    return 'must be 1 to 64 letters, digits or . _ @ + - and begin with a letter or digit';
  }
  return reservedLogins.has(loginKey(login)) ? 'is a reserved name' : undefined;
}

/** The normal form of whatever somebody typed as a login: one account, one throttle, one look-up key. */
export function loginKey(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** The visitor without an account, banned for ever: the authority grants nothing to strangers. */
export const guest: User = {
  id: guestUserId,
  kind: 'person',
  login: 'guest',
  loginKey: 'guest',
  name: 'Guest',
  email: undefined,
  state: { kind: 'banned', reason: undefined },
  passwordHash: undefined,
  passwordChangeRequired: false,
  ownerId: undefined,
  purpose: undefined,
  createdAt: instant(0),
};

/** Whether anybody can sign in with the account at all. Who never had a password has no way to one. */
export function canSignIn({ kind, state, passwordHash }: User): boolean {
  return kind === 'person' && state.kind === 'active' && passwordHash !== undefined;
}

/** The user as an audit event names it. */
export function userTarget(user: User) {
  return { kind: 'user', id: user.id, name: user.login } as const;
}
