import { plural } from '../../lib/format.ts';

const units = [
  { words: ['d', 'day', 'days'], seconds: 86_400, say: { one: '# day', other: '# days' } },
  { words: ['h', 'hour', 'hours'], seconds: 3_600, say: { one: '# hour', other: '# hours' } },
  { words: ['m', 'min', 'minute', 'minutes'], seconds: 60, say: { one: '# minute', other: '# minutes' } },
  { words: ['s', 'sec', 'second', 'seconds'], seconds: 1, say: { one: '# second', other: '# seconds' } },
] as const;

/** In the largest unit of which it is a whole number: `8 hours`, `90 seconds`. */
export function printDuration(seconds: number): string {
  const unit = units.find((one) => seconds % one.seconds === 0) ?? units[3];
  return plural(seconds / unit.seconds, unit.say);
}

/** In seconds; undefined if the text is no number with a unit. */
export function parseDuration(text: string): number | undefined {
  const [, digits, word] = /^([0-9][0-9,]{0,11})\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const unit = units.find(({ words }) => words.some((one) => one === word?.toLowerCase()));
  return digits === undefined || unit === undefined
    ? undefined
    : Number(digits.replaceAll(',', '')) * unit.seconds;
}
