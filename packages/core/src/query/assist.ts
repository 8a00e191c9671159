/**
 * The completion of a query as Hub's clients ask for it while somebody types. The shape is what Ring UI's QueryAssist
 * reads: it drops an answer whose `query` and `caret` are not those it sent, colours `styleRanges`, and puts
 * `prefix + option + suffix` between `completionStart` and `completionEnd`. All places count UTF-16 code units.
 */

import { foldText } from '../kernel/fold-text.ts';
import { type Attributes, findName } from './attributes.ts';
import { type CaretPlace, findPlace } from './caret-place.ts';
import { queryLengthMax, takesRangeIn } from './parse.ts';
import { type Token, tokenize } from './tokens.ts';

export interface QueryAssistance {
  readonly query: string;
  readonly caret: number;
  readonly styleRanges: readonly StyleRange[];
  readonly suggestions: readonly Suggestion[];
}

export interface StyleRange {
  readonly start: number;
  readonly length: number;
  readonly style: 'field_name' | 'field_value' | 'operator' | 'text';
}

export interface Suggestion {
  /** Stands before the option and is not part of it: an opening brace. */
  readonly prefix?: string;
  readonly option: string;
  /** Stands behind it: a colon, a closing brace. */
  readonly suffix?: string;
  readonly description?: string;
  /** The part of the option that was typed already. */
  readonly matchingStart: number;
  readonly matchingEnd: number;
  /** Where the caret stands once it is completed. */
  readonly caret: number;
  readonly completionStart: number;
  readonly completionEnd: number;
}

const suggestionsMax = 50;

/** Completes a query at the caret. `values` are what the caller has found for the value that is being typed there. */
export function assistQuery(
  query: string,
  caret: number,
  attributes: Attributes,
  values: readonly string[] = [],
): QueryAssistance {
  if (query.length > queryLengthMax) return { query, caret, styleRanges: [], suggestions: [] };
  const tokens = tokenize(query, takesRangeIn(attributes));
  const place = findPlace(query, caret, attributes);
  const suggestions = optionsAt(place, attributes, values).flatMap((option) => suggest(option, place, query));
  return {
    query,
    caret,
    styleRanges: tokens.flatMap((token) => styleOf(token, attributes)),
    suggestions: suggestions.slice(0, suggestionsMax),
  };
}

/** Something that can stand at the caret, and what it is followed by. */
interface Option {
  readonly text: string;
  readonly description?: string;
  readonly suffix: ': ' | '(' | ' ';
  readonly isValue: boolean;
}

function optionsAt(place: CaretPlace, attributes: Attributes, values: readonly string[]): readonly Option[] {
  switch (place.kind) {
    case 'nowhere':
      return [];
    case 'value':
      return [...wordsFor(place), ...values.map((text) => valueOption(text))];
    case 'field':
      return namesOf(place.fields);
    case 'item':
      return [...namesOf(attributes), ...place.keywords.map(keywordOption)];
  }
}

function wordsFor(place: CaretPlace & { readonly kind: 'value' }): readonly Option[] {
  const { attribute } = place;
  if (attribute.kind === 'flag') {
    return Object.entries(attribute.words).map(([word, description]) => valueOption(word, description));
  }
  return attribute.kind === 'date' ? dateOptions : [];
}

const dateOptions: readonly Option[] = [
  valueOption('today', 'since midnight, UTC'),
  valueOption('yesterday', 'the day before, UTC'),
  valueOption('24h', 'within the last 24 hours'),
  valueOption('7d', 'within the last 7 days'),
  valueOption('30d', 'within the last 30 days'),
];

function valueOption(text: string, description?: string): Option {
  return { text, suffix: ' ', isValue: true, ...(description === undefined ? {} : { description }) };
}

const keywordMeanings = {
  and: 'both must hold',
  or: 'one of both must hold',
  not: 'what follows must not hold',
} as const;

function keywordOption(keyword: keyof typeof keywordMeanings): Option {
  return { text: keyword, description: keywordMeanings[keyword], suffix: ' ', isValue: false };
}

function namesOf(attributes: Attributes): readonly Option[] {
  return Object.entries(attributes).map(([text, { kind, description }]) => ({
    text,
    description,
    suffix: kind === 'tuple' ? '(' : ': ',
    isValue: false,
  }));
}

/** What reads as a value without braces: no sign, no space and no keyword. */
const bareForm = /^(?!(?:and|or|not)$)[^\s(),:{}"*]+$/i;

/** The option as a suggestion, if what was typed so far begins it or one of its words. */
function suggest(option: Option, place: CaretPlace, query: string): readonly Suggestion[] {
  const start = findTyped(option.text, place.typed);
  if (start === undefined) return [];
  const needsBraces = option.isValue && (place.isBraced || !bareForm.test(option.text));
  const written = (text: string) => (needsBraces ? text.replaceAll(/[\\}]/g, '\\$&') : text);
  const text = written(option.text);
  const rest = query.slice(place.end);
  const sign = place.isFollowedBySign || (option.suffix === ' ' && /^[\s),]/.test(rest)) ? '' : option.suffix;
  const prefix = needsBraces ? '{' : '';
  const suffix = `${needsBraces ? '}' : ''}${sign}`;
  return [
    {
      ...(prefix === '' ? {} : { prefix }),
      option: text,
      ...(suffix === '' ? {} : { suffix }),
      ...(option.description === undefined ? {} : { description: option.description }),
      matchingStart: written(option.text.slice(0, start)).length,
      matchingEnd: written(option.text.slice(0, start + place.typed.length)).length,
      caret: place.start + prefix.length + text.length + suffix.length,
      completionStart: place.start,
      completionEnd: place.end,
    },
  ];
}

/** Where in an option the typed text begins a word; the beginning when nothing was typed yet. */
function findTyped(option: string, typed: string): number | undefined {
  const sought = foldText(typed);
  if (sought === '') return 0;
  const starts = [0, ...[...option.matchAll(/[\s._@-]+/g)].map((gap) => gap.index + gap[0].length)];
  return starts.find((start) => foldText(option.slice(start)).startsWith(sought));
}

function styleOf(token: Token, attributes: Attributes): readonly StyleRange[] {
  const { start, end } = token;
  const range = (style: StyleRange['style'], from: number, to: number): StyleRange => ({
    start: from,
    length: to - from,
    style,
  });
  switch (token.kind) {
    case 'name':
    case 'tuple': {
      const nameEnd = start + token.name.length;
      const style = isKnown(token.name, attributes) ? 'field_name' : 'text';
      return [range(style, start, nameEnd), range('operator', end - 1, end)];
    }
    case 'value':
      return [range('field_value', start, end)];
    case 'text':
      return [range('text', start, end)];
    default:
      return [range('operator', start, end)];
  }
}

/** Whether a list has this attribute, or a tuple of it this field. */
function isKnown(name: string, attributes: Attributes): boolean {
  if (findName(attributes, name) !== undefined) return true;
  return Object.values(attributes).some(
    (attribute) => attribute.kind === 'tuple' && findName(attribute.fields, name) !== undefined,
  );
}
