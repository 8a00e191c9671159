import type { FirstGuesses, PasswordHash, PasswordHasher, Random } from '@countersign/core';
import { hash, verify } from '@node-rs/argon2';
import { createWorkQueue } from './work-queue.ts';

/**
 * Hashes of human passwords: argon2id with 19 MiB, two passes and one lane (RFC 9106; ASVS 11.4.2), a salt of
 * 16 bytes, all recorded in the hash itself. Every verification costs one hash, whether or not there is an
 * account or a password to compare with, so that time tells nothing (ASVS 6.3.8). Few run at once, a few more
 * wait, and beyond that the answer is `busy`: a flood of sign-ins costs bounded memory and time.
 */
export interface HashingLimits {
  readonly hashConcurrency: number;
  readonly hashQueue: number;
}

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
const saltBytes = 16;

/** What 256 characters, the longest password there may be, need in UTF-8 at most. */
const passwordBytesMax = 1_024;

/** Longer text is no password that anybody tries in earnest, and is refused before its Unicode is looked at. */
const plausibleLengthMax = 4_096;

export function createPasswordHasher(
  random: Random,
  limits: HashingLimits,
  firstGuesses: FirstGuesses,
): PasswordHasher {
  const run = createWorkQueue({ concurrency: limits.hashConcurrency, waitingMax: limits.hashQueue });
  const dummy = dummyHash(random);
  return {
    firstGuesses,
    hash: async (password) => {
      const bytes = passwordBytes(password.reveal());
      if (bytes === undefined) throw new TypeError('a new password must have passed the password rules');
      return run(async () => (await hash(bytes, { ...cost, salt: random.bytes(saltBytes) })) as PasswordHash);
    },
    verify: async (password, known) => {
      const text = password.reveal();
      if (text.length > plausibleLengthMax) return false;
      // Text that cannot be a password is never hashed whole, and still costs what a wrong password costs.
      const bytes = passwordBytes(text);
      const outcome = await run(() => verify(known ?? dummy, bytes ?? 'nobody has this password'));
      return outcome === 'busy' ? outcome : outcome && known !== undefined && bytes !== undefined;
    },
  };
}

/** The one form in which a password is set and checked (ASVS 6.2.8); absent for text that no password can be. */
function passwordBytes(text: string): Uint8Array | undefined {
  if (!text.isWellFormed()) return undefined;
  const bytes = new TextEncoder().encode(text.normalize('NFC'));
  return bytes.length > passwordBytesMax ? undefined : bytes;
}

/** A hash of the same cost that no password has: its output is chance. */
function dummyHash(random: Random): string {
  const base64 = (length: number) => Buffer.from(random.bytes(length)).toString('base64').replaceAll('=', '');
  const { memoryCost, timeCost, parallelism, outputLen } = cost;
  const parameters = `m=${memoryCost},t=${timeCost},p=${parallelism}`;
  return `$argon2id$v=19$${parameters}$${base64(saltBytes)}$${base64(outputLen)}`;
}
