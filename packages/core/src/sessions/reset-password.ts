import type { AccessTables } from '../access/access-store.ts';
import type { Caller, Origin } from '../access/actor.ts';
import type { TouchedFact, Transactor } from '../audit/transaction.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { PasswordHasher } from '../identity/password.ts';
import { type User, userTarget } from '../identity/user.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { notFound, type Result } from '../refusal.ts';
import { type CredentialTables, endCredentials } from './end-credentials.ts';
import { hashNewPassword } from './new-password.ts';
import { readReset } from './read-reset.ts';

export interface ResetPasswordPorts {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly passwordHasher: PasswordHasher;
  readonly store: Transactor<UserTables & AccessTables & CredentialTables>;
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
 * that is unknown, spent, replaced, too old, of an account that cannot sign in, or that its author could not make any
 * more gets one answer.
 */
export async function resetPassword(
  ports: ResetPasswordPorts,
  origin: Origin,
  input: ResetPassword,
): Promise<Result<void>> {
  const now = ports.clock.now();
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  const known = await readReset(ports.digest, ports.store.tables, input.link, now);
  if (known === undefined) return refuse(noSuchLink);
  const hash = await hashNewPassword(ports.passwordHasher, known.user, {
    current: undefined,
    wanted: input.newPassword,
    field: 'newPassword',
  });
  if (!hash.ok) return hash;
  return ports.store.change<void>(async (tables) => {
    const standing = await readReset(ports.digest, tables, input.link, now);
    if (standing === undefined) return refuse(noSuchLink);
    const { user, reset } = standing;
    if (!(await tables.passwordResets.spend(user.id, reset.hash))) return refuse(noSuchLink);
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
  const known = await readReset(ports.digest, ports.store.tables, link, ports.clock.now());
  return known?.user;
}

const noSuchLink = notFound('password reset link');
