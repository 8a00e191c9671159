import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aToken } from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { hasPassed, type Instant, instant, instantMax, later } from '../kernel/instant.ts';
import { brokenExpiryRule } from './permanent-token.ts';

test('a token is good up to its expiry and not at that millisecond', () => {
  const token = aToken({ expiresAt: noon });
  assert.equal(hasPassed(token.expiresAt, later(noon, -1)), false);
  assert.equal(hasPassed(token.expiresAt, noon), true);
  assert.equal(hasPassed(token.expiresAt, later(noon, 1)), true);
});

test('a token without an expiry never expires', () => {
  for (const now of [instant(0), noon, instantMax]) assert.equal(hasPassed(aToken().expiresAt, now), false);
});

test('an expiry must lie in the future: now and before are refused', () => {
  for (const past of [noon, later(noon, -1), instant(0), instant(-1)])
    assert.equal(brokenExpiryRule(past, noon), 'must lie in the future');
  assert.equal(brokenExpiryRule(later(noon, 1), noon), undefined);
});

test('an expiry may be the last millisecond of the year 9999 and not the next', () => {
  assert.equal(brokenExpiryRule(instantMax, noon), undefined);
  assert.equal(brokenExpiryRule(later(instantMax, 1), noon), 'must lie before the year 10000');
  assert.equal(brokenExpiryRule(instant(Number.MAX_SAFE_INTEGER), noon), 'must lie before the year 10000');
});

test('an expiry that was accepted is not over yet, and is over in the end', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10, max: 10 }), (distance) => {
      const expiresAt = later(noon, distance);
      assert.equal(brokenExpiryRule(expiresAt, noon) === undefined, !hasPassed(expiresAt, noon));
      assert.ok(hasPassed(expiresAt, instantMax));
    }),
  );
});

test('a time that is no time ends a token rather than keeping it alive', () => {
  assert.ok(hasPassed(noon, Number.NaN as Instant));
  assert.ok(hasPassed(Number.NaN as Instant, noon));
});
