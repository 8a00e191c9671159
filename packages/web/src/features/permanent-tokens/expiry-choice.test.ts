import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { day } from '../../lib/time.ts';
import { endOfDay, expiresAt, parseExpiryChoice, printDate } from './expiry-choice.ts';

const now = new Date(2026, 10, 23, 12).getTime();

test('a date means the end of that day where the reader is', () => {
  const end = new Date(endOfDay('2027-02-21') ?? 0);
  assert.deepEqual(
    [
      end.getFullYear(),
      end.getMonth() + 1,
      end.getDate(),
      end.getHours(),
      end.getMinutes(),
      end.getSeconds(),
    ],
    [2027, 2, 21, 23, 59, 59],
  );
  assert.equal(end.getMilliseconds(), 999);
});

test('today is still to come, yesterday is past', () => {
  assert.ok(Number(expiresAt({ kind: 'date', date: '2026-11-23' }, now)) > now);
  assert.ok(Number(expiresAt({ kind: 'date', date: '2026-11-22' }, now)) < now);
});

test('a date that no calendar has is none', () => {
  for (const date of [
    '',
    '2027-02-29',
    '2027-13-01',
    '2027-00-10',
    '2027-2-1',
    '21.02.2027',
    '2027-02-21T00:00',
  ]) {
    assert.equal(endOfDay(date), undefined, date);
  }
});

test('the last moment of any day is on that day, and the next moment is not', () => {
  const moments = fc.date({ min: new Date(1971, 0, 1), max: new Date(9999, 11, 30), noInvalidDate: true });
  fc.assert(
    fc.property(moments, (moment) => {
      const date = printDate(moment.getTime());
      const end = endOfDay(date);
      assert.ok(end !== undefined && end >= moment.getTime());
      assert.equal(printDate(end), date);
      assert.notEqual(printDate(end + 1), date);
    }),
  );
});

test('days are counted from now, and no expiration is null', () => {
  assert.equal(expiresAt({ kind: 'days', days: 90 }, now), now + 90 * day);
  assert.equal(expiresAt({ kind: 'never' }, now), null);
  assert.equal(expiresAt({ kind: 'date', date: '' }, now), undefined);
});

test('an address may propose days, a date, or no expiration', () => {
  assert.deepEqual(parseExpiryChoice('30'), { kind: 'days', days: 30 });
  assert.deepEqual(parseExpiryChoice('2027-02-21'), { kind: 'date', date: '2027-02-21' });
  assert.deepEqual(parseExpiryChoice('never'), { kind: 'never' });
});

test('anything else in an address proposes nothing', () => {
  for (const text of [undefined, '', '0', '-1', '1e9', '99999', 'forever', '30d', '2027-02-30']) {
    assert.equal(parseExpiryChoice(text), undefined, String(text));
  }
});
