import type { PasskeyRequest, StartedPasskey } from '@countersign/core';
import { passkeyAlgorithms } from '../../platform/passkey-verifier.ts';
import type { RelyingParty } from '../../platform/relying-party.ts';
import { type Html, html } from './html.ts';

/** What the browser is asked, as the script reads it: WebAuthn's own options, with bytes in base64url. */
export type PasskeyQuestion =
  | { readonly kind: 'create'; readonly options: object }
  | { readonly kind: 'get'; readonly options: object };

export interface PasskeyForm {
  readonly action: string;
  readonly question: PasskeyQuestion;
  readonly label: string;
  /** Fields that are sent beside the answer. */
  readonly fields?: Html | undefined;
  /** What to do when the browser or its owner gave no answer. */
  readonly otherwise: string;
  readonly isQuiet?: boolean;
}

/**
 * A form whose button asks for a passkey. It is hidden until the script has it ready; until then, and without the
 * script for ever, a sentence stands in its place.
 */
export function passkeyForm({ action, question, label, fields, otherwise, isQuiet }: PasskeyForm): Html {
  return html`<form method="post" action="${action}" data-passkey="${question.kind}" data-options="${JSON.stringify(question.options)}"
  data-failed="No passkey was used. ${otherwise}" data-known="You have added this one already. ${otherwise}" hidden>
  ${fields}
  <input type="hidden" name="passkey" value="" />
  <p class="notice" data-tone="danger" role="alert" hidden></p>
  <button class="${isQuiet ? 'button button-quiet' : 'button'}" type="submit">${label}</button>
</form>
<p class="aside" data-without-passkeys="">Passkeys need JavaScript, and a browser that knows them.</p>`;
}

/** Stands in the place of a passkey's form where browsers ask for none: in a frame (WebAuthn §5.10). */
export function passkeysElsewhere(wayOut: string): Html {
  return html`<p class="aside">Passkeys need a window of their own: <a href="${wayOut}" target="_top">sign in there</a>.</p>`;
}

/** For signing in; with no login before it, the authenticator must make sure that it is its owner. */
export function askForPasskey(
  { id }: RelyingParty,
  { challenge, credentials }: PasskeyRequest,
): PasskeyQuestion {
  return {
    kind: 'get',
    options: {
      challenge: bytesInText(challenge),
      rpId: id,
      timeout: timeoutMilliseconds,
      allowCredentials: credentials.map(publicKeyCredential),
      userVerification: credentials.length === 0 ? 'required' : 'preferred',
    },
  };
}

/** For adding one. No word of its maker is asked for, and any kind of authenticator will do. */
export function askForNewPasskey(
  { id }: RelyingParty,
  { challenge, owner, known }: Omit<StartedPasskey, 'passkey' | 'recoveryCodes'>,
): PasskeyQuestion {
  return {
    kind: 'create',
    options: {
      challenge: bytesInText(challenge),
      rp: { id, name: id },
      user: { id: bytesInText(owner.id), name: owner.login, displayName: owner.name },
      pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
      timeout: timeoutMilliseconds,
      excludeCredentials: known.map(publicKeyCredential),
      authenticatorSelection: {
        residentKey: 'preferred',
        requireResidentKey: false,
        userVerification: 'preferred',
      },
      attestation: 'none',
    },
  };
}

/** How long a browser waits for a touch: shorter than the challenge is good. */
const timeoutMilliseconds = 300_000;

function publicKeyCredential(id: string) {
  return { type: 'public-key', id };
}

function bytesInText(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
