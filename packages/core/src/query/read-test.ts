import { foldText, wordsOf } from '../kernel/fold-text.ts';
import type { Instant } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { type FlagAttribute, findName, type PlainAttribute } from './attributes.ts';
import { parseDateWords } from './date-words.ts';
import type { FlagTest, NumberTest, PlainTest, TextTest, ValueTest } from './query.ts';
import { at, badQuery, quoted } from './query-refusal.ts';
import type { WordToken } from './tokens.ts';

/** Longer than anything that is stored to be found by; it also keeps a pattern far below what SQLite takes. */
const valueLengthMax = 300;

/** Reads a value as what its attribute can be asked. `label` is the attribute or field as people name it. */
export function readTest(
  token: WordToken,
  label: string,
  attribute: PlainAttribute,
  now: Instant,
): Result<PlainTest> {
  const bad = brokenWordRule(token, `after "${label}:"`);
  if (bad !== undefined) return badQuery(bad);
  if (attribute.kind === 'text' || attribute.kind === 'exact' || attribute.kind === 'reference') {
    return token.text === '' && token.delimiter !== '' && !token.starAfter
      ? badQuery(`must have a value in the brackets after "${label}:" ${at(token.start)}`)
      : ok(valueTest(token));
  }
  if (token.starBefore || token.starAfter) {
    return badQuery(`cannot have a star after "${label}:" ${at(token.start)}`);
  }
  switch (attribute.kind) {
    case 'flag':
      return readFlag(token, label, attribute);
    case 'date': {
      const test = parseDateWords(token.text, now);
      return test === undefined ? badQuery(rangeRule(token, label, dateForms)) : ok(test);
    }
    case 'number': {
      const test = parseNumbers(token.text);
      return test === undefined ? badQuery(rangeRule(token, label, numberForms)) : ok(test);
    }
  }
}

/** Reads text that stands for itself. */
export function readText(token: WordToken): Result<TextTest> {
  const bad = brokenWordRule(token, 'here');
  if (bad !== undefined) return badQuery(bad);
  if (token.starBefore) return badQuery(`cannot begin a word with a star ${at(token.start)}`);
  const words = wordsOf(token.text);
  if (words === '' && token.text !== '') {
    return badQuery(`must have a letter or a digit to look for in ${quoted(token.text)} ${at(token.start)}`);
  }
  if (words === '' && !token.starAfter)
    return badQuery(`must have something between the signs ${at(token.start)}`);
  return ok({ kind: 'text', words, match: token.delimiter === '' || token.starAfter ? 'prefix' : 'whole' });
}

const dateForms =
  'a day as 2026-11-01, a time as 2026-11-01T10:30, today, yesterday, a span as 7d, or a range of these with ..';
const numberForms = 'a whole number, or a range of these with ..';

function rangeRule(token: WordToken, label: string, forms: string): string {
  return `cannot have ${quoted(token.text)} after "${label}:" ${at(token.start)}, which takes ${forms}, the earlier end first`;
}

function brokenWordRule(token: WordToken, where: string): string | undefined {
  if (token.text.length > valueLengthMax) {
    return `must have at most ${valueLengthMax} characters in the value ${where} ${at(token.start)}`;
  }
  if (token.starBefore && !token.starAfter) {
    return `must have a star at both ends of ${quoted(token.text)} or at its end ${at(token.start)}`;
  }
  return undefined;
}

function valueTest({ text, starBefore, starAfter }: WordToken): ValueTest {
  const match = starBefore ? 'contains' : starAfter ? 'prefix' : 'equals';
  return { kind: 'value', match, value: text, folded: foldText(text) };
}

function readFlag(token: WordToken, label: string, attribute: FlagAttribute): Result<FlagTest> {
  const word = findName(attribute.words, token.text);
  if (word !== undefined) return ok({ kind: 'flag', word });
  const offered = Object.keys(attribute.words).join(', ');
  const asked = quoted(`${label}: ${token.text}`);
  return badQuery(`cannot ask ${asked} ${at(token.start)}; ${label} is asked with ${offered}`);
}

/** Fifteen digits are always exact; none of our counts has more. */
const wholeNumber = /^\d{1,15}$/;

function parseNumbers(text: string): NumberTest | undefined {
  const [left = '', right = left, ...others] = text.split('..').map((part) => part.trim());
  if (others.length > 0 || (left === '' && right === '')) return undefined;
  if ([left, right].some((end) => end !== '' && !wholeNumber.test(end))) return undefined;
  const min = left === '' ? undefined : Number(left);
  const max = right === '' ? undefined : Number(right);
  if (min !== undefined && max !== undefined && min > max) return undefined;
  return { kind: 'number', min, max };
}
