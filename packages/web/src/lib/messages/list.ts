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
  retry: 'Try again',
  noMatch: ({ query }: { query: string }) => `Nothing matches ${quoted(query)}.`,
} as const;
