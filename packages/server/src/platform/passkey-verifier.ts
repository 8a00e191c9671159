import { generateKeyPairSync } from 'node:crypto';
import type { PasskeyAnswer, PasskeyCredentialId, PasskeyVerifier, PublicKey } from '@countersign/core';
import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import {
  COSEALG,
  decodeAttestationObject,
  decodeClientDataJSON,
  isoBase64URL,
  isoCBOR,
} from '@simplewebauthn/server/helpers';
import type { RelyingParty } from './relying-party.ts';

/** What passkeys may sign with: the three that every authenticator has one of. */
export const passkeyAlgorithms: readonly number[] = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

/** A credential id is 1,023 bytes at most (WebAuthn §7.1 step 25), here in base64url. */
const credentialIdLengthMax = 1_364;

/**
 * WebAuthn §7 over `@simplewebauthn/server`. The counter is not compared here: the core spends it. Where this
 * authority is no relying party, no answer fits.
 */
export function createPasskeyVerifier(party: RelyingParty | undefined): PasskeyVerifier {
  return {
    nobodysKey: newNobodysKey(),

    read(text) {
      const answer = parseAnswer(text);
      return answer && attempt(() => readAnswer(answer));
    },

    verifyRegistration(text, challenge) {
      const response = parseAnswer(text);
      return attemptLater(async () => {
        if (response === undefined || party === undefined || !isOnTop(response)) return undefined;
        const { registrationInfo } = await verifyRegistrationResponse({
          response: withoutAttestation(response as unknown as RegistrationResponseJSON),
          expectedChallenge: isoBase64URL.fromUTF8String(challenge),
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          requireUserVerification: false,
          supportedAlgorithmIDs: [...passkeyAlgorithms],
        });
        const made = registrationInfo?.credential;
        if (made === undefined || made.id !== response.id || made.id.length > credentialIdLengthMax)
          return undefined;
        const publicKey = isoBase64URL.fromBuffer(made.publicKey) as PublicKey;
        return { id: made.id as string as PasskeyCredentialId, publicKey, counter: made.counter };
      });
    },

    verifyAssertion(text, { challenge, publicKey, needsUserVerification }) {
      const response = parseAnswer(text);
      return attemptLater(async () => {
        if (response === undefined || party === undefined || !isOnTop(response)) return undefined;
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: response as unknown as AuthenticationResponseJSON,
          expectedChallenge: isoBase64URL.fromUTF8String(challenge),
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          requireUserVerification: needsUserVerification,
          credential: { id: response.id, publicKey: isoBase64URL.toBuffer(publicKey), counter: 0 },
        });
        return verified ? { counter: authenticationInfo.newCounter } : undefined;
      });
    },
  };
}

interface Answer {
  readonly id: string;
  readonly response: Readonly<Record<string, unknown>> & { readonly clientDataJSON: string };
}

/** Reads the JSON of an answer as far as both kinds have it in common; the rest is the library's to judge. */
function parseAnswer(text: string): Answer | undefined {
  const answer = attempt(() => JSON.parse(text) as unknown);
  if (!isRecord(answer) || !isRecord(answer.response)) return undefined;
  const { id, response } = answer;
  const isRead = typeof id === 'string' && id !== '' && typeof response.clientDataJSON === 'string';
  return isRead && id.length <= credentialIdLengthMax ? (answer as unknown as Answer) : undefined;
}

function readAnswer({ id, response }: Answer): PasskeyAnswer {
  const { challenge } = decodeClientDataJSON(response.clientDataJSON);
  const { userHandle } = response;
  return {
    credentialId: id as PasskeyCredentialId,
    challenge: isoBase64URL.toUTF8String(challenge),
    owner:
      typeof userHandle === 'string' && userHandle !== '' ? isoBase64URL.toUTF8String(userHandle) : undefined,
  };
}

/** Our pages are never framed: an answer from within another site's page is none of ours. */
function isOnTop({ response }: Answer): boolean {
  return decodeClientDataJSON(response.clientDataJSON).crossOrigin !== true;
}

/**
 * What an authenticator says of its make is put aside unread: none is asked for, and no certificate that somebody
 * sends should have this server fetch what it names.
 */
function withoutAttestation(answer: RegistrationResponseJSON): RegistrationResponseJSON {
  const sent = decodeAttestationObject(isoBase64URL.toBuffer(answer.response.attestationObject));
  const plain = new Map<string, Uint8Array | string | Map<string, string>>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, string>()],
    ['authData', sent.get('authData')],
  ]);
  const attestationObject = isoBase64URL.fromBuffer(new Uint8Array(isoCBOR.encode(plain)));
  return { ...answer, response: { ...answer.response, attestationObject } };
}

/** Made anew with each start, and its private half forgotten at once. */
function newNobodysKey(): PublicKey {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    format: 'jwk',
  });
  // An EC2 key for ES256 on P-256 (RFC 9053 §7.1.1).
  const key = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, COSEALG.ES256],
    [-1, 1],
    [-2, isoBase64URL.toBuffer(x)],
    [-3, isoBase64URL.toBuffer(y)],
  ]);
  return isoBase64URL.fromBuffer(new Uint8Array(isoCBOR.encode(key))) as PublicKey;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the library throws for what somebody sent says no more than that it does not fit. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

async function attemptLater<Value>(verify: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
