import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BoundedCache } from './bounded-cache.ts';

const generationSize = 4;

type Step = readonly ['get' | 'set' | 'delete', number] | readonly ['clear'];

const keys = fc.nat(12);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom('get', 'set'), keys) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('delete'), keys) },
  { weight: 1, arbitrary: fc.constant<Step>(['clear']) },
);

test('a cache answers what was last set under a key, or nothing; never an older value or a deleted one', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 80 }), (made) => {
      const cache = new BoundedCache<number, string>(generationSize);
      const model = new Map<number, string>();
      for (const [index, [act, key = 0]] of made.entries()) {
        if (act === 'set') {
          cache.set(key, `value ${index}`);
          model.set(key, `value ${index}`);
          assert.equal(cache.get(key), `value ${index}`);
        } else if (act === 'get') assert.ok([undefined, model.get(key)].includes(cache.get(key)));
        else if (act === 'delete') {
          cache.delete(key);
          model.delete(key);
        } else {
          cache.clear();
          model.clear();
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a flood of distinct keys leaves at most two generations behind', () => {
  const cache = new BoundedCache<number, number>(generationSize);
  for (let key = 0; key < 10_000; key++) cache.set(key, key);
  const kept: number[] = [];
  for (let key = 9_999; key >= 0; key--) if (cache.get(key) !== undefined) kept.push(key);
  assert.ok(kept.length >= generationSize && kept.length <= 2 * generationSize, `${kept}`);
  assert.deepEqual(kept.slice(0, 4), [9_999, 9_998, 9_997, 9_996]);
});

test('what is asked for all the time survives the flood', () => {
  const cache = new BoundedCache<string, number>(generationSize);
  cache.set('busy', 1);
  for (let key = 0; key < 1_000; key++) {
    cache.set(`passing ${key}`, key);
    assert.equal(cache.get('busy'), 1);
  }
});

test('what was asked for within a generation is still there, and what was not is gone after two', () => {
  const cache = new BoundedCache<string, number>(generationSize);
  cache.set('once', 1);
  for (let key = 0; key < generationSize; key++) cache.set(`passing ${key}`, key);
  assert.equal(cache.get('once'), 1);
  for (let key = 0; key < 2 * generationSize; key++) cache.set(`later ${key}`, key);
  assert.equal(cache.get('once'), undefined);
});

test('deleting and clearing reach a value in either generation', () => {
  for (let between = 0; between <= 2 * generationSize; between++) {
    const cache = new BoundedCache<string, number>(generationSize);
    cache.set('token', 1);
    for (let key = 0; key < between; key++) cache.set(`passing ${key}`, key);
    cache.delete('token');
    assert.equal(cache.get('token'), undefined);
    cache.set('token', 2);
    for (let key = 0; key < between; key++) cache.set(`passing again ${key}`, key);
    cache.clear();
    assert.equal(cache.get('token'), undefined);
  }
});
