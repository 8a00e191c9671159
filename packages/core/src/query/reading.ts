import type { Instant } from '../kernel/instant.ts';
import type { Result } from '../refusal.ts';
import type { Attributes } from './attributes.ts';
import { at, badQuery, quoted } from './query-refusal.ts';
import type { Token } from './tokens.ts';

/** Where the parser stands. */
export interface Reading {
  readonly tokens: readonly Token[];
  readonly attributes: Attributes;
  readonly now: Instant;
  next: number;
  tests: number;
}

export function peek(reading: Reading): Token | undefined {
  return reading.tokens[reading.next];
}

/** Steps over the sign if it is the next thing. */
export function take(reading: Reading, kind: Token['kind']): boolean {
  if (peek(reading)?.kind !== kind) return false;
  reading.next += 1;
  return true;
}

/** Something was expected, and either something else stands there or nothing. */
export function nothingThere(reading: Reading): Result<never> {
  const token = peek(reading);
  const before = reading.tokens[reading.next - 1];
  if (token !== undefined) return misplaced(token);
  return badQuery(`must go on after ${quoted(wordOf(before))} at the end`);
}

export function misplaced(token: Token): Result<never> {
  return badQuery(`cannot have ${quoted(wordOf(token))} here ${at(token.start)}`);
}

function wordOf(token: Token | undefined): string {
  if (token === undefined) return '';
  switch (token.kind) {
    case 'open':
      return '(';
    case 'close':
      return ')';
    case 'comma':
      return ',';
    case 'colon':
      return ':';
    case 'name':
      return `${token.name}:`;
    case 'tuple':
      return `${token.name}(`;
    case 'value':
    case 'text':
      return token.text;
    default:
      return token.kind;
  }
}
