/** Pages: the envelope around a list, and the query parameters that choose a part of it. */
import * as z from 'zod';
import { type Reading, readable, unreadable, unreadableTogether } from './field-error.ts';

/** The members of every page beside its list; spread into the page's schema. */
export function pageEnvelope<Type extends string>(type: Type) {
  return {
    type: z.literal(type),
    skip: z.int().min(0).describe('How many entities come before this page'),
    top: z.int().min(-1).describe('How many entities this page may hold; -1 is all of them'),
    total: z.int().min(0).describe('How many entities the whole list has'),
  };
}

/** The part of a list that is asked for; `'all'` is `$top=-1`. */
export interface PageRequest {
  readonly skip: number;
  readonly top: number | 'all';
}

export const topDefault = 100;
const skipMax = 1_000_000_000;

/** Raw query parameters, as a parser of query strings gives them: a repeated one is a list. */
export type QueryParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads `$top` and `$skip`, which some clients send without the dollar sign. */
export function parsePage(query: QueryParameters, limits: { readonly topMax: number }): Reading<PageRequest> {
  const top = parseWhole(query, 'top', limits.topMax);
  const skip = parseWhole(query, 'skip', skipMax);
  if (!top.ok || !skip.ok) return unreadableTogether(top, skip);
  return readable({ top: top.value === -1 ? 'all' : (top.value ?? topDefault), skip: skip.value ?? 0 });
}

function parseWhole(query: QueryParameters, name: 'top' | 'skip', max: number): Reading<number | undefined> {
  const given = parseSingle(query, `$${name}`, name);
  if (!given.ok || given.value === undefined) return given as Reading<undefined>;
  const rule = `must be a whole number from 0 to ${max}${name === 'top' ? ', or -1 for all' : ''}`;
  if (name === 'top' && given.value === '-1') return readable(-1);
  if (!/^[0-9]{1,10}$/.test(given.value)) return unreadable(`$${name}`, rule);
  const value = Number(given.value);
  return value > max ? unreadable(`$${name}`, rule) : readable(value);
}

/**
 * One query parameter, under its name or a second one; given twice it is refused, as nobody knows which one
 * counts.
 */
export function parseSingle(
  query: QueryParameters,
  name: string,
  alias?: string,
): Reading<string | undefined> {
  const values = [name, ...(alias === undefined ? [] : [alias])].flatMap((key) =>
    Object.hasOwn(query, key) ? (query[key] ?? []) : [],
  );
  return values.length > 1 ? unreadable(name, 'must be given only once') : readable(values[0]);
}
