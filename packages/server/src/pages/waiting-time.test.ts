import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitingTime } from './waiting-time.ts';

test('a waiting time is said in the unit that people count in, rounded up', () => {
  const times: Readonly<Record<number, string>> = {
    1: '1 second',
    2: '2 seconds',
    90: '90 seconds',
    91: '2 minutes',
    240: '4 minutes',
    5400: '90 minutes',
    5401: '2 hours',
    86400: '24 hours',
  };
  for (const [seconds, words] of Object.entries(times)) assert.equal(waitingTime(Number(seconds)), words);
});
