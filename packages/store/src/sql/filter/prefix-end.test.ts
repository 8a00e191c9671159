import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { prefixEnd } from './prefix-end.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc
    .array(fc.constantFrom('a', '\ud7ff', '\ue000', '\u{10ffff}', '\u0000'), { maxLength: 4 })
    .map((all) => all.join('')),
);

const order = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

test('a text begins with a prefix exactly when it lies between the prefix and its end, byte by byte', () => {
  fc.assert(
    fc.property(text, text, fc.boolean(), (prefix, other, isContinued) => {
      const sample = isContinued ? prefix + other : other;
      const end = prefixEnd(prefix);
      assert.ok(end === undefined || end.isWellFormed());
      const isBetween = order(sample, prefix) >= 0 && (end === undefined || order(sample, end) < 0);
      assert.equal(isBetween, sample.startsWith(prefix));
    }),
    { numRuns: 3_000 },
  );
});

test('nothing lies behind all texts', () => {
  assert.equal(prefixEnd(''), undefined);
  assert.equal(prefixEnd('\u{10ffff}'), undefined);
  assert.equal(prefixEnd('ab'), 'ac');
});
