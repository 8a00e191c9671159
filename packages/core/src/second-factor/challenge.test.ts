import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { digest, noon, seededRandom } from '../../test/platform.ts';
import { later } from '../kernel/instant.ts';
import { type ChallengeUse, newChallenge, readChallenge } from './challenge.ts';

const ports = { digest, random: seededRandom('challenges') };

const uses: fc.Arbitrary<ChallengeUse> = fc.oneof(
  fc.record({ purpose: fc.constant('adding' as const), session: fc.string(), passkey: fc.string() }),
  fc.record({ purpose: fc.constant('second step' as const), pending: fc.string() }),
  fc.constant({ purpose: 'sign-in' } as const),
);

describe('a challenge', () => {
  test('is good for what it was made for, and for nothing else', () => {
    fc.assert(
      fc.property(uses, uses, (made, asked) => {
        const text = newChallenge(ports, made, noon);
        assert.ok(readChallenge(digest, text, made, noon));
        const isSame = JSON.stringify(made) === JSON.stringify(asked);
        assert.equal(readChallenge(digest, text, asked, noon) !== undefined, isSame);
      }),
    );
  });

  test('is never given out twice', () => {
    const texts = Array.from({ length: 100 }, () => newChallenge(ports, { purpose: 'sign-in' }, noon));
    assert.equal(new Set(texts).size, 100);
  });

  test('is worth nothing with one letter changed, longer or shorter, and junk never throws', () => {
    const text = newChallenge(ports, { purpose: 'sign-in' }, noon);
    const read = (changed: string) => readChallenge(digest, changed, { purpose: 'sign-in' }, noon);
    fc.assert(
      fc.property(fc.nat(text.length), fc.constantFrom('0', '9', 'a', '.', ''), (place, letter) => {
        const changed = text.slice(0, place) + letter + text.slice(place + 1);
        assert.equal(read(changed) !== undefined, changed === text);
      }),
    );
    fc.assert(fc.property(fc.string(), (junk) => assert.equal(read(junk), undefined)));
  });

  test('ends after ten minutes', () => {
    const text = newChallenge(ports, { purpose: 'sign-in' }, noon);
    const at = (milliseconds: number) =>
      readChallenge(digest, text, { purpose: 'sign-in' }, later(noon, milliseconds));
    assert.ok(at(599_999));
    assert.equal(at(600_000), undefined);
  });
});
