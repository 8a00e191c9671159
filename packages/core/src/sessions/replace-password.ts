import type { Caller, Origin } from '../access/actor.ts';
import { readReduction } from '../identity/two-factor-requirement.ts';
import { userTarget } from '../identity/user.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import { hashNewPassword } from './new-password.ts';
import {
  type Credentials,
  isUnchanged,
  provePassword,
  recordIfFailed,
  type SecondFactorRequired,
  type SignInPorts,
  type StartedSession,
  secondFactorRequired,
  signInFailed,
} from './sign-in.ts';
import { newSession, openerOf, sessionStarted } from './start-session.ts';

export interface ReplacePassword extends Credentials {
  readonly newPassword: Secret;
}

/**
 * Replaces a password that somebody else chose, and signs in. The old one is asked for and throttled as at sign-in;
 * what is wrong with the new one is said only to who knows it. Every other session of the user ends, so that nobody
 * who knew the old password stays; a second factor is still asked for (ASVS 6.4.3). An account whose password is its owner's has no such way in.
 */
export async function replacePassword(
  ports: SignInPorts,
  origin: Origin,
  input: ReplacePassword,
): Promise<Result<StartedSession | SecondFactorRequired>> {
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  const proved = await provePassword(ports, caller, input);
  if (!proved.ok) return proved;
  const { user: known, attempts } = proved.value;
  await attempts.succeed();
  if (!known.passwordChangeRequired) return refuse(notRequired);

  const hash = await hashNewPassword(ports.passwordHasher, known, {
    current: input.password,
    wanted: input.newPassword,
    field: 'newPassword',
  });
  if (!hash.ok) return hash;
  const { session, secret } = newSession(ports, origin, known.id, { hasSecondFactor: false });
  const replaced = await ports.store.change<StartedSession | SecondFactorRequired>(async (tables) => {
    const before = await tables.users.find(known.id);
    if (!isUnchanged(before, known)) return refuse(signInFailed('the account changed during sign-in'));
    const user = { ...before, passwordHash: hash.value, passwordChangeRequired: false };
    await tables.users.update(user);
    await tables.passwordResets.deleteOf(user.id);
    const sessionsEnded = await tables.sessions.deleteOfUser(user.id);
    const needsFactor = await tables.factors.hasActive(user.id);
    if (!needsFactor) await tables.sessions.insert(session);
    return ok({
      value: needsFactor
        ? secondFactorRequired(ports, user)
        : {
            kind: 'session',
            session,
            user,
            secret,
            ...(await readReduction(tables, user.id, session.startedAt)),
          },
      events: [
        {
          kind: 'user.password-changed',
          at: session.startedAt,
          // Whoever has a factor to show has not shown yet who they are.
          caller: needsFactor ? caller : openerOf(session, user, origin),
          subject: user.id,
          target: userTarget(user),
          details: { sessionsEnded },
        },
        ...(needsFactor ? [] : [sessionStarted(session, user, origin)]),
      ],
      touched: [{ kind: 'user', id: user.id }],
    });
  });
  await recordIfFailed(ports, caller, known, replaced);
  return replaced;
}

const notRequired = {
  kind: 'conflict',
  rule: 'This password need not be replaced; sign in with it',
} as const;
