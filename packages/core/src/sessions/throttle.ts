import {
  dayMilliseconds,
  type Instant,
  later,
  minuteMilliseconds,
  secondMilliseconds,
} from '../kernel/instant.ts';

/**
 * How sign-in slows a guesser down (NIST SP 800-63B-4 §3.2.2). Attempts are counted *before* the password is
 * looked at, so that a hundred guesses at once are not a hundred free ones. Counting is per account, under its
 * one normal form, and per source. Throttling delays sign-in alone: sessions and tokens that exist
 * keep working, so nobody can be locked out of what already runs.
 */
export interface Attempts {
  readonly count: number;
  readonly lastAt: Instant;
  /** Until then nothing is checked under this key. */
  readonly blockedUntil: Instant;
  /** Whether this very attempt may go on. */
  readonly admitted: boolean;
}

export interface ThrottleRule {
  /** Attempts without any delay. */
  readonly free: number;
  /** Attempts after which the key is shut for a day. */
  readonly countMax: number;
}

/** One account from one source: a typing error or two costs nothing; a hundred in a row shut it for a day. */
export const accountFromSourceRule: ThrottleRule = { free: 3, countMax: 100 };

/** One account from everywhere: reached by guessing from many places alone. */
export const accountRule: ThrottleRule = { free: 20, countMax: 100 };

/**
 * The second factor of one account from everywhere: whoever guesses at it has the password. Of twenty-five codes a day,
 * each good in three of a million steps, one is right in thirteen thousand days.
 */
export const secondFactorRule: ThrottleRule = { free: 5, countMax: 25 };

/**
 * The codes of devices that wait, by one account: eight letters of twenty. Twenty-five guesses a day hit a certain one with a
 * chance below 2^-29.
 */
export const deviceCodeRule: ThrottleRule = { free: 5, countMax: 25 };

/** The same by everybody together, while one code lives: however many guess, the chance stays below 2^-20. */
export const everybodysDeviceCodesRule: ThrottleRule = { free: 10_000, countMax: 10_000 };

/** One source: many people may share it. */
export const sourceRule: ThrottleRule = { free: 30, countMax: 1_000 };

/** The set-up code: eighty random bits need little help. */
export const setUpRule: ThrottleRule = { free: 10, countMax: 1_000 };

/** Attempts older than this are forgotten. */
export const attemptsMemoryMilliseconds = dayMilliseconds;

/** Counts one more attempt, or refuses it while the key is blocked. A refused attempt is not counted. */
export function nextAttempts(before: Attempts | undefined, rule: ThrottleRule, now: Instant): Attempts {
  const fresh = before === undefined || now - before.lastAt > attemptsMemoryMilliseconds;
  if (!fresh && now < before.blockedUntil) return { ...before, admitted: false };
  const count = fresh ? 1 : before.count + 1;
  return { count, lastAt: now, blockedUntil: later(now, delayAfter(count, rule)), admitted: true };
}

/** Takes one attempt back: it turned out to be no guess. The delay is that of the attempts that remain. */
export function forgiveAttempt(before: Attempts | undefined, rule: ThrottleRule, now: Instant): Attempts {
  const count = Math.max(0, (before?.count ?? 0) - 1);
  const blockedUntil = later(before?.lastAt ?? now, delayAfter(count, rule));
  return { count, lastAt: before?.lastAt ?? now, blockedUntil, admitted: true };
}

/** Whole seconds until the key opens again. */
export function secondsBlocked(attempts: Attempts, now: Instant): number {
  return Math.max(1, Math.ceil((attempts.blockedUntil - now) / 1_000));
}

function delayAfter(count: number, rule: ThrottleRule): number {
  if (count >= rule.countMax) return dayMilliseconds;
  if (count < rule.free) return 0;
  return Math.min(15 * minuteMilliseconds, 2 ** Math.min(count - rule.free, 20) * secondMilliseconds);
}
