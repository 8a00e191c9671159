import type { Caller, Origin } from '../access/actor.ts';
import type { AuditEntry } from '../audit/event.ts';
import { type User, userTarget } from '../identity/user.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import type { Refusal, Result } from '../refusal.ts';
import { type Proof, proveFactor } from '../second-factor/prove-factor.ts';
import { isGenuine, readPendingSignIn } from './pending-sign-in.ts';
import {
  isUnchanged,
  recordSignInFailure,
  type SignInPorts,
  type StartedSession,
  signInFailed,
} from './sign-in.ts';
import { SignInAttempts } from './sign-in-attempts.ts';
import { newSession, sessionStarted } from './start-session.ts';

export interface CompleteSignIn {
  /** What the first step answered. */
  readonly pending: Secret;
  /** A code of an app, or a recovery code. */
  readonly code: string;
}

/**
 * The second half of signing in. The code is spent in the transaction that starts the session, so that of two at
 * once one gets in (ASVS 6.5.1); failures are counted before the code is looked at and in transactions of their
 * own, so that no refusal takes a count back, under one key for the account, however its login was typed.
 */
export async function completeSignIn(
  ports: SignInPorts,
  origin: Origin,
  input: CompleteSignIn,
): Promise<Result<StartedSession>> {
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  const now = ports.clock.now();
  const pending = readPendingSignIn(input.pending.reveal(), now);
  const known = pending && (await ports.store.tables.users.find(pending.userId));
  if (known?.state.kind !== 'active' || pending === undefined || !isGenuine(ports.digest, pending, known))
    return refuse(signInExpired);

  const attempts = new SignInAttempts(ports, known.loginKey, origin.address, 'second factor');
  const admitted = await attempts.admit();
  if (!admitted.ok) return admitted;
  const { session, secret } = newSession(ports, origin, known.id, { hasSecondFactor: true });
  const started = await ports.store.change<StartedSession>(async (tables) => {
    const user = await tables.users.find(known.id);
    if (!isUnchanged(user, known)) return refuse(signInExpired);
    const proof = await proveFactor(ports, tables, { user: user.id, typed: input.code, now });
    if (proof === undefined) return refuse(signInFailed('wrong code'));
    await tables.sessions.insert(session);
    return ok({
      value: { kind: 'session', session, user, secret, isReduced: false },
      events: [sessionStarted(session, user, caller), ...recovery(proof, user, caller, session.startedAt)],
      touched: [],
    });
  });
  if (started.ok) await attempts.succeed();
  else if (started.refusal.kind === 'sign-in-failed')
    await recordSignInFailure(ports, caller, known, 'wrong second factor');
  return started;
}

/** That a recovery code is gone is told of on its own: its owner should know, and soon make new ones. */
function recovery(proof: Proof, user: User, caller: Caller, at: AuditEntry['at']): readonly AuditEntry[] {
  if (proof.kind !== 'recovery-code') return [];
  const details = { codesLeft: proof.codesLeft };
  return [{ kind: 'recovery-code.used', at, caller, subject: user.id, target: userTarget(user), details }];
}

/** The first step is too long ago, or the account is no longer what it was then. */
const signInExpired: Refusal = { kind: 'sign-in-expired' };
