/**
 * Hub's query language, read from text.
 *
 *     Or    := And { "or" And }             Item  := name ":" value { "," value }
 *     And   := Run { "and" Run }                   | name "(" field ":" value { "," field ":" value } ")"
 *     Run   := Sign { Sign }                       | "(" Or ")" | "phrase" | {phrase} | word
 *     Sign  := "not" Sign | Item
 *
 * Things that stand side by side bind closest: any of the same attribute, all of different ones. Keywords and names
 * are read in any case, and what is left open at the end closes itself. Everything else is either understood or
 * refused by name and place: a filter that quietly filtered something else would show, or change, the wrong rows.
 */
import type { Instant } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { type Attributes, findName } from './attributes.ts';
import { parseAttribute } from './parse-attribute.ts';
import { allOf, anyOf, type Query } from './query.ts';
import { at, badQuery } from './query-refusal.ts';
import { readText } from './read-test.ts';
import { misplaced, nothingThere, peek, type Reading, take } from './reading.ts';
import { type Token, tokenize, type WordToken } from './tokens.ts';

export const queryLengthMax = 2_000;

/** Brackets and negations inside one another. */
export const queryDepthMax = 20;

/** Values and words that are compared: each costs the store a look at every row, at worst. */
export const queryTestsMax = 16;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is its purpose.
const controls = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/;

/**
 * Reads a query about a list; nothing when it is blank, which asks for everything. `testsMax` is for a list whose
 * values cost less than a look at every row.
 */
export function parseQuery<List extends Attributes>(
  text: string,
  attributes: List,
  now: Instant,
  testsMax: number = queryTestsMax,
): Result<Query<List> | undefined> {
  if (text.length > queryLengthMax) return badQuery(`must be at most ${queryLengthMax} characters`);
  if (!text.isWellFormed()) return badQuery('must be well-formed Unicode');
  if (controls.test(text)) return badQuery('must not contain control characters');
  const tokens = tokenize(text, takesRangeIn(attributes));
  if (tokens.length === 0) return ok(undefined);
  const reading: Reading = { tokens, attributes, now, next: 0, tests: 0 };
  const query = parseOr(reading, 0);
  if (!query.ok) return query;
  const rest = tokens[reading.next];
  if (rest !== undefined) return misplaced(rest);
  if (reading.tests > testsMax) return badQuery(`must have at most ${testsMax} values and words`);
  // Every name and word in it was found in the declaration: that is what the narrower type says.
  return ok(query.value as Query<List>);
}

/** Whether an attribute, or a field of one, is asked with ranges. */
export function takesRangeIn(attributes: Attributes): (name: string) => boolean {
  const isRange = (name: string, all: Attributes): boolean => {
    const found = findName(all, name);
    const kind = found === undefined ? undefined : all[found]?.kind;
    return kind === 'date' || kind === 'number';
  };
  return (name) =>
    isRange(name, attributes) ||
    Object.values(attributes).some(
      (attribute) => attribute.kind === 'tuple' && isRange(name, attribute.fields),
    );
}

/** A part of a run, with the attribute that it asks and that its neighbours may ask, too. */
interface Item {
  readonly name: string | undefined;
  readonly query: Query;
}

function parseOr(reading: Reading, depth: number): Result<Query> {
  const parts: Query[] = [];
  do {
    const part = parseAnd(reading, depth);
    if (!part.ok) return part;
    parts.push(part.value);
  } while (take(reading, 'or'));
  return ok(anyOf(parts));
}

function parseAnd(reading: Reading, depth: number): Result<Query> {
  const parts: Query[] = [];
  do {
    const part = parseRun(reading, depth);
    if (!part.ok) return part;
    parts.push(part.value);
  } while (take(reading, 'and'));
  return ok(allOf(parts));
}

function parseRun(reading: Reading, depth: number): Result<Query> {
  const first = reading.next;
  const items: Item[] = [];
  for (let token = peek(reading); token !== undefined && beginsItem(token); token = peek(reading)) {
    const before = reading.tokens[reading.next - 1];
    const isGlued = reading.next > first && isWord(before) && before.end === token.start;
    if (isGlued) return badQuery(`must have a space or brackets ${at(token.start)}`);
    const item = parseSign(reading, depth);
    if (!item.ok) return item;
    items.push(item.value);
  }
  return items.length > 0 ? ok(allOf(joinNeighbours(items))) : nothingThere(reading);
}

/** The same attribute asked again in a run offers another value. */
function joinNeighbours(items: readonly Item[]): readonly Query[] {
  const groups = new Map<string | Item, Query[]>();
  for (const item of items) {
    const group = groups.get(item.name ?? item);
    if (group === undefined) groups.set(item.name ?? item, [item.query]);
    else group.push(item.query);
  }
  return [...groups.values()].map(anyOf);
}

function parseSign(reading: Reading, depth: number): Result<Item> {
  const token = peek(reading);
  if (!take(reading, 'not')) return parseItem(reading, depth);
  if (depth >= queryDepthMax) return tooDeep;
  const after = peek(reading);
  if (after === undefined || !beginsItem(after)) {
    return badQuery(`must have something after "not" ${at(token?.start ?? 0)}`);
  }
  const item = parseSign(reading, depth + 1);
  return item.ok ? ok({ name: undefined, query: { kind: 'not', part: item.value.query } }) : item;
}

function parseItem(reading: Reading, depth: number): Result<Item> {
  const token = peek(reading);
  if (token === undefined) return nothingThere(reading);
  switch (token.kind) {
    case 'name':
    case 'tuple':
      return parseAttribute(reading, token);
    case 'text': {
      reading.next += 1;
      reading.tests += 1;
      const test = readText(token);
      return test.ok ? ok({ name: undefined, query: test.value }) : test;
    }
    case 'open': {
      if (depth >= queryDepthMax) return tooDeep;
      reading.next += 1;
      const inner = parseOr(reading, depth + 1);
      if (!inner.ok) return inner;
      const after = peek(reading);
      if (after !== undefined && !take(reading, 'close')) return misplaced(after);
      return ok({ name: undefined, query: inner.value });
    }
    default:
      return misplaced(token);
  }
}

const tooDeep = badQuery(`must be at most ${queryDepthMax} levels deep`);

function beginsItem({ kind }: Token): boolean {
  return kind === 'name' || kind === 'tuple' || kind === 'text' || kind === 'open' || kind === 'not';
}

function isWord(token: Token | undefined): token is WordToken {
  return token?.kind === 'value' || token?.kind === 'text';
}
