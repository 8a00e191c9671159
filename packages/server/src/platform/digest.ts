import { hash } from 'node:crypto';
import type { Digest, SecretHash } from '@countersign/core';

/** SHA-256 for generated secrets and for texts; keyed hashes come from the key ring. */
export function createDigest(keyRing: Pick<Digest, 'keyed'>): Digest {
  return {
    secret: (secret) => sha256(secret.reveal()) as SecretHash,
    text: sha256,
    keyed: (purpose, text) => keyRing.keyed(purpose, text),
  };
}

/** In one call: `createHash` costs twice as much, and every check pays it. */
function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}
