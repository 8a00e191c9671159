import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { instant } from '../kernel/instant.ts';
import { base32, codeAt, findStep, keyUri, readCode, stepAt } from './one-time-code.ts';

const hmac = (key: Uint8Array, message: Uint8Array) =>
  new Uint8Array(createHmac('sha1', key).update(message).digest());
/** The key of RFC 6238, appendix B. */
const seed = new TextEncoder().encode('12345678901234567890');

test('codes are those of RFC 6238, appendix B, in six digits', () => {
  const vectors = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ] as const;
  for (const [seconds, code] of vectors)
    assert.equal(codeAt(hmac, seed, stepAt(instant(seconds * 1_000))), code);
});

test('a code counts one step before its time and one after, and no other step', () => {
  const now = instant(1_234_567_890_000);
  const step = stepAt(now);
  for (const off of [-1, 0, 1])
    assert.equal(findStep(hmac, seed, codeAt(hmac, seed, step + off), now), step + off);
  for (const off of [-2, 2])
    assert.equal(findStep(hmac, seed, codeAt(hmac, seed, step + off), now), undefined);
});

test('spaces in a typed code are forgiven; anything else is no code', () => {
  assert.equal(readCode(' 005 924 '), '005924');
  assert.equal(readCode('005\u00a0924'), '005924');
  for (const junk of [
    '',
    '5924',
    '0059240',
    '00592a',
    '００５９２４',
    '-05924',
    '5e4324',
    `${' '.repeat(1_000)}005924`,
  ])
    assert.equal(readCode(junk), undefined, junk);
});

test('a seed is typed in base 32 as RFC 4648 writes it', () => {
  const vectors = [
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ] as const;
  for (const [text, typed] of vectors) assert.equal(base32(new TextEncoder().encode(text)), typed);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const bits = [...base32(bytes)].map((letter) =>
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
      );
      const back = Array.from({ length: bytes.length }, (_, index) =>
        Number.parseInt(bits.join('').slice(8 * index, 8 * index + 8), 2),
      );
      assert.deepEqual(back, [...bytes]);
    }),
  );
});

test('the QR code names the authority and the login, whatever letters they have', () => {
  const uri = keyUri({ issuer: 'auth.example.test', login: 'jané doe&x=1', seed });
  assert.equal(
    uri,
    'otpauth://totp/auth.example.test:jan%C3%A9%20doe%26x%3D1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=auth.example.test&algorithm=SHA1&digits=6&period=30',
  );
});
