import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Instant, later } from '../kernel/instant.ts';
import { type Attempts, forgiveAttempt, nextAttempts, sourceRule } from './throttle.ts';

const start = 1_800_000_000_000 as Instant;

test('an office behind one address signs in all day without being slowed down', () => {
  let attempts: Attempts | undefined;
  for (let i = 0; i < 500; i++) {
    const now = later(start, i * 60_000);
    attempts = nextAttempts(attempts, sourceRule, now);
    assert.ok(attempts.admitted);
    attempts = forgiveAttempt(attempts, sourceRule, now);
  }
  assert.equal(attempts?.count, 0);
});

test('a right password takes back its own attempt and no wrong one', () => {
  let attempts: Attempts | undefined;
  for (let i = 0; i < 29; i++) attempts = nextAttempts(attempts, sourceRule, start);
  attempts = forgiveAttempt(nextAttempts(attempts, sourceRule, start), sourceRule, start);
  assert.equal(attempts.count, 29);
});

test('forgiving where nothing was counted counts nothing below zero', () => {
  assert.equal(forgiveAttempt(undefined, sourceRule, start).count, 0);
});
