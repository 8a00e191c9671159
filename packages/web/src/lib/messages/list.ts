/** What every list says. */
import { formatNumber } from '../format.ts';
import { quoted } from './quoted.ts';

export const list = {
  selected: ({ count }: { count: number }) => `${formatNumber(count)} selected`,
  page: ({ from, to, total }: { from: number; to: number; total: number }) =>
    `${formatNumber(from)}–${formatNumber(to)} of ${formatNumber(total)}`,
  previous: 'Previous',
  next: 'Next',
  select: ({ name }: { name: string }) => `Select ${name}`,
  selectAll: 'Select all rows of this page',
  clear: 'Clear filter',
  noMatch: ({ query }: { query: string }) => `Nothing matches ${quoted(query)}.`,
  refused: ({ failed, count }: { failed: number; count: number }) =>
    count === 1 ? 'It was refused' : `${formatNumber(failed)} of ${formatNumber(count)} were refused`,
} as const;
