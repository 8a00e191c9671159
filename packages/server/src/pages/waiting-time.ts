/** A waiting time in words, rounded up: who waits that long has waited long enough. */
export function waitingTime(seconds: number): string {
  if (seconds <= 90) return words(seconds, 'second');
  if (seconds <= 90 * 60) return words(Math.ceil(seconds / 60), 'minute');
  return words(Math.ceil(seconds / 3_600), 'hour');
}

function words(count: number, unit: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
