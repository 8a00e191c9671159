import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { repeatingRandom, seededRandom } from '../../test/platform.ts';
import { randomIndex } from './random.ts';

test('a random index lies below its bound, for every bound up to 256', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 256 }), fc.string(), (below, seed) => {
      const index = randomIndex(seededRandom(seed), below);
      assert.ok(Number.isInteger(index) && index >= 0 && index < below);
    }),
  );
});

test('every index is reached by equally many bytes, so that no value is likelier than another', () => {
  for (let below = 1; below <= 256; below++) {
    const share = Math.floor(256 / below);
    const reached = new Array<number>(below).fill(0);
    for (let byte = 0; byte < share * below; byte++) {
      const index = randomIndex(repeatingRandom([byte]), below);
      reached[index] = (reached[index] ?? 0) + 1;
    }
    assert.deepEqual(new Set(reached), new Set([share]), `below ${below}`);
  }
});

test('bytes that would favour the low values are thrown away and more are asked for', () => {
  const sixteenTooHigh = new Array<number>(16).fill(255);
  assert.equal(randomIndex(repeatingRandom([...sixteenTooHigh, 61, ...sixteenTooHigh]), 62), 61);
  assert.equal(randomIndex(repeatingRandom([248, 249, 250, 247]), 62), 247 % 62);
});

test('a generator that cannot deliver is not replaced by a weaker one', () => {
  const broken = {
    bytes(): Uint8Array {
      throw new Error('no entropy');
    },
  };
  assert.throws(() => randomIndex(broken, 10), /no entropy/);
});
