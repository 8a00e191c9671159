import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayMilliseconds, instant, later } from '../kernel/instant.ts';
import {
  announcedDays,
  isNextKeyDue,
  pastKeys,
  publishedAfterDays,
  publishedKeys,
  type SigningKey,
  signingKeyDays,
} from './signing-key.ts';

const start = instant(1_700_000_000_000);
const day = (number: number) => later(start, Math.round(number * dayMilliseconds));
const keyOf = (number: number): SigningKey => ({
  id: `made on day ${number}`,
  encrypted: '',
  createdAt: day(number),
});
const daysOf = (keys: readonly SigningKey[]) => keys.map(({ id }) => Number(id.replace(/^\D+/, '')));

test('the first key signs at once, and the next one is due after ninety days', () => {
  const first = [keyOf(0)];
  assert.deepEqual(publishedKeys([], day(0)), []);
  assert.equal(isNextKeyDue([], day(0)), true);
  assert.deepEqual(daysOf(publishedKeys(first, day(0))), [0]);
  assert.deepEqual(
    [89.9, 90].map((number) => isNextKeyDue(first, day(number))),
    [false, true],
  );
  assert.deepEqual(pastKeys(first, day(1_000)), []);
});

test('a new key is published for two days before it signs, and the old one for seven after', () => {
  const both = [keyOf(90), keyOf(0)];
  assert.deepEqual(daysOf(publishedKeys(both, day(91.9))), [0, 90]);
  assert.deepEqual(daysOf(publishedKeys(both, day(92))), [90, 0]);
  assert.deepEqual(pastKeys(both, day(98.9)), []);
  assert.deepEqual(pastKeys(both, day(99)), ['made on day 0']);
  assert.deepEqual(daysOf(publishedKeys(both, day(99))), [90]);
});

test('whenever nodes look, what signs was published long enough, and stays so after it', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 40, noNaN: true }), { maxLength: 200 }), (pauses) => {
      let keys: readonly SigningKey[] = [];
      let now = 0;
      const publishedSince = new Map<number, number>();
      const signedLast = new Map<number, number>();
      for (const pause of [0, ...pauses]) {
        now += pause;
        if (isNextKeyDue(keys, day(now))) keys = [keyOf(now), ...keys];
        const past = pastKeys(keys, day(now));
        keys = keys.filter(({ id }) => !past.includes(id));
        const published = daysOf(publishedKeys(keys, day(now)));
        const [signing = -1] = published;
        for (const one of published) publishedSince.set(one, publishedSince.get(one) ?? now);
        const isFirst = signing === 0;
        assert.ok(isFirst || now - (publishedSince.get(signing) ?? now) >= announcedDays - 1e-6);
        for (const [one, last] of signedLast)
          assert.ok(published.includes(one) || now - last >= publishedAfterDays - 1e-6);
        signedLast.set(signing, now);
        assert.ok(now - signing < signingKeyDays + announcedDays + 2 * 40);
      }
    }),
  );
});
