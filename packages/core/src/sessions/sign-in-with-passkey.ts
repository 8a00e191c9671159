import type { Caller, Origin } from '../access/actor.ts';
import { nilId, trustId, type UserId } from '../kernel/id.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { newChallenge } from '../second-factor/challenge.ts';
import { checkAssertion, spendAssertion } from '../second-factor/prove-passkey.ts';
import type { PasskeyRequest } from './second-step.ts';
import {
  type SignInPorts,
  type StartedSession,
  settleAttempt,
  signInFailed,
  unfitReason,
} from './sign-in.ts';
import { SignInAttempts } from './sign-in-attempts.ts';
import { newSession, sessionStarted } from './start-session.ts';

const use = { purpose: 'sign-in' } as const;

/** The same for every visitor: no login is asked for, and no passkey named. */
export function requestPasskey(ports: SignInPorts): PasskeyRequest {
  return { challenge: newChallenge(ports, use, ports.clock.now()), credentials: [] };
}

/**
 * Signs a person in with a passkey alone. The authenticator made sure that it is its owner: what they have and what
 * they know or are, so the session counts as opened with a second factor. A passkey that nobody has, a wrong
 * signature, an old challenge, a banned account and every other reason take the same steps and get the same words
 * (ASVS 6.3.8). A password that must be replaced plays no part: nobody signs in with it here, what made it doubtful
 * says nothing of the passkey, and it opens nothing but its replacement for as long as it stands.
 */
export async function signInWithPasskey(
  ports: SignInPorts,
  origin: Origin,
  answer: string,
): Promise<Result<StartedSession>> {
  const caller: Caller = { actor: { kind: 'anonymous' }, origin };
  const now = ports.clock.now();
  const said = ports.passkeyVerifier.read(answer);
  const attempts = new SignInAttempts(ports, said?.credentialId ?? '', origin.address, 'passkey');
  const admitted = await attempts.admit();
  if (!admitted.ok) return admitted;

  const { users, passkeys } = ports.store.tables;
  const passkey = said && (await passkeys.findByCredential(said.credentialId));
  const known = await users.find(passkey?.userId ?? nobody);
  const assertion = await checkAssertion(ports, { answer, said, passkey, use, now });
  const { session, secret } = newSession(ports, origin, known?.id ?? nobody, { hasSecondFactor: true });
  const started = await ports.store.change<StartedSession>(async (tables) => {
    if (assertion === undefined) return refuse(signInFailed('wrong passkey'));
    const user = await tables.users.find(assertion.passkey.userId);
    const reason = user === undefined ? 'no such account' : unfitReason(user);
    if (user === undefined || reason !== undefined) return refuse(signInFailed(reason ?? ''));
    const spending = await spendAssertion(tables, assertion, now);
    if (spending !== 'good') return refuse(signInFailed(spending));
    await tables.sessions.insert(session);
    return ok({
      value: { kind: 'session', session, user, secret, isReduced: false },
      events: [sessionStarted(session, user, origin, 'passkey alone')],
      touched: [],
    });
  });
  await settleAttempt(ports, caller, { attempts, known }, started);
  return started;
}

/** Whom a passkey belongs to that nobody has. */
const nobody = trustId<UserId>(nilId);
