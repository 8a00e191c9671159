import { later, Secret } from '@countersign/core';
import type { Authority } from '../authority.ts';
import { proofWindowSeconds } from './verify-proof.ts';

/** The engine's own word for what is good once. */
export const usedProofs = 'ReplayDetection';

/**
 * For longer than any proof can be good: one from a clock that is ahead is so until its time has come and gone, which is
 * two windows from now.
 */
const keptMilliseconds = (2 * proofWindowSeconds + 60) * 1_000;

/**
 * Marks a proof as used (RFC 9449 §11.1), on all nodes at once: false where somebody has used it before, or is first at
 * this moment. Its name is kept as a digest, and forgotten when the proof is good no more. The one write that comes of
 * showing a token, and only of one that is bound and came with a good proof.
 */
export function claimProof({ store, digest, clock }: Authority, name: string): Promise<boolean> {
  return store.artefacts.write((artefacts) =>
    artefacts.claim({
      model: usedProofs,
      hash: digest.secret(new Secret(name)),
      connectionId: undefined,
      userId: undefined,
      userCode: undefined,
      uid: undefined,
      payload: '{}',
      consumedAt: undefined,
      expiresAt: later(clock.now(), keptMilliseconds),
    }),
  );
}
