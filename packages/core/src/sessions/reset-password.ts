import type { Caller, Origin } from '../access/actor.ts';
import type { TouchedFact, Transactor } from '../audit/transaction.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { PasswordHasher } from '../identity/password.ts';
import { type User, userTarget } from '../identity/user.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { parseTokenText } from '../kernel/token-text.ts';
import { notFound, type Result } from '../refusal.ts';
import { type CredentialTables, endCredentials } from './end-credentials.ts';
import { hashNewPassword } from './new-password.ts';
import { isResetLive, type PasswordReset } from './password-reset.ts';

export interface ResetPasswordPorts {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly passwordHasher: PasswordHasher;
  readonly store: Transactor<UserTables & CredentialTables>;
}

export interface ResetPassword {
  /** What the link carries, as the form brought it back. */
  readonly link: string;
  readonly newPassword: Secret;
  /** Whether the tokens end as well, as they must where the password was not only forgotten. */
  readonly endsTokens: boolean;
}

/**
 * Sets a new password with a link, once, and ends every session of its owner, with their tokens unless they keep
 * them. It opens no session: signing in comes after, and asks for the second factor as ever (ASVS 6.4.3). A link
 * that is unknown, spent, replaced, too old or of an account that cannot sign in gets one answer.
 */
export async function resetPassword(
  ports: ResetPasswordPorts,
  origin: Origin,
  input: ResetPassword,
): Promise<Result<void>> {
  const now = ports.clock.now();
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  const known = await readReset(ports, ports.store.tables, input.link, now);
  if (known === undefined) return refuse(noSuchLink);
  const hash = await hashNewPassword(ports.passwordHasher, known.user, {
    current: undefined,
    wanted: input.newPassword,
    field: 'newPassword',
  });
  if (!hash.ok) return hash;
  return ports.store.change<void>(async (tables) => {
    const user = await tables.users.find(known.user.id);
    const isSpent = user !== undefined && (await tables.passwordResets.spend(user.id, known.reset.hash));
    if (!isSpent || user.state.kind !== 'active') return refuse(noSuchLink);
    await tables.users.update({ ...user, passwordHash: hash.value, passwordChangeRequired: false });
    const ending = { userId: user.id, at: now, by: user.id } as const;
    const { counts, touched } = input.endsTokens
      ? await endCredentials(tables, ending)
      : await endSessions(tables, user);
    return ok({
      value: undefined,
      events: [
        {
          kind: 'password-reset.used',
          at: now,
          caller,
          subject: user.id,
          target: userTarget(user),
          details: { tokensEnded: counts.tokens, sessionsEnded: counts.sessions },
        },
      ],
      touched,
    });
  });
}

async function endSessions(tables: CredentialTables, user: User) {
  const touched: readonly TouchedFact[] = [{ kind: 'user', id: user.id }];
  return { counts: { tokens: 0, sessions: await tables.sessions.deleteOfUser(user.id) }, touched };
}

/** Whose password a link would set, as long as it would be taken: looking at it spends nothing. */
export async function findResetOwner(
  ports: Pick<ResetPasswordPorts, 'clock' | 'digest' | 'store'>,
  link: string,
): Promise<User | undefined> {
  const known = await readReset(ports, ports.store.tables, link, ports.clock.now());
  return known?.user;
}

/** Shape first: what cannot be of a link is never looked up. */
async function readReset(
  { digest }: { readonly digest: Digest },
  tables: UserTables & CredentialTables,
  link: string,
  now: Instant,
): Promise<{ readonly reset: PasswordReset; readonly user: User } | undefined> {
  const secret = parseTokenText('resetLink', link);
  const reset = secret && (await tables.passwordResets.findByHash(digest.secret(secret)));
  if (reset === undefined || !isResetLive(reset, now)) return undefined;
  const user = await tables.users.find(reset.userId);
  return user?.state.kind === 'active' && user.kind === 'person' ? { reset, user } : undefined;
}

const noSuchLink = notFound('password reset link');
