import { type Digest, type Instant, ok, type Refusal, type Result, refuse } from '@countersign/core';
import { calculateJwkThumbprint, EmbeddedJWK, type JWTVerifyResult, jwtVerify } from 'jose';
import { proofAlgorithms } from './proof-algorithms.ts';
import type { ProofNonces } from './proof-nonces.ts';

/** How far the clock of a client may be from ours, before it is asked for a nonce in its place; as the engine has it. */
export const proofWindowSeconds = 300;

/** What a proof must be made for. */
export interface ProofDemand {
  readonly method: string;
  /** The address that was asked, as clients know it, without its query. */
  readonly address: string;
  /** The token beside it. */
  readonly token: string;
  readonly now: Instant;
}

export interface Proof {
  /** Of the key that it proves (RFC 7638). */
  readonly keyThumbprint: string;
  /** What it goes by, once: see `claimProof`. */
  readonly jti: string;
}

export interface ProofPorts {
  readonly digest: Digest;
  readonly nonces: ProofNonces;
}

/**
 * Reads the proof that a request carries, `headers` being every `DPoP` header of it, and checks it as RFC 9449 §4.3 has
 * it, in its order. That it was used once and no more, and that its key is the one of the token, is asked by whoever
 * knows those. Never writes.
 */
export async function verifyProof(
  { digest, nonces }: ProofPorts,
  headers: readonly string[],
  demand: ProofDemand,
): Promise<Result<Proof>> {
  const [header] = headers;
  if (header === undefined || headers.length > 1) return refuse(wrong('DPoP must be sent, and once'));
  const signed = await readSigned(header, demand.now);
  if (!signed.ok) return signed;
  const { payload, protectedHeader } = signed.value;
  const { jti, iat, htm, htu, ath, nonce } = payload;
  if (typeof jti !== 'string' || jti === '') return refuse(wrong('jti must be a text'));
  if (typeof iat !== 'number') return refuse(wrong('iat must be a number'));
  if (htm !== demand.method) return refuse(wrong('htm must be the method of the request'));
  if (addressOf(htu) !== addressOf(demand.address))
    return refuse(wrong('htu must be the address of the request'));
  if (ath !== digest.text(demand.token)) return refuse(wrong('ath must be the hash of the token'));
  const untimely = checkTime({ iat, nonce }, demand.now, nonces);
  if (untimely !== undefined) return refuse(untimely);
  return ok({ keyThumbprint: await calculateJwkThumbprint(protectedHeader.jwk ?? {}), jti });
}

/**
 * The signature, by the key that stands in the proof itself; the type, the algorithm and that the key is a public one with
 * it. The library refuses extensions that it does not know (RFC 7515 §4.1.11), and RSA keys below 2048 bits.
 */
async function readSigned(proof: string, now: Instant): Promise<Result<JWTVerifyResult>> {
  try {
    const options = { typ: 'dpop+jwt', algorithms: [...proofAlgorithms], currentDate: new Date(now) };
    return ok(await jwtVerify(proof, EmbeddedJWK, options));
  } catch {
    // Not only the library's own errors: what a key is made of comes to light where it is imported.
    return refuse(wrong('DPoP must be a proof of type dpop+jwt, signed with the public key in it'));
  }
}

/** A nonce of ours says by itself that the proof is new; without one the client's clock does (RFC 9449 §11.1). */
function checkTime(
  { iat, nonce }: { readonly iat: number; readonly nonce: unknown },
  now: Instant,
  nonces: ProofNonces,
): Refusal | undefined {
  if (nonce !== undefined && typeof nonce !== 'string') return wrong('nonce must be a text');
  if (nonce !== undefined) return nonces.isGood(nonce, now) ? undefined : nonceWanted;
  return Math.abs(now / 1_000 - iat) <= proofWindowSeconds ? undefined : nonceWanted;
}

/** As RFC 9449 §4.3 compares them: without query and fragment, and with the forms of RFC 3986 §6.2 that mean the same. */
function addressOf(text: unknown): string | undefined {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  if (url === null) return undefined;
  url.search = '';
  url.hash = '';
  return url.href;
}

const nonceWanted: Refusal = { kind: 'nonce-wanted' };

export function wrong(rule: string): Refusal {
  return { kind: 'proof-refused', rule };
}
