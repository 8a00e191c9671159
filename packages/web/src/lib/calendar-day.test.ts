import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endOfDay, printDate, startOfDay } from './calendar-day.ts';

test('a day begins at its first moment where the reader is', () => {
  assert.equal(startOfDay('2026-12-10'), new Date(2026, 11, 10).getTime());
  for (const none of ['', '2026-12', '2026-02-30', '10.12.2026'])
    assert.equal(startOfDay(none), undefined, none);
});

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
