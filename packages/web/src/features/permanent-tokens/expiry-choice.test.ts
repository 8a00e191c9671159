import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../lib/time.ts';
import { expiresAt, parseExpiryChoice } from './expiry-choice.ts';

const now = new Date(2026, 10, 23, 12).getTime();

test('today is still to come, yesterday is past', () => {
  assert.ok(Number(expiresAt({ kind: 'date', date: '2026-11-23' }, now)) > now);
  assert.ok(Number(expiresAt({ kind: 'date', date: '2026-11-22' }, now)) < now);
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
