/** How long a new token shall live: what is chosen in the form, and the moment it means. */
import { day } from '../../lib/time.ts';

export type ExpiryChoice =
  | { readonly kind: 'days'; readonly days: number }
  /** `2027-02-21`, or an empty text while no whole date is typed. */
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'never' };

/** Offered beside the installation's own proposal. */
export const daysOffered: readonly number[] = [30, 90, 365];

/** The last day that the API can write down. */
export const dateMax = '9999-12-31';

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

/** The last moment of a day, where the reader is. */
export function endOfDay(date: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (parts === null) return undefined;
  const [year, month, dayOfMonth] = parts.slice(1).map(Number) as [number, number, number];
  // The day after, minus a moment: on some days clocks are moved, and midnight is not 24 hours later.
  const end = new Date(year, month - 1, dayOfMonth + 1);
  end.setMilliseconds(-1);
  return printDate(end.getTime()) === date ? end.getTime() : undefined;
}

/** The day of a moment where the reader is, as date fields write it. */
export function printDate(instant: number): string {
  const date = new Date(instant);
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  return [pad(date.getFullYear(), 4), pad(date.getMonth() + 1, 2), pad(date.getDate(), 2)].join('-');
}
