import { type AuditHead, ChainVerifier } from '@countersign/core';
import type { ExistingAuthority } from '../compose.ts';

/** Follows the whole chain, from the first event to the end; holds it to what is known of it from elsewhere. */
export async function verifyChain(
  { store, digest }: ExistingAuthority,
  stop: AbortSignal,
  known: readonly AuditHead[] = [],
): Promise<ChainVerifier> {
  const verifier = new ChainVerifier({ log: store.audit, digest }, known);
  while (await verifier.step()) stop.throwIfAborted();
  return verifier;
}
