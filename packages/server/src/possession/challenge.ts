import { proofAlgorithms } from './proof-algorithms.ts';

/** Why a token that is bound to a key is not good as it came (RFC 9449 §7.1, RFC 6750 §3.1). */
export type ProofError = 'invalid_token' | 'invalid_dpop_proof' | 'use_dpop_nonce';

/** `WWW-Authenticate` for tokens that are bound to a key (RFC 9449 §7.1). */
export function dpopChallenge(error: ProofError, description?: string): string {
  const text = description === undefined ? '' : `, error_description="${description}"`;
  return `DPoP realm="Countersign", error="${error}"${text}, algs="${proofAlgorithms.join(' ')}"`;
}
