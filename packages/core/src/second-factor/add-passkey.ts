import { type Actor, type Caller, sessionOf } from '../access/actor.ts';
import { authorizeAddFactor } from '../access/authorize-credentials.ts';
import { changeAs } from '../identity/change-as.ts';
import type { User } from '../identity/user.ts';
import { type FactorId, newId, type UserId } from '../kernel/id.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import type { AddFactorPorts } from './add-factor.ts';
import { beginFactor, factorTarget, keepRecoveryCodes } from './begin-factor.ts';
import { type ChallengeUse, newChallenge, readChallenge } from './challenge.ts';
import { completeFactor } from './complete-factor.ts';
import {
  isRegistered,
  type Passkey,
  type PasskeyCredentialId,
  type PasskeyVerifier,
  type RegisteredPasskey,
} from './passkey.ts';
import { newRecoveryCodes } from './recovery-code.ts';

export interface AddPasskeyPorts extends AddFactorPorts {
  readonly passkeyVerifier: PasskeyVerifier;
}

/** What the browser is told to make a passkey with. */
export interface StartedPasskey {
  readonly passkey: Passkey;
  readonly owner: Pick<User, 'id' | 'login' | 'name'>;
  readonly challenge: string;
  /** Those that there are: an authenticator that holds one of them makes no other. */
  readonly known: readonly PasskeyCredentialId[];
  /** Absent for who has recovery codes already: those stay good. Shown by this one answer. */
  readonly recoveryCodes: readonly Secret[] | undefined;
}

/**
 * Begins to add a passkey or a security key for oneself. It guards nothing before the key was shown. With the first
 * factor of either kind come the recovery codes.
 */
export async function startPasskey(
  ports: AddPasskeyPorts,
  caller: Caller,
  input: { readonly userId: UserId; readonly name: string },
): Promise<Result<StartedPasskey>> {
  const now = ports.clock.now();
  const id = newId<FactorId>(ports.random);
  const codes = newRecoveryCodes(ports.random);
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeAddFactor(actor, input.userId, now);
    if (!may.ok) return may;
    const user = await tables.users.find(input.userId);
    if (user === undefined) return refuse(notFound('user'));
    const begun = await beginFactor(tables, { ...input, kind: 'passkey' });
    if (!begun.ok) return begun;
    const { isFirst } = begun.value;

    const passkey: Passkey = {
      id,
      userId: user.id,
      name: input.name,
      addedAt: now,
      credential: undefined,
    };
    await tables.passkeys.insert(passkey);
    if (isFirst) await keepRecoveryCodes(tables, ports.digest, user.id, codes);
    const known = (await tables.passkeys.listOf(user.id)).filter(isRegistered);
    return ok({
      value: {
        passkey,
        owner: user,
        challenge: newChallenge(ports, addingOf(actor, passkey), now),
        known: known.map(({ credential }) => credential.id),
        recoveryCodes: isFirst ? codes : undefined,
      },
      events: [{ kind: 'factor.started', at: now, caller, subject: user.id, target: factorTarget(passkey) }],
      touched: [],
    });
  });
}

/** Completes the passkey that was started, by what the browser made, in the same session. */
export async function confirmPasskey(
  ports: AddPasskeyPorts,
  caller: Caller,
  input: { readonly userId: UserId; readonly answer: string },
): Promise<Result<RegisteredPasskey>> {
  const now = ports.clock.now();
  const said = ports.passkeyVerifier.read(input.answer);
  // What the answer is worth is found out before the transaction, which others wait for.
  const shown = said && (await ports.passkeyVerifier.verifyRegistration(input.answer, said.challenge));
  return changeAs(ports, caller, async (tables, actor) => {
    const may = authorizeAddFactor(actor, input.userId, now);
    if (!may.ok) return may;
    const user = await tables.users.find(input.userId);
    if (user === undefined) return refuse(notFound('user'));
    const begun = (await tables.passkeys.listOf(user.id)).find((passkey) => !isRegistered(passkey));
    const challenge =
      said && begun && readChallenge(ports.digest, said.challenge, addingOf(actor, begun), now);
    if (shown === undefined || begun === undefined || challenge === undefined) return refuse(notAccepted);
    if (!(await tables.passkeys.spendChallenge(challenge.nonce, challenge.expiresAt)))
      return refuse(notAccepted);
    // Whose it is else is nobody's to learn (WebAuthn §7.1 step 26).
    if ((await tables.passkeys.findByCredential(shown.id)) !== undefined) return refuse(notAccepted);

    const { id: credentialId, publicKey, counter } = shown;
    const passkey = { ...begun, credential: { id: credentialId, publicKey } };
    await tables.passkeys.update(passkey);
    await tables.passkeys.spendCounter(passkey.id, counter, now);
    const added = await completeFactor(tables, { actor, caller, user, factor: passkey, at: now });
    return ok({ value: passkey, events: [added], touched: [{ kind: 'user', id: user.id }] });
  });
}

/** Nobody adds a passkey without a session: a credential that is none has no text here, and fits no challenge. */
function addingOf(actor: Actor, passkey: Passkey): ChallengeUse {
  return { purpose: 'adding', session: sessionOf(actor) ?? '', passkey: passkey.id };
}

/** One text for whatever it was. */
const notAccepted = malformed('passkey', 'was not accepted; begin again');
