import type { Caller, Origin } from '../access/actor.ts';
import type { AuditTarget } from '../audit/event.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { PasswordHasher } from '../identity/password.ts';
import { brokenLoginRule, loginKey, type User, userTarget } from '../identity/user.ts';
import { newId } from '../kernel/id.ts';
import { type Clock, type Instant, later } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { newTokenText } from '../kernel/token-text.ts';
import type { Refusal, Result } from '../refusal.ts';
import type { Session, SessionLimits } from './session.ts';
import type { AttemptStore, SessionTables } from './session-store.ts';
import { SignInAttempts } from './sign-in-attempts.ts';

export interface SignInPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly passwordHasher: PasswordHasher;
  readonly limits: SessionLimits;
  readonly store: Transactor<UserTables & SessionTables> & { readonly attempts: AttemptStore };
}

export interface StartedSession {
  readonly session: Session;
  readonly user: User;
  /** For the cookie of this one answer. */
  readonly secret: Secret;
}

/**
 * Signs a person in with login and password. Unknown login, wrong password, banned, deleted, bot and no
 * password set take the same steps, cost the same hash and get the same words (ASVS 6.3.8).
 */
export async function signIn(
  ports: SignInPorts,
  origin: Origin,
  input: { readonly login: string; readonly password: Secret },
): Promise<Result<StartedSession>> {
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  const key = loginKey(input.login).slice(0, 256);
  const attempts = new SignInAttempts(ports, key, origin.address);
  const admitted = await attempts.admit();
  if (!admitted.ok) return admitted;

  // What no login can be is nobody's, and never reaches the store.
  const isLogin = brokenLoginRule(key) === undefined;
  const known = isLogin ? await ports.store.tables.users.findByLoginKey(key) : undefined;
  const right = await ports.passwordHasher.verify(input.password, known?.passwordHash);
  if (right === 'busy') {
    await attempts.takeBack();
    return refuse({
      kind: 'unavailable',
      retryAfterSeconds: 2,
      internalReason: 'the password hashing queue is full',
    });
  }
  const now = ports.clock.now();
  const reason = known === undefined ? 'unknown login' : right ? unfitReason(known) : 'wrong password';
  if (known === undefined || reason !== undefined)
    return recordFailure(ports, caller, known, now, reason ?? '');

  const started = await startSession(ports, caller, known, now);
  if (started.ok) await attempts.succeed();
  return started;
}

/** A new session with a new secret; nothing of an earlier one is carried over (ASVS 7.2.4). */
function startSession(
  ports: SignInPorts,
  caller: Caller,
  known: User,
  now: Instant,
): Promise<Result<StartedSession>> {
  const secret = newTokenText('session', ports.random);
  const session: Session = {
    id: newId(ports.random),
    hash: ports.digest.secret(secret),
    userId: known.id,
    startedAt: now,
    expiresAt: later(now, ports.limits.absoluteSeconds * 1_000),
    address: caller.origin.address,
    userAgent: caller.origin.userAgent,
  };
  return ports.store.change(async (tables) => {
    const user = await tables.users.find(known.id);
    if (user === undefined || user.state.kind !== 'active' || user.passwordHash !== known.passwordHash) {
      return refuse(failed('the account changed during sign-in'));
    }
    await tables.sessions.insert(session);
    return ok({
      value: { session, user, secret },
      events: [
        {
          kind: 'session.started',
          at: now,
          caller,
          subject: user.id,
          target: { kind: 'session', id: session.id, name: user.login },
        },
      ],
      touched: [],
    });
  });
}

function unfitReason(user: User): string | undefined {
  if (user.kind === 'bot') return 'bots do not sign in';
  return user.state.kind === 'active' ? undefined : `the account is ${user.state.kind}`;
}

/** The failure has its event in a transaction of its own; the log never holds what was typed as a login. */
async function recordFailure(
  ports: SignInPorts,
  caller: Caller,
  known: User | undefined,
  at: Instant,
  reason: string,
): Promise<Result<never>> {
  const target: AuditTarget =
    known === undefined ? { kind: 'account-name', name: '(unknown)' } : userTarget(known);
  await ports.store.change<void>(async () =>
    ok({
      value: undefined,
      events: [{ kind: 'sign-in.failed', at, caller, subject: known?.id, target, details: { reason } }],
      touched: [],
    }),
  );
  return refuse(failed(reason));
}

function failed(internalReason: string): Refusal {
  return { kind: 'sign-in-failed', internalReason };
}
