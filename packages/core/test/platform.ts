import { createHash, createHmac } from 'node:crypto';
import { type Clock, type Instant, instant } from '../src/kernel/instant.ts';
import type { Random } from '../src/kernel/random.ts';
import type { Digest, SecretHash } from '../src/kernel/secret.ts';

/** The ports that tests hand in: chance that repeats, a clock that stands, and real digests. */

/** SHA-256 in counter mode: bytes that look random and are the same in every run. */
export function seededRandom(seed: string): Random {
  let block = Buffer.alloc(0);
  let counter = 0;
  return {
    bytes(length) {
      while (block.length < length) {
        block = Buffer.concat([block, createHash('sha256').update(`${seed} ${counter}`).digest()]);
        counter += 1;
      }
      const taken = new Uint8Array(block.subarray(0, length));
      block = block.subarray(length);
      return taken;
    },
  };
}

/** Chance that answers the given bytes and then begins again. */
export function repeatingRandom(bytes: readonly number[]): Random {
  let next = 0;
  return { bytes: (length) => Uint8Array.from({ length }, () => bytes[next++ % bytes.length] ?? 0) };
}

export function fixedClock(now: Instant): Clock {
  return { now: () => now };
}

export const noon: Instant = instant(Date.UTC(2026, 5, 15, 12));

export const digest: Digest = {
  secret: (secret) => sha256(secret.reveal()) as SecretHash,
  text: sha256,
  keyed: (purpose, text) =>
    createHmac('sha256', 'a key for tests').update(`${purpose}\n${text}`).digest('hex'),
};

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
