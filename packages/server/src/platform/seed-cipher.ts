import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { EncryptedSeed, FactorId, Random, SeedCipher } from '@countersign/core';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/**
 * Seeds of authenticator apps under AES-256-GCM (NIST SP 800-38D), each with a nonce of its own and bound to its
 * factor: `<key version>.<nonce, ciphertext and tag in base64url>`. What was moved, cut or made elsewhere does not
 * open.
 */
export function createSeedCipher(
  keys: ReadonlyMap<number, KeyObject>,
  newest: number,
  random: Random,
): SeedCipher {
  return {
    encrypt(seed, factor) {
      const key = keys.get(newest);
      if (key === undefined) throw new Error('the key ring has no newest key');
      const nonce = random.bytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(contextOf(factor, newest));
      const sealed = [nonce, cipher.update(seed), cipher.final(), cipher.getAuthTag()];
      return `${newest}.${Buffer.concat(sealed).toString('base64url')}` as EncryptedSeed;
    },

    decrypt(encrypted, factor) {
      const [version = '', text = ''] = encrypted.split('.');
      const key = keys.get(Number(version));
      const bytes = Buffer.from(text, 'base64url');
      if (key === undefined || bytes.length < nonceLength + tagLength) return undefined;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), {
        authTagLength: tagLength,
      })
        .setAAD(contextOf(factor, Number(version)))
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

function contextOf(factor: FactorId, version: number): Buffer {
  return Buffer.from(JSON.stringify(['seed', factor, version]));
}
