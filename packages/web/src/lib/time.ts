/**
 * Moments as people read them. Near ones are told by their distance, far ones by their date, and the exact
 * moment is always within reach. All functions are pure: the present is an argument.
 */
import { language } from './format.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
export const day = 24 * hour;
const distanceMax = 30 * day;
const soon = 7 * day;

const distances = new Intl.RelativeTimeFormat(language, { numeric: 'always' });

/** `21 Feb 2027` */
export function formatDate(instant: number, timeZone?: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone }).format(instant);
}

/** The moment to the second, where the reader is and in UTC. */
export function formatExact(instant: number, timeZone?: string): { local: string; utc: string } {
  const format = (zone: string | undefined) =>
    new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
      timeZone: zone,
    }).format(instant);
  return { local: format(timeZone), utc: format('UTC') };
}

/** `4 minutes ago`, `in 5 days`; a date when it is more than 30 days away. */
export function formatRelative(instant: number, now: number, timeZone?: string): string {
  const distance = instant - now;
  if (Math.abs(distance) > distanceMax) return formatDate(instant, timeZone);
  if (Math.abs(distance) < minute) return distance > 0 ? 'in less than a minute' : 'less than a minute ago';
  return formatDistance(distance);
}

export type Expiry =
  | { readonly kind: 'never' }
  | { readonly kind: 'expired'; readonly date: string }
  | { readonly kind: 'soon'; readonly distance: string }
  | { readonly kind: 'later'; readonly date: string };

/** How near the end is: what to show, and how loudly. */
export function expiryOf(expires: number | null, now: number, timeZone?: string): Expiry {
  if (expires === null) return { kind: 'never' };
  if (expires <= now) return { kind: 'expired', date: formatDate(expires, timeZone) };
  if (expires - now > soon) return { kind: 'later', date: formatDate(expires, timeZone) };
  return { kind: 'soon', distance: formatRelative(expires, now, timeZone) };
}

// What has passed is told by whole units; what is to come, by the nearest unit.
function formatDistance(distance: number): string {
  const size = Math.abs(distance);
  const [length, unit] =
    size >= day
      ? ([day, 'day'] as const)
      : size >= hour
        ? ([hour, 'hour'] as const)
        : ([minute, 'minute'] as const);
  const count = distance < 0 ? -Math.floor(size / length) : Math.round(size / length);
  return distances.format(count, unit);
}
