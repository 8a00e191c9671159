import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, expiryOf, formatDate, formatExact, formatRelative } from './time.ts';

const now = Date.UTC(2026, 10, 23, 12, 0, 0);
const minute = 60_000;
const hour = 60 * minute;
const relative = (distance: number) => formatRelative(now + distance, now, 'UTC');

test('a near moment is told by its distance', () => {
  assert.equal(relative(-4 * minute - 59_000), '4 minutes ago');
  assert.equal(relative(-hour), '1 hour ago');
  assert.equal(relative(-30 * day), '30 days ago');
  assert.equal(relative(5 * day), 'in 5 days');
});

test('a moment within a minute is not counted in seconds', () => {
  assert.equal(relative(0), 'less than a minute ago');
  assert.equal(relative(-59_999), 'less than a minute ago');
  assert.equal(relative(59_999), 'in less than a minute');
});

test('a moment more than 30 days away is told by its date', () => {
  assert.equal(relative(-30 * day - 1), '24 Oct 2026');
  assert.equal(relative(90 * day), '21 Feb 2027');
});

test('what has passed is never older than it is said to be', () => {
  assert.equal(relative(-(2 * day - 1)), '1 day ago');
});

test('the exact moment names the place of the reader and UTC', () => {
  assert.deepEqual(formatExact(now, 'Europe/Berlin'), {
    local: '23 Nov 2026, 13:00:00 CET',
    utc: '23 Nov 2026, 12:00:00 UTC',
  });
});

test('the date is that of the reader, not of the server', () => {
  const lateEvening = Date.UTC(2026, 10, 23, 23, 30);
  assert.equal(formatDate(lateEvening, 'UTC'), '23 Nov 2026');
  assert.equal(formatDate(lateEvening, 'Europe/Berlin'), '24 Nov 2026');
});

test('an expiry is calm until seven days before', () => {
  assert.deepEqual(expiryOf(now + 7 * day + 1, now, 'UTC'), { kind: 'later', date: '30 Nov 2026' });
  assert.deepEqual(expiryOf(now + 7 * day, now, 'UTC'), { kind: 'soon', distance: 'in 7 days' });
});

test('on its last day an expiry counts hours, then minutes', () => {
  assert.deepEqual(expiryOf(now + 5 * hour, now), { kind: 'soon', distance: 'in 5 hours' });
  assert.deepEqual(expiryOf(now + 20 * minute, now), { kind: 'soon', distance: 'in 20 minutes' });
});

test('a token is expired from the very moment of its expiry', () => {
  assert.deepEqual(expiryOf(now, now, 'UTC'), { kind: 'expired', date: '23 Nov 2026' });
  assert.equal(expiryOf(now + 1, now).kind, 'soon');
});

test('no expiry is never, not a far one', () => {
  assert.deepEqual(expiryOf(null, now), { kind: 'never' });
});
