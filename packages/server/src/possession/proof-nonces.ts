import { hkdfSync } from 'node:crypto';
import type { Digest, Instant } from '@countersign/core';

/** How long a nonce is handed out; it is good for three times as long after that. */
const stepMilliseconds = 60_000;

/** What all nonces are made of: it comes from the key ring, so that every node knows those of the others. */
export function nonceSecret(digest: Digest): Buffer {
  return Buffer.from(digest.keyed('DPoP nonces', ''), 'base64url');
}

/**
 * The nonces of REST (RFC 9449 §9). They are made as the engine makes its own from the same secret, and are the same:
 * clients keep one nonce for an origin (§8.2), and our token endpoint and our REST interface are of one. Nothing is kept.
 */
export class ProofNonces {
  readonly #secret: Buffer;

  constructor(digest: Digest) {
    this.#secret = nonceSecret(digest);
  }

  /** The one for what a client sends next. */
  next(now: Instant): string {
    return this.#nonceOf(stepOf(now) + 1);
  }

  /** Whether it is one of ours, and less than four minutes old; one that another node handed out early is, too. */
  isGood(nonce: string, now: Instant): boolean {
    const step = stepOf(now);
    // What is compared is no secret: whoever asks is told it.
    return [step - 2, step - 1, step, step + 1, step + 2].some((one) => this.#nonceOf(one) === nonce);
  }

  #nonceOf(step: number): string {
    const salt = Buffer.alloc(8);
    salt.writeBigUInt64BE(BigInt(step));
    return Buffer.from(hkdfSync('sha256', this.#secret, salt, 'DPoP', 32)).toString('base64url');
  }
}

function stepOf(now: Instant): number {
  return Math.floor(now / stepMilliseconds);
}
