import { createHmac, hash } from 'node:crypto';
import type { Digest, HmacSha1, SecretHash } from '@countersign/core';

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

/** For the codes of authenticator apps alone (RFC 6238 §1.2). */
export const hmacSha1: HmacSha1 = (key, message) =>
  new Uint8Array(createHmac('sha1', key).update(message).digest());
