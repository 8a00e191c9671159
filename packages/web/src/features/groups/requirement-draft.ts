/** From when on a group requires two-factor authentication: what is chosen in the form, and the moment it means. */
import { printDate } from '../../lib/calendar-day.ts';
import { day } from '../../lib/time.ts';

export interface RequirementDraft {
  readonly when: 'date' | 'now';
  /** `2027-02-21`, or an empty text while no whole date is typed. */
  readonly twoFactorRequiredFrom: string;
}

/** How long people are given unless somebody chooses otherwise. */
const daysGiven = 14;

export function requirementDraft(now: number): RequirementDraft {
  return { when: 'date', twoFactorRequiredFrom: printDate(now + daysGiven * day) };
}

/** The first day that can be chosen: tomorrow, as today has begun. */
export function firstDay(now: number): string {
  return printDate(now + day);
}
