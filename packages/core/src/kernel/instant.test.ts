import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayMilliseconds, dayOf, type Instant, instant, instantMax, later } from './instant.ts';

test('an instant is a whole number of milliseconds and nothing else', () => {
  for (const good of [0, -1, 1_781_524_800_000, Number.MAX_SAFE_INTEGER])
    assert.equal(instant(good), good as Instant);
  for (const bad of [0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])
    assert.throws(() => instant(bad), TypeError);
});

test('a moment later than any number can hold is a defect, not a wrong date', () => {
  assert.throws(() => later(instant(Number.MAX_SAFE_INTEGER), 1), TypeError);
  assert.throws(() => later(instant(0), 0.5), TypeError);
  assert.equal(later(instant(10), -3), 7 as Instant);
});

test('the last instant is the last millisecond of the year 9999', () => {
  assert.equal(new Date(instantMax).toISOString(), '9999-12-31T23:59:59.999Z');
});

test('a day begins at midnight UTC and holds each of its milliseconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 2_000_000 }), (day) => {
      const midnight = instant(day * dayMilliseconds);
      assert.equal(dayOf(midnight), day);
      assert.equal(dayOf(later(midnight, dayMilliseconds - 1)), day);
      assert.equal(dayOf(later(midnight, dayMilliseconds)), day + 1);
    }),
  );
  assert.equal(dayOf(instant(Date.UTC(2026, 0, 1))), Date.UTC(2026, 0, 1) / 86_400_000);
});
