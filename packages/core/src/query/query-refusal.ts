import { type Refused, refuse } from '../kernel/result.ts';
import { malformed, type Refusal } from '../refusal.ts';

/** A query that cannot be read: the rule it broke, as the end of a sentence about it. */
export function badQuery(rule: string): Refused<Refusal> {
  return refuse(malformed('query', rule));
}

const quotedMax = 60;

/** A piece of the query, cut so that a refusal never grows with it. */
export function quoted(text: string): string {
  const points = [...text];
  return `"${points.length > quotedMax ? `${points.slice(0, quotedMax).join('')}…` : text}"`;
}

/** Where something stands, counted as people count. */
export function at(position: number): string {
  return `(character ${position + 1})`;
}
