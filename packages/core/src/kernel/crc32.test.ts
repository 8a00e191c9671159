import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 as platformCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from './crc32.ts';

const known: readonly (readonly [string, number])[] = [
  ['', 0],
  ['a', 0xe8b7be43],
  ['abc', 0x352441c2],
  ['123456789', 0xcbf43926],
  ['The quick brown fox jumps over the lazy dog', 0x414fa339],
];

for (const [text, checksum] of known) {
  test(`the checksum of ${JSON.stringify(text)} is the published one`, () => {
    assert.equal(crc32(text), checksum);
  });
}

test('every ASCII text has the checksum that zip and PNG give it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      assert.equal(crc32(text), platformCrc32(text));
    }),
  );
});
