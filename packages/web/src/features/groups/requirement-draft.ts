/** From when on a group requires two-factor authentication: what is chosen in the form, and the moment it means. */
import { day } from '../../lib/time.ts';

export interface RequirementDraft {
  readonly when: 'date' | 'now';
  /** `2027-02-21`, or an empty text while no whole date is typed. */
  readonly twoFactorRequiredFrom: string;
}

/** How long people are given unless somebody chooses otherwise. */
const daysGiven = 14;

export const dateMax = '9999-12-31';

export function requirementDraft(now: number): RequirementDraft {
  return { when: 'date', twoFactorRequiredFrom: printDay(now + daysGiven * day) };
}

/** The first day that can be chosen: tomorrow, as today has begun. */
export function firstDay(now: number): string {
  return printDay(now + day);
}

/** The first moment of a day, where the reader is; undefined for what is no day. */
export function startOfDay(date: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (parts === null) return undefined;
  const [year, month, dayOfMonth] = parts.slice(1).map(Number) as [number, number, number];
  const start = new Date(year, month - 1, dayOfMonth).getTime();
  return printDay(start) === date ? start : undefined;
}

function printDay(instant: number): string {
  const date = new Date(instant);
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  return [pad(date.getFullYear(), 4), pad(date.getMonth() + 1, 2), pad(date.getDate(), 2)].join('-');
}
