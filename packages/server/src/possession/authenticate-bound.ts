import type { IncomingMessage } from 'node:http';
import { type Authenticated, authenticateBearer, type Result, refuse } from '@countersign/core';
import type { Authority } from '../authority.ts';
import { claimProof } from './claim-proof.ts';
import { verifyProof, wrong } from './verify-proof.ts';

/**
 * Turns a token that came with a proof of its key to the authority's own API into an actor (RFC 9449 §7.1). The proof is
 * marked as used last: whoever has no token that is good here makes the store write nothing.
 */
export async function authenticateBound(
  authority: Authority,
  request: IncomingMessage,
  token: string,
): Promise<Result<Authenticated>> {
  const { settings, clock, digest, proofNonces: nonces } = authority;
  const proof = await verifyProof({ digest, nonces }, request.headersDistinct.dpop ?? [], {
    method: request.method ?? '',
    address: settings.publicUrl.origin + (request.url ?? '/'),
    token,
    now: clock.now(),
  });
  if (!proof.ok) return proof;
  const { keyThumbprint, jti } = proof.value;
  const known = await authenticateBearer(authority, token, { kind: 'proved', keyThumbprint });
  if (!known.ok) return known;
  const isFirst = await claimProof(authority, JSON.stringify([keyThumbprint, jti]));
  return isFirst ? known : refuse(wrong('DPoP must not be a proof that was used before'));
}
