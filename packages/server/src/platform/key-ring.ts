import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Clock, Random, RowSeal, SeedCipher } from '@countersign/core';

import { makeKeyRingFile, readKeyRingFile, type StoredKey } from './key-ring-file.ts';
import { type BoundCipher, createBoundCipher, createSeedCipher } from './seed-cipher.ts';

/**
 * The keys that the database must not hold: with them rows are sealed, so that whoever writes to the database
 * alone mints nothing, and short codes are hashed, so that whoever reads it alone tries nothing.
 *
 * The file's keys never work themselves. Each is the root of one key per purpose (RFC 5869), so that what is
 * made for one purpose is worth nothing for another.
 */
export interface KeyRing {
  readonly rowSeal: RowSeal;
  readonly seedCipher: SeedCipher;
  /** For the keys that sign identity tokens. */
  readonly signingKeyCipher: BoundCipher;
  /** HMAC-SHA-256 in base64url, under the newest key. */
  keyed(purpose: string, text: string): string;
}

export interface KeyRingOptions {
  readonly clock: Clock;
  readonly random: Random;
  /**
   * Whether a missing file is made. True for an authority that is still empty. A new ring beside a database that
   * was sealed under a lost one would make every row of it forged.
   */
  readonly makeIfAbsent: boolean;
}

/** Opens the ring in a file. Throws `UnfitKeyRing` when there is none to be had. */
export function openKeyRing(file: string, { clock, random, makeIfAbsent }: KeyRingOptions): KeyRing {
  if (makeIfAbsent) makeKeyRingFile(file, random, clock.now());
  const stored = readKeyRingFile(file);
  const rowKeys = new Map(stored.map((key) => [key.version, deriveKey(key, 'countersign row')]));
  const newest = stored.reduce((one, other) => (other.version > one.version ? other : one));
  const newestRowKey = deriveKey(newest, 'countersign row');
  const seedKeys = new Map(stored.map((key) => [key.version, deriveKey(key, 'countersign seed')]));
  const signingKeys = new Map(stored.map((key) => [key.version, deriveKey(key, 'countersign signing key')]));
  const newestTextKey = deriveKey(newest, 'countersign keyed text');

  return {
    rowSeal: {
      newestVersion: newest.version,
      seal: (text) => hmac(newestRowKey, text),
      verify: (text, keyVersion, mac) => {
        const key = rowKeys.get(keyVersion);
        return key !== undefined && isSame(hmac(key, text), mac);
      },
    },
    seedCipher: createSeedCipher(seedKeys, newest.version, random),
    signingKeyCipher: createBoundCipher('signing key', signingKeys, newest.version, random),
    // Written as a JSON array, so that no two pairs of purpose and text are the same message.
    keyed: (purpose, text) => hmac(newestTextKey, JSON.stringify([purpose, text])),
  };
}

function deriveKey({ key }: StoredKey, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key.export(), '', purpose, 32)));
}

function hmac(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Compares the texts, not the bytes they decode to: a MAC has one form. */
function isSame(expected: string, presented: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(presented)];
  return one.length === other.length && timingSafeEqual(one, other);
}
