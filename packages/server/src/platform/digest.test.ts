import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '@countersign/core';
import { createDigest } from './digest.ts';

const digest = createDigest({ keyed: (purpose, text) => `${purpose}/${text}` });

test('secrets and texts are digested with SHA-256 in base64url', () => {
  // FIPS 180-4's own example.
  const abc = 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0';
  assert.equal(digest.secret(new Secret('abc')), abc);
  assert.equal(digest.text('abc'), abc);
  assert.equal(digest.text('').length, 43);
});

test('short codes are hashed under the key ring', () => {
  assert.equal(digest.keyed('set-up', 'code'), 'set-up/code');
});
