/** How long a new token shall live: what is chosen in the form, and the moment it means. */
import { endOfDay } from '../../lib/calendar-day.ts';
import { day } from '../../lib/time.ts';

export type ExpiryChoice =
  | { readonly kind: 'days'; readonly days: number }
  /** `2027-02-21`, or an empty text while no whole date is typed. */
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'never' };

/** Offered beside the installation's own proposal. */
export const daysOffered: readonly number[] = [30, 90, 365];

const daysMax = 3_650;

/** From an address: a number of days, a date, or `never`. Anything else proposes nothing. */
export function parseExpiryChoice(text: string | undefined): ExpiryChoice | undefined {
  if (text === 'never') return { kind: 'never' };
  if (text !== undefined && endOfDay(text) !== undefined) return { kind: 'date', date: text };
  const days = /^[1-9][0-9]{0,3}$/.test(text ?? '') ? Number(text) : 0;
  return days > 0 && days <= daysMax ? { kind: 'days', days } : undefined;
}

/** The moment from which the token is refused; `null` is never, `undefined` a date that is none. */
export function expiresAt(choice: ExpiryChoice, now: number): number | null | undefined {
  if (choice.kind === 'never') return null;
  return choice.kind === 'days' ? now + choice.days * day : endOfDay(choice.date);
}
