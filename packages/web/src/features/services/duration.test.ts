import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration, printDuration } from './duration.ts';

test('a duration is printed in the largest unit of which it is a whole number', () => {
  for (const [seconds, text] of [
    [1, '1 second'],
    [90, '90 seconds'],
    [60, '1 minute'],
    [3_600, '1 hour'],
    [5_400, '90 minutes'],
    [86_400, '1 day'],
    [2_592_000, '30 days'],
    [315_360_000, '3,650 days'],
  ] as const) {
    assert.equal(printDuration(seconds), text);
    assert.equal(parseDuration(text), seconds);
  }
});

test('a duration is read with its unit in short, in long and in any case', () => {
  for (const text of ['15m', '15 min', ' 15 Minutes ', '900 s', '3650 days'])
    assert.equal(parseDuration(text), text.includes('days') ? 315_360_000 : 900, text);
});

test('what has no number, no unit or another one is no duration', () => {
  for (const text of ['', '15', 'days', '-1 day', '1.5 hours', '1 month', '1 day 2 hours', '1e3 s'])
    assert.equal(parseDuration(text), undefined, text);
});
