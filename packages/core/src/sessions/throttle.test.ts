import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noon } from '../../test/platform.ts';
import { dayMilliseconds, type Instant, later } from '../kernel/instant.ts';
import {
  type Attempts,
  accountFromSourceRule,
  accountRule,
  attemptsMemoryMilliseconds,
  forgiveAttempt,
  nextAttempts,
  secondFactorRule,
  secondsBlocked,
  setUpRule,
  sourceRule,
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
    delaysOf(failPatiently(accountFromSourceRule, 15)),
    [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900],
  );
});

for (const [name, rule] of Object.entries({
  'account from a source': accountFromSourceRule,
  account: accountRule,
  'second factor': secondFactorRule,
  source: sourceRule,
  'set-up': setUpRule,
})) {
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
    attempts = nextAttempts(attempts, accountFromSourceRule, now);
    if (attempts.admitted) admitted += 1;
  }
  assert.equal(admitted, 100);
  assert.ok(attempts);
  const last = attempts.lastAt;
  for (const wait of [1, 1_000, 3_600_000, dayMilliseconds - 1])
    assert.equal(nextAttempts(attempts, accountFromSourceRule, later(last, wait)).admitted, false);
  assert.equal(nextAttempts(attempts, accountFromSourceRule, later(last, dayMilliseconds)).admitted, true);
});

test('two hundred guesses at once are not two hundred free ones', () => {
  let attempts: Attempts | undefined;
  let admitted = 0;
  for (let i = 0; i < 200; i++) {
    attempts = nextAttempts(attempts, accountFromSourceRule, noon);
    if (attempts.admitted) admitted += 1;
  }
  assert.equal(admitted, accountFromSourceRule.free);
});

test('an attempt that was refused is not counted and does not lengthen the wait', () => {
  const blocked = failPatiently(accountFromSourceRule, 8).at(-1);
  assert.ok(blocked);
  const again = nextAttempts(blocked, accountFromSourceRule, later(blocked.lastAt, 1));
  assert.deepEqual(again, { ...blocked, admitted: false });
  assert.equal(nextAttempts(again, accountFromSourceRule, blocked.blockedUntil).count, blocked.count + 1);
});

test('whoever guesses is slowed down where they sit before the owner of the account is, who sits elsewhere', () => {
  assert.ok(accountFromSourceRule.free < accountRule.free && accountRule.free < sourceRule.free);
  assert.ok(
    delaysOf(failPatiently(accountRule, accountFromSourceRule.free + 5)).every((delay) => delay === 0),
  );
});

test('a day without any attempt is forgotten, whatever the count was', () => {
  for (const times of [1, 5, 100]) {
    const before = failPatiently(accountFromSourceRule, times).at(-1);
    assert.ok(before);
    const next = nextAttempts(
      before,
      accountFromSourceRule,
      later(before.lastAt, attemptsMemoryMilliseconds + 1),
    );
    assert.equal(next.count, 1);
    assert.equal(next.blockedUntil, next.lastAt);
  }
});

const rules = fc.constantFrom(accountFromSourceRule, accountRule, secondFactorRule, sourceRule, setUpRule);
const pastFailures = fc.integer({ min: 1, max: 1_010 });

test('an attempt that is taken back leaves its key as it was, and never more open', () => {
  fc.assert(
    fc.property(rules, pastFailures, (rule, times) => {
      const before = failPatiently(rule, times).at(-1);
      assert.ok(before);
      const now = before.blockedUntil;
      const after = forgiveAttempt(nextAttempts(before, rule, now), rule, now);
      assert.equal(after.count, before.count);
      assert.equal(after.blockedUntil - now, before.blockedUntil - before.lastAt);
    }),
    { numRuns: 50 },
  );
});

test('a guess made beside a right password counts in full', () => {
  fc.assert(
    fc.property(rules, fc.integer({ min: 0, max: 40 }), (rule, times) => {
      const before = failPatiently(rule, times).at(-1);
      const now = before?.blockedUntil ?? noon;
      const right = nextAttempts(before, rule, now);
      // Past that the key is shut for a day, in which all before it is forgotten.
      fc.pre(right.count < rule.countMax);
      const guess = nextAttempts(right, rule, right.blockedUntil);
      const after = forgiveAttempt(guess, rule, later(guess.lastAt, 1));
      const alone = nextAttempts(before, rule, guess.lastAt);
      assert.deepEqual([after.count, after.blockedUntil], [alone.count, alone.blockedUntil]);
    }),
  );
});

test('a clock that was set back opens no door that is shut', () => {
  const blocked = failPatiently(accountFromSourceRule, 100).at(-1);
  assert.ok(blocked);
  assert.equal(
    nextAttempts(blocked, accountFromSourceRule, later(blocked.lastAt, -3_600_000)).admitted,
    false,
  );
});

test('who is asked to wait is told whole seconds, at least one, and after them the door is open', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 110 }), fc.nat(dayMilliseconds), (times, waited) => {
      const blocked = failPatiently(accountFromSourceRule, times).at(-1);
      assert.ok(blocked);
      const now = later(blocked.lastAt, waited);
      const seconds = secondsBlocked(blocked, now);
      assert.ok(Number.isInteger(seconds) && seconds >= 1);
      assert.ok(nextAttempts(blocked, accountFromSourceRule, later(now, seconds * 1_000)).admitted);
    }),
  );
});
