import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { Random, SeedCipher } from '@countersign/core';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** Encrypts what has to be read again, bound to the id of what it belongs to. */
export interface BoundCipher {
  encrypt(plain: Uint8Array, id: string): string;
  /** Absent for whatever was not encrypted under this ring, for this purpose and this id. */
  decrypt(encrypted: string, id: string): Uint8Array | undefined;
}

/** Seeds of authenticator apps, each bound to its factor. */
export function createSeedCipher(
  keys: ReadonlyMap<number, KeyObject>,
  newest: number,
  random: Random,
): SeedCipher {
  return createBoundCipher('seed', keys, newest, random) as SeedCipher;
}

/**
 * AES-256-GCM (NIST SP 800-38D), with a nonce of its own for each text: `<key version>.<nonce, ciphertext and tag in
 * base64url>`. What was moved, cut or made elsewhere does not open.
 */
export function createBoundCipher(
  purpose: string,
  keys: ReadonlyMap<number, KeyObject>,
  newest: number,
  random: Random,
): BoundCipher {
  return {
    encrypt(plain, id) {
      const key = keys.get(newest);
      if (key === undefined) throw new Error('the key ring has no newest key');
      const nonce = random.bytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(contextOf(purpose, id, newest));
      const sealed = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
      return `${newest}.${Buffer.concat(sealed).toString('base64url')}`;
    },

    decrypt(encrypted, id) {
      const [version = '', text = ''] = encrypted.split('.');
      const key = keys.get(Number(version));
      const bytes = Buffer.from(text, 'base64url');
      if (key === undefined || bytes.length < nonceLength + tagLength) return undefined;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), {
        authTagLength: tagLength,
      })
        .setAAD(contextOf(purpose, id, Number(version)))
        .setAuthTag(bytes.subarray(-tagLength));
      try {
        const opened = decipher.update(bytes.subarray(nonceLength, -tagLength));
        return new Uint8Array(Buffer.concat([opened, decipher.final()]));
      } catch {
        return undefined;
      }
    },
  };
}

function contextOf(purpose: string, id: string, version: number): Buffer {
  return Buffer.from(JSON.stringify([purpose, id, version]));
}
