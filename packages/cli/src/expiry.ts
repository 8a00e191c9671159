/** What `--expires` says: `90d`, a date, or `none`. */
import { usageFault } from './fault.ts';

const dayMilliseconds = 86_400_000;
const daysMax = 36_500;

/** The instant from which on the token is no longer accepted; `null` is never. */
export function parseExpiry(text: string, now: number): number | null {
  if (text === 'none') return null;
  const days = /^([0-9]{1,5})d$/.exec(text)?.[1];
  if (days !== undefined && Number(days) >= 1 && Number(days) <= daysMax)
    return now + Number(days) * dayMilliseconds;
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) {
    // Through the whole of that day. A date that does not exist, as 2027-02-30, would come back as another
    // one.
    const last = Date.parse(`${text}T23:59:59.999Z`);
    if (!Number.isNaN(last) && new Date(last).toISOString().startsWith(text)) {
      if (last <= now) throw usageFault('--expires is in the past');
      return last;
    }
  }
  throw usageFault(
    `--expires must be a number of days such as 90d (at most ${daysMax}d), a date such as 2027-01-31, or none`,
  );
}
