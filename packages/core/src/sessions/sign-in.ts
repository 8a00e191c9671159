import type { AccessTables } from '../access/access-store.ts';
import type { Caller, Origin } from '../access/actor.ts';
import type { AuditTarget } from '../audit/event.ts';
import type { Transactor } from '../audit/transaction.ts';
import { hashingIsBusy } from '../identity/create-user.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import type { PasswordHasher } from '../identity/password.ts';
import { readReduction } from '../identity/two-factor-requirement.ts';
import { brokenLoginRule, loginKey, type User, userTarget } from '../identity/user.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import type { Refusal, Result } from '../refusal.ts';
import type { FactorTables } from '../second-factor/factor.ts';
import type { ProveFactorPorts } from '../second-factor/prove-factor.ts';
import type { ProvePasskeyPorts } from '../second-factor/prove-passkey.ts';
import type { PasswordResetTables } from './password-reset.ts';
import { newPendingSignIn } from './pending-sign-in.ts';
import type { Session, SessionLimits } from './session.ts';
import type { AttemptStore, SessionTables } from './session-store.ts';
import { SignInAttempts } from './sign-in-attempts.ts';
import { newSession, sessionStarted } from './start-session.ts';

export interface SignInPorts extends ProveFactorPorts, ProvePasskeyPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly passwordHasher: PasswordHasher;
  readonly limits: SessionLimits;
  readonly store: Transactor<
    UserTables & GroupTables & AccessTables & SessionTables & FactorTables & PasswordResetTables
  > & {
    readonly attempts: AttemptStore;
  };
}

export interface StartedSession {
  readonly kind: 'session';
  readonly session: Session;
  readonly user: User;
  /** For the cookie of this one answer. */
  readonly secret: Secret;
  /** Whether it is cut down until a second factor is set up: a group requires one. */
  readonly isReduced: boolean;
  /** From when on it will be, where a group announced that it will require one. */
  readonly isReducedFrom?: Instant | undefined;
}

/** The password is right, and somebody else chose it: it opens nothing but its own replacement. */
export interface PasswordChangeRequired {
  readonly kind: 'password-change-required';
}

/** The password is right, and the account has a second factor: the next step asks for it. */
export interface SecondFactorRequired {
  readonly kind: 'second-factor-required';
  /** For the next step, see `PendingSignIn`. */
  readonly pending: Secret;
}

export interface Credentials {
  readonly login: string;
  readonly password: Secret;
}

/**
 * Signs a person in with login and password. Unknown login, wrong password, banned, deleted, bot and no
 * password set take the same steps, cost the same hash and get the same words (ASVS 6.3.8).
 */
export async function signIn(
  ports: SignInPorts,
  origin: Origin,
  input: Credentials,
): Promise<Result<StartedSession | PasswordChangeRequired | SecondFactorRequired>> {
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  const proved = await provePassword(ports, caller, input);
  if (!proved.ok) return proved;
  const { user, attempts } = proved.value;
  if (user.passwordChangeRequired) {
    await attempts.succeed();
    return ok({ kind: 'password-change-required' });
  }
  if (await ports.store.tables.factors.hasActive(user.id)) {
    await attempts.succeed();
    return ok(secondFactorRequired(ports, user));
  }
  const started = await startSession(ports, caller, user);
  await settleAttempt(ports, caller, { attempts, known: user }, started);
  return started;
}

/** Somebody who knows the password of an account that may sign in, and the attempt that it was. */
export interface ProvedPassword {
  readonly user: User;
  readonly attempts: SignInAttempts;
}

/** Counts the attempt, looks at the password, and records a failure: the first half of every way to a session. */
export async function provePassword(
  ports: SignInPorts,
  caller: Caller,
  input: Credentials,
): Promise<Result<ProvedPassword>> {
  const key = loginKey(input.login).slice(0, 256);
  const attempts = new SignInAttempts(ports, key, caller.origin.address);
  const admitted = await attempts.admit();
  if (!admitted.ok) return admitted;

  // What no login can be is nobody's, and never reaches the store.
  const isLogin = brokenLoginRule(key) === undefined;
  const known = isLogin ? await ports.store.tables.users.findByLoginKey(key) : undefined;
  const right = await ports.passwordHasher.verify(input.password, known?.passwordHash);
  if (right === 'busy') {
    await attempts.takeBack();
    return refuse(hashingIsBusy);
  }
  const reason = known === undefined ? 'unknown login' : right ? unfitReason(known) : 'wrong password';
  if (known === undefined || reason !== undefined) {
    await recordSignInFailure(ports, caller, known, reason ?? '');
    return refuse(signInFailed(reason ?? ''));
  }
  return ok({ user: known, attempts });
}

export function secondFactorRequired(ports: SignInPorts, user: User): SecondFactorRequired {
  return { kind: 'second-factor-required', pending: newPendingSignIn(ports.digest, user, ports.clock.now()) };
}

function startSession(ports: SignInPorts, caller: Caller, known: User): Promise<Result<StartedSession>> {
  const { session, secret } = newSession(ports, caller.origin, known.id, { hasSecondFactor: false });
  return ports.store.change(async (tables) => {
    const user = await tables.users.find(known.id);
    // A factor that was added a moment ago is asked for already.
    const hasFactor = await tables.factors.hasActive(known.id);
    if (!isUnchanged(user, known) || hasFactor)
      return refuse(signInFailed('the account changed during sign-in'));
    await tables.sessions.insert(session);
    const value = { kind: 'session', session, user, secret } as const;
    return ok({
      value: { ...value, ...(await readReduction(tables, user.id, session.startedAt)) },
      events: [sessionStarted(session, user, caller.origin)],
      touched: [],
    });
  });
}

/** Whether the account may still sign in with what was proved a moment ago. */
export function isUnchanged(user: User | undefined, known: User): user is User {
  return (
    user !== undefined &&
    user.state.kind === 'active' &&
    user.passwordHash === known.passwordHash &&
    user.passwordChangeRequired === known.passwordChangeRequired
  );
}

/** Why the account may not sign in, for the log alone. */
export function unfitReason(user: User): string | undefined {
  if (user.kind === 'bot') return 'bots do not sign in';
  return user.state.kind === 'active' ? undefined : `the account is ${user.state.kind}`;
}

/** A failure has its event in a transaction of its own; the log never holds what was typed as a login. */
export async function recordSignInFailure(
  ports: { readonly clock: Clock; readonly store: Transactor<unknown> },
  caller: Caller,
  known: User | undefined,
  reason: string,
): Promise<void> {
  const target: AuditTarget =
    known === undefined ? { kind: 'account-name', name: '(unknown)' } : userTarget(known);
  const at: Instant = ports.clock.now();
  await ports.store.change<void>(async () =>
    ok({
      value: undefined,
      events: [{ kind: 'sign-in.failed', at, caller, subject: known?.id, target, details: { reason } }],
      touched: [],
    }),
  );
}

/** What follows from an attempt that was looked at: it is forgiven, or told to the log. */
export async function settleAttempt(
  ports: SignInPorts,
  caller: Caller,
  attempt: { readonly attempts: SignInAttempts; readonly known: User | undefined },
  started: Result<StartedSession>,
): Promise<void> {
  if (started.ok) await attempt.attempts.succeed();
  else await recordIfFailed(ports, caller, attempt.known, started);
}

/** Tells the log of a sign-in that failed in the transaction of its session, which was rolled back. */
export async function recordIfFailed(
  ports: SignInPorts,
  caller: Caller,
  known: User | undefined,
  ended: Result<unknown>,
): Promise<void> {
  if (!ended.ok && ended.refusal.kind === 'sign-in-failed')
    await recordSignInFailure(ports, caller, known, ended.refusal.internalReason);
}

export function signInFailed(internalReason: string): Refusal {
  return { kind: 'sign-in-failed', internalReason };
}
