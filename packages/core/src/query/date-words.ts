import {
  dayMilliseconds,
  dayOf,
  type Instant,
  instant,
  instantMax,
  minuteMilliseconds,
} from '../kernel/instant.ts';
import type { DateTest } from './query.ts';

/**
 * The words for time: `2026-11-01`, `2026-11-01T10:30`, `today`, `yesterday`, `7d`, and ranges of them with `..`.
 * Days and hours are those of UTC, so that a query means the same wherever it is asked. A span alone is the time up
 * to now; in a range it counts back from now on the left and forward on the right: `today .. 7d` is the coming week.
 */
export function parseDateWords(text: string, now: Instant): DateTest | undefined {
  const [left = '', right, ...others] = text.split('..').map((part) => part.trim().toLowerCase());
  if (others.length > 0) return undefined;
  if (right === undefined) return parseStretch(left, now);
  const from = left === '' ? 'open' : parseEnd(left, now, -1)?.from;
  const until = right === '' ? 'open' : parseEnd(right, now, 1)?.until;
  if (from === undefined || until === undefined || (from === 'open' && until === 'open')) return undefined;
  if (from !== 'open' && until !== 'open' && from >= until) return undefined;
  return { kind: 'date', from: closed(from), until: closed(until) };
}

interface Stretch {
  readonly kind: 'date';
  readonly from: Instant;
  readonly until: Instant;
}

function closed(end: Instant | 'open'): Instant | undefined {
  return end === 'open' ? undefined : end;
}

function parseStretch(word: string, now: Instant): Stretch | undefined {
  const span = parseSpan(word);
  return span === undefined ? parseCalendar(word, now) : stretch(now - span, now + 1);
}

function parseEnd(word: string, now: Instant, direction: -1 | 1): Stretch | undefined {
  const span = parseSpan(word);
  if (span === undefined) return parseCalendar(word, now);
  return stretch(now + direction * span, now + direction * span);
}

function stretch(from: number, until: number): Stretch {
  return { kind: 'date', from: instant(from), until: instant(until) };
}

const units = { h: dayMilliseconds / 24, d: dayMilliseconds, w: 7 * dayMilliseconds } as const;

function parseSpan(word: string): number | undefined {
  const [, count, unit] = /^(\d{1,4})([hdw])$/.exec(word) ?? [];
  return count === undefined ? undefined : Number(count) * units[unit as keyof typeof units];
}

function parseCalendar(word: string, now: Instant): Stretch | undefined {
  const today = dayOf(now) * dayMilliseconds;
  if (word === 'today') return stretch(today, today + dayMilliseconds);
  if (word === 'yesterday') return stretch(today - dayMilliseconds, today);
  return parseMoment(word);
}

const momentForm = /^(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d))?z?)?$/;

/** A day, a minute or a second, from its beginning to the beginning of the next one. */
function parseMoment(word: string): Stretch | undefined {
  const match = momentForm.exec(word);
  if (match === null) return undefined;
  const [, year, month, date, hour, minute, second] = match.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const day = dayNumber(year ?? 0, month ?? 0, date ?? 0);
  if (day === undefined || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return undefined;
  const from =
    day * dayMilliseconds + ((hour ?? 0) * 60 + (minute ?? 0)) * minuteMilliseconds + (second ?? 0) * 1_000;
  const length = hour === undefined ? dayMilliseconds : second === undefined ? minuteMilliseconds : 1_000;
  return from < 0 || from > instantMax ? undefined : stretch(from, from + length);
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The days from 1970 to a day of the Gregorian calendar; nothing for a day that does not exist. */
function dayNumber(year: number, month: number, date: number): number | undefined {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = (monthLengths[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  if (date < 1 || date > length) return undefined;
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const inYear = monthLengths.slice(0, month - 1).reduce((sum, days) => sum + days, date - 1);
  return before * 365 + leapDays + inYear + (month > 2 && isLeap ? 1 : 0) - daysBefore1970;
}

/** The days from the first of the year 1 to 1970. */
const daysBefore1970 = 719_162;
