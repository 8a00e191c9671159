import { createHmac } from 'node:crypto';
import type { FactorId } from '../src/kernel/id.ts';
import type { EncryptedSeed, SeedCipher } from '../src/second-factor/factor.ts';
import type { HmacSha1 } from '../src/second-factor/one-time-code.ts';
import type { PasskeyCredentialId, PasskeyVerifier, PublicKey } from '../src/second-factor/passkey.ts';
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

/** What a plain authenticator answers: all that a real one signs, with the name of its key for a signature. */
export interface PlainAnswer {
  readonly kind: 'create' | 'get';
  readonly id: string;
  readonly challenge: string;
  readonly signedBy: string;
  readonly owner?: string | undefined;
  readonly isVerified: boolean;
  readonly counter: number;
}

/** As strict as the real one about what it is told to expect, and signed by whoever writes a name. */
export const passkeyVerifier: PasskeyVerifier = {
  nobodysKey: 'the key of nobody' as PublicKey,
  read(text) {
    if (!text.startsWith('{')) return undefined;
    const { id, challenge, owner } = JSON.parse(text) as PlainAnswer;
    return { credentialId: id as PasskeyCredentialId, challenge, owner };
  },
  async verifyRegistration(text, expected) {
    const { kind, id, challenge, signedBy, counter } = JSON.parse(text) as PlainAnswer;
    if (kind !== 'create' || challenge !== expected) return undefined;
    return { id: id as PasskeyCredentialId, publicKey: signedBy as PublicKey, counter };
  },
  async verifyAssertion(text, { challenge, publicKey, needsUserVerification }) {
    const answer = JSON.parse(text) as PlainAnswer;
    const fits = answer.kind === 'get' && answer.challenge === challenge && answer.signedBy === publicKey;
    return fits && (answer.isVerified || !needsUserVerification) ? { counter: answer.counter } : undefined;
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
