import type { Brand } from './brand.ts';

/** A moment: whole milliseconds since 1970 in UTC. */
export type Instant = Brand<number, 'Instant'>;

/** The wall clock, handed in so that no rule of the core asks the time itself. */
export interface Clock {
  now(): Instant;
}

export const secondMilliseconds = 1_000;
export const minuteMilliseconds = 60 * secondMilliseconds;
export const dayMilliseconds = 24 * 60 * minuteMilliseconds;

/** The last millisecond of the year 9999: what every date format we answer in can still write. */
export const instantMax = 253_402_300_799_999 as Instant;

export function instant(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds))
    throw new TypeError('an instant is a whole number of milliseconds');
  return milliseconds as Instant;
}

export function later(from: Instant, milliseconds: number): Instant {
  return instant(from + milliseconds);
}

/**
 * Whether an end has come: what ends is good up to, not including, that millisecond. Without an end it never
 * comes. Asked this way round, a moment that is no number counts as past it.
 */
export function hasPassed(end: Instant | undefined, now: Instant): boolean {
  return end !== undefined && !(now < end);
}

/** The minute an instant falls in, as a count of minutes since 1970. */
export function minuteOf(moment: Instant): number {
  return Math.floor(moment / minuteMilliseconds);
}

/** The UTC day an instant falls on, as a count of days since 1970: the grain of use counters. */
export function dayOf(moment: Instant): number {
  return Math.floor(moment / dayMilliseconds);
}
