import type { Caller, Origin } from '../access/actor.ts';
import type { AuditEntry } from '../audit/event.ts';
import { type User, userTarget } from '../identity/user.ts';
import type { UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import type { Refusal, Result } from '../refusal.ts';
import type { FactorTables } from '../second-factor/factor.ts';
import { type Proof, proveFactor } from '../second-factor/prove-factor.ts';
import { checkAssertion, spendAssertion } from '../second-factor/prove-passkey.ts';
import { findPendingUser } from './pending-sign-in.ts';
import {
  isUnchanged,
  type SignInPorts,
  type StartedSession,
  settleAttempt,
  signInFailed,
} from './sign-in.ts';
import { SignInAttempts } from './sign-in-attempts.ts';
import { newSession, openerOf, sessionStarted } from './start-session.ts';

export interface CompleteSignIn {
  /** What the first step answered. */
  readonly pending: Secret;
  readonly shown: ShownFactor;
}

export type ShownFactor =
  /** A code of an app, or a recovery code, as it was typed. */
  | { readonly kind: 'code'; readonly code: string }
  /** What the browser answered for a passkey. */
  | { readonly kind: 'passkey'; readonly answer: string };

/**
 * The second half of signing in. What was shown is spent in the transaction that starts the session, so that of two
 * at once one gets in (ASVS 6.5.1); failures are counted before it is looked at and in transactions of their
 * own, so that no refusal takes a count back, under one key for the account, however its login was typed.
 */
export async function completeSignIn(
  ports: SignInPorts,
  origin: Origin,
  { pending, shown }: CompleteSignIn,
): Promise<Result<StartedSession>> {
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  const now = ports.clock.now();
  const known = await findPendingUser(ports, pending, now);
  if (known === undefined) return refuse(signInExpired);

  const attempts = new SignInAttempts(ports, known.loginKey, origin.address, 'second factor');
  const admitted = await attempts.admit();
  if (!admitted.ok) return admitted;
  const prove = await examine(ports, { pending, shown }, now);
  const { session, secret } = newSession(ports, origin, known.id, { hasSecondFactor: true });
  const started = await ports.store.change<StartedSession>(async (tables) => {
    const user = await tables.users.find(known.id);
    if (!isUnchanged(user, known)) return refuse(signInExpired);
    const proof = await prove(tables, user.id);
    if (typeof proof === 'string') return refuse(signInFailed(proof));
    await tables.sessions.insert(session);
    return ok({
      value: { kind: 'session', session, user, secret, isReduced: false },
      events: [
        sessionStarted(session, user, origin),
        ...recovery(proof, user, openerOf(session, user, origin), session.startedAt),
      ],
      touched: [],
    });
  });
  await settleAttempt(ports, caller, { attempts, known }, started);
  return started;
}

/** What is left to do in the transaction: the proof, spent, or why it is none. */
type Prove = (tables: FactorTables, user: UserId) => Promise<Proof | string>;

/** Does all that needs no transaction: a signature is verified while nobody waits. */
async function examine(ports: SignInPorts, { pending, shown }: CompleteSignIn, now: Instant): Promise<Prove> {
  if (shown.kind === 'code')
    return async (tables, user) =>
      (await proveFactor(ports, tables, { user, typed: shown.code, now })) ?? 'wrong second factor';
  const said = ports.passkeyVerifier.read(shown.answer);
  const passkey = said && (await ports.store.tables.passkeys.findByCredential(said.credentialId));
  const use = { purpose: 'second step', pending: pending.reveal() } as const;
  const assertion = await checkAssertion(ports, { answer: shown.answer, said, passkey, use, now });
  return async (tables, user) => {
    if (assertion?.passkey.userId !== user) return 'wrong second factor';
    const spending = await spendAssertion(tables, assertion, now);
    return spending === 'good' ? { kind: 'passkey', factor: assertion.passkey } : spending;
  };
}

/** That a recovery code is gone is told of on its own: its owner should know, and soon make new ones. */
function recovery(proof: Proof, user: User, caller: Caller, at: Instant): readonly AuditEntry[] {
  if (proof.kind !== 'recovery-code') return [];
  const details = { codesLeft: proof.codesLeft };
  return [{ kind: 'recovery-code.used', at, caller, subject: user.id, target: userTarget(user), details }];
}

/** The first step is too long ago, or the account is no longer what it was then. */
const signInExpired: Refusal = { kind: 'sign-in-expired' };
