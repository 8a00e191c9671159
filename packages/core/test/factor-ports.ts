import { createHmac } from 'node:crypto';
import type { FactorId } from '../src/kernel/id.ts';
import type { EncryptedSeed, SeedCipher } from '../src/second-factor/factor.ts';
import type { HmacSha1 } from '../src/second-factor/one-time-code.ts';
import type { AttemptStore } from '../src/sessions/session-store.ts';
import type { Attempts } from '../src/sessions/throttle.ts';

export const hmacSha1: HmacSha1 = (key, message) =>
  new Uint8Array(createHmac('sha1', key).update(message).digest());

/** Bound to the factor as the real one is, and readable by whoever looks. */
export const seedCipher: SeedCipher = {
  encrypt: (seed, factor) => `${factor}/${Buffer.from(seed).toString('hex')}` as EncryptedSeed,
  decrypt: (encrypted, factor) => {
    const [owner, hex = ''] = encrypted.split('/') as [FactorId, string];
    return owner === factor ? new Uint8Array(Buffer.from(hex, 'hex')) : undefined;
  },
};

/** Counts in a map. */
export function attemptsInMemory(): AttemptStore {
  const rows = new Map<string, Attempts>();
  return {
    find: async (key) => rows.get(key),
    async advance(key, next) {
      const after = next(rows.get(key));
      rows.set(key, after);
      return after;
    },
    clear: async (key) => void rows.delete(key),
    sweep: async () => 0,
  };
}
