import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noon } from '../../test/platform.ts';
import { dayMilliseconds, type Instant, later } from '../kernel/instant.ts';
import {
  type Attempts,
  accountRule,
  addressRule,
  attemptsMemoryMilliseconds,
  nextAttempts,
  secondsBlocked,
  setUpRule,
  type ThrottleRule,
} from './throttle.ts';

/** Fails as often as asked, each time at the first moment that is allowed; answers every attempt. */
function failPatiently(rule: ThrottleRule, times: number, from: Instant = noon): readonly Attempts[] {
  const made: Attempts[] = [];
  for (let now = from; made.length < times; ) {
    const attempts = nextAttempts(made.at(-1), rule, now);
    assert.ok(attempts.admitted);
    made.push(attempts);
    now = attempts.blockedUntil;
  }
  return made;
}

function delaysOf(made: readonly Attempts[]): readonly number[] {
  return made.map((attempts) => (attempts.blockedUntil - attempts.lastAt) / 1_000);
}

test('two typing errors cost an account nothing; from the third on the delays double up to 15 minutes', () => {
  assert.deepEqual(
    delaysOf(failPatiently(accountRule, 15)),
    [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900],
  );
});

for (const [name, rule] of Object.entries({ account: accountRule, address: addressRule, setUp: setUpRule })) {
  test(`after 200 patient failures the delays of the ${name} rule have only risen`, () => {
    const delays = delaysOf(failPatiently(rule, 200));
    for (const [index, delay] of delays.entries()) assert.ok(delay >= (delays[index - 1] ?? 0));
    assert.equal(
      delays.findIndex((delay) => delay > 0),
      rule.free - 1,
    );
  });

  test(`the ${name} rule shuts its key for a whole day at attempt ${rule.countMax} and not before`, () => {
    const delays = delaysOf(failPatiently(rule, rule.countMax));
    assert.equal(delays.at(-1), dayMilliseconds / 1_000);
    assert.ok(delays.slice(0, -1).every((delay) => delay <= 900));
  });
}

test('whoever hammers an account gets a hundred guesses and then waits a day', () => {
  let attempts: Attempts | undefined;
  let admitted = 0;
  let now = noon;
  for (let step = 0; step < 200_000 && admitted < 100; step++, now = later(now, 1_000)) {
    attempts = nextAttempts(attempts, accountRule, now);
    if (attempts.admitted) admitted += 1;
  }
  assert.equal(admitted, 100);
  assert.ok(attempts);
  const last = attempts.lastAt;
  for (const wait of [1, 1_000, 3_600_000, dayMilliseconds - 1])
    assert.equal(nextAttempts(attempts, accountRule, later(last, wait)).admitted, false);
  assert.equal(nextAttempts(attempts, accountRule, later(last, dayMilliseconds)).admitted, true);
});

test('two hundred guesses at once are not two hundred free ones', () => {
  let attempts: Attempts | undefined;
  let admitted = 0;
  for (let i = 0; i < 200; i++) {
    attempts = nextAttempts(attempts, accountRule, noon);
    if (attempts.admitted) admitted += 1;
  }
  assert.equal(admitted, accountRule.free);
});

test('an attempt that was refused is not counted and does not lengthen the wait', () => {
  const blocked = failPatiently(accountRule, 8).at(-1);
  assert.ok(blocked);
  const again = nextAttempts(blocked, accountRule, later(blocked.lastAt, 1));
  assert.deepEqual(again, { ...blocked, admitted: false });
  assert.equal(nextAttempts(again, accountRule, blocked.blockedUntil).count, blocked.count + 1);
});

test('an address may fail more often than an account, since many people share it', () => {
  assert.ok(delaysOf(failPatiently(addressRule, addressRule.free - 1)).every((delay) => delay === 0));
  assert.ok(addressRule.free > accountRule.free && addressRule.countMax > accountRule.countMax);
});

test('a day without any attempt is forgotten, whatever the count was', () => {
  for (const times of [1, 5, 100]) {
    const before = failPatiently(accountRule, times).at(-1);
    assert.ok(before);
    const next = nextAttempts(before, accountRule, later(before.lastAt, attemptsMemoryMilliseconds + 1));
    assert.equal(next.count, 1);
    assert.equal(next.blockedUntil, next.lastAt);
  }
});

test('a clock that was set back opens no door that is shut', () => {
  const blocked = failPatiently(accountRule, 100).at(-1);
  assert.ok(blocked);
  assert.equal(nextAttempts(blocked, accountRule, later(blocked.lastAt, -3_600_000)).admitted, false);
});

test('who is asked to wait is told whole seconds, at least one, and after them the door is open', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 110 }), fc.nat(dayMilliseconds), (times, waited) => {
      const blocked = failPatiently(accountRule, times).at(-1);
      assert.ok(blocked);
      const now = later(blocked.lastAt, waited);
      const seconds = secondsBlocked(blocked, now);
      assert.ok(Number.isInteger(seconds) && seconds >= 1);
      assert.ok(nextAttempts(blocked, accountRule, later(now, seconds * 1_000)).admitted);
    }),
  );
});
