/** A day as date fields write it, `2027-02-21`, and the moments where it begins and ends for the reader. */

/** The last day that the API can write down. */
export const dateMax = '9999-12-31';

/** The day of a moment where the reader is, as date fields write it. */
export function printDate(instant: number): string {
  const date = new Date(instant);
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  return [pad(date.getFullYear(), 4), pad(date.getMonth() + 1, 2), pad(date.getDate(), 2)].join('-');
}

/** The first moment of a day, where the reader is; undefined for what is no day. */
export function startOfDay(date: string): number | undefined {
  return midnight(date, 0);
}

/** The last moment of a day, where the reader is; undefined for what is no day. */
export function endOfDay(date: string): number | undefined {
  // The day after, minus a moment: on some days clocks are moved, and midnight is not 24 hours later.
  const next = midnight(date, 1);
  return next === undefined ? undefined : next - 1;
}

/** Where a day begins that is this one, or so many days later; undefined where no calendar has this one. */
function midnight(date: string, daysLater: number): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (parts === null) return undefined;
  const [year, month, dayOfMonth] = parts.slice(1).map(Number) as [number, number, number];
  if (printDate(new Date(year, month - 1, dayOfMonth).getTime()) !== date) return undefined;
  return new Date(year, month - 1, dayOfMonth + daysLater).getTime();
}
