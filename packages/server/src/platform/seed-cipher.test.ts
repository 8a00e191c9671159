import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { EncryptedSeed } from '@countersign/core';
import { trustId } from '@countersign/core';
import { systemRandom } from './random.ts';
import { createSeedCipher } from './seed-cipher.ts';

const keys = new Map([1, 2].map((version) => [version, createSecretKey(randomBytes(32))]));
const cipher = createSeedCipher(keys, 2, systemRandom);
const [phone, tablet] = [trustId<never>('a-phone'), trustId<never>('a-tablet')];
const seed = new Uint8Array(randomBytes(20));

test('a seed opens for its factor, and each encryption of it is another text', () => {
  const texts = [cipher.encrypt(seed, phone), cipher.encrypt(seed, phone)];
  assert.notEqual(texts[0], texts[1]);
  for (const text of texts) assert.deepEqual(cipher.decrypt(text, phone), seed);
});

test('a seed of an older key still opens', () => {
  const older = createSeedCipher(keys, 1, systemRandom).encrypt(seed, phone);
  assert.deepEqual(cipher.decrypt(older, phone), seed);
});

test('a seed that was moved, changed, cut or encrypted elsewhere does not open', () => {
  const text = cipher.encrypt(seed, phone);
  const elsewhere = createSeedCipher(new Map([[2, createSecretKey(randomBytes(32))]]), 2, systemRandom);
  assert.equal(cipher.decrypt(text, tablet), undefined);
  assert.equal(elsewhere.decrypt(text, phone), undefined);
  const bytes = Buffer.from(text.slice(2), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.equal(cipher.decrypt(`2.${changed.toString('base64url')}` as EncryptedSeed, phone), undefined);
  }
  for (const junk of ['', '2', '2.', '2.AAAA', `1.${text.slice(2)}`, `3.${text.slice(2)}`, text.slice(0, -4)])
    assert.equal(cipher.decrypt(junk as EncryptedSeed, phone), undefined, junk);
});
