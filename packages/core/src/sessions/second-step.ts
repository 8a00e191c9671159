import type { Secret } from '../kernel/secret.ts';
import { newChallenge } from '../second-factor/challenge.ts';
import type { PasskeyCredentialId } from '../second-factor/passkey.ts';
import { activeFactorsOf, registeredPasskeysOf } from '../second-factor/prove-factor.ts';
import { findPendingUser } from './pending-sign-in.ts';
import type { SignInPorts } from './sign-in.ts';

/** With what the second step can be taken. */
export interface SecondStep {
  readonly hasApp: boolean;
  /** Absent for who has none. */
  readonly passkeys: PasskeyRequest | undefined;
}

/** What the browser is told to ask a passkey with. */
export interface PasskeyRequest {
  readonly challenge: string;
  /** Those that will do; none named: any that knows whose it is. */
  readonly credentials: readonly PasskeyCredentialId[];
}

/**
 * What to offer in the second step. It is for who has proved the password, a moment ago: only they learn which
 * methods an account has, and the names of its passkeys.
 */
export async function readSecondStep(ports: SignInPorts, pending: Secret): Promise<SecondStep> {
  const now = ports.clock.now();
  const user = await findPendingUser(ports, pending, now);
  if (user === undefined) return { hasApp: false, passkeys: undefined };
  const { tables } = ports.store;
  const keys = await registeredPasskeysOf(tables, user.id);
  const use = { purpose: 'second step', pending: pending.reveal() } as const;
  return {
    hasApp: (await activeFactorsOf(tables, user.id)).length > 0,
    passkeys:
      keys.length === 0
        ? undefined
        : {
            challenge: newChallenge(ports, use, now),
            credentials: keys.map(({ credential }) => credential.id),
          },
  };
}
