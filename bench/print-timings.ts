import { median } from './median.ts';
import { type Timing, trivial } from './time-questions.ts';

/** What somebody waiting does not notice. */
const limitMilliseconds = 100;

/** A line for each question and asker, against the trivial question of the same asker in the same rounds. */
export function presentTimings(timings: readonly Timing[]): readonly string[] {
  const lines = [line('', 'found', 'min ms', 'median ms', 'most ms', 'x trivial')];
  for (const asker of new Set(timings.map((timing) => timing.asker))) {
    const asked = timings.filter((timing) => timing.asker === asker);
    const bare = asked.find(({ what }) => what === trivial.what)?.times ?? [];
    lines.push('', `  ${asker}`);
    for (const { what, total, times } of asked) {
      const figures = [Math.min(...times), median(times), Math.max(...times)].map((time) => time.toFixed(1));
      const ratio = (Math.min(...times) / Math.min(...bare)).toFixed(1);
      lines.push(line(what, total === undefined ? '' : String(total), ...figures, ratio));
    }
  }
  return [...lines, '', ...overLimit(timings)];
}

function overLimit(timings: readonly Timing[]): readonly string[] {
  const slow = timings.filter(({ times }) => Math.min(...times) > limitMilliseconds);
  if (slow.length === 0) return [`  Everything was answered within ${limitMilliseconds} ms.`];
  return [
    `  Never answered within ${limitMilliseconds} ms:`,
    ...slow.map(({ asker, what }) => `    ${what} (${asker})`),
  ];
}

function line(name: string, ...columns: readonly string[]): string {
  return `    ${name.slice(0, 41).padEnd(41)}${columns.map((text) => text.padStart(11)).join('')}`.trimEnd();
}
