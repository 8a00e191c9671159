/**
 * A query asked of one thing in memory, for lists that are short enough to be read whole.
 *
 * Such a list brings an answer for each attribute that it declares, and one for words without an attribute, as a
 * list in the store brings its conditions. The table is total: a new attribute does not compile until it has its
 * answer.
 */
import { foldText, searchText } from '../kernel/fold-text.ts';
import type { Attributes } from './attributes.ts';
import type { FlagTest, Query, TestOf, TextTest, ValueTest } from './query.ts';

/** How a list answers its attributes. */
export interface Answers<Item, List extends Attributes> {
  readonly attributes: { readonly [Name in keyof List]: (item: Item, test: TestOf<List[Name]>) => boolean };
  readonly text: (item: Item, test: TextTest) => boolean;
}

/** Whether the query finds the item. Without a query everything is found. */
export function isFound<Item, List extends Attributes>(
  item: Item,
  query: Query<List> | undefined,
  answers: Answers<Item, List>,
): boolean {
  if (query === undefined) return true;
  // Each attribute's name leads to the answer for its own tests: `Answers` says so for every list.
  return evaluate(item, query as Query, answers as unknown as Answers<Item, Attributes>);
}

/** What people write and read: case does not count. */
export function textFits<Item>(
  of: (item: Item) => string | undefined,
): (item: Item, test: ValueTest) => boolean {
  return (item, { match, folded }) => {
    const text = of(item);
    return text !== undefined && matches(foldText(text), match, folded);
  };
}

/** What programs write: as it stands. */
export function exactFits<Item>(
  of: (item: Item) => string | undefined,
): (item: Item, test: ValueTest) => boolean {
  return (item, { match, value }) => {
    const text = of(item);
    return text !== undefined && matches(text, match, value);
  };
}

/** Something else that is named by its id, or by what people call it. */
export interface Named {
  readonly id: string;
  readonly names: readonly string[];
}

/** Whether any of the things that the item refers to is the one that is asked for. */
export function referenceFits<Item>(
  of: (item: Item) => readonly Named[],
): (item: Item, test: ValueTest) => boolean {
  return (item, test) => of(item).some((named) => isNamed(named, test));
}

export function isNamed({ id, names }: Named, { match, value, folded }: ValueTest): boolean {
  return matches(id, match, value) || names.some((name) => matches(foldText(name), match, folded));
}

/** One answer for each word: a new word does not compile until it has one. */
export function wordFits<Item, Word extends string>(
  words: Readonly<Record<Word, (item: Item) => boolean>>,
): (item: Item, test: FlagTest<Word>) => boolean {
  return (item, { word }) => words[word](item);
}

/** Words without an attribute, looked for in what the list calls its entities. */
export function hasWords<Item>(
  of: (item: Item) => readonly (string | undefined)[],
): (item: Item, test: TextTest) => boolean {
  return (item, test) => standIn(of(item), test);
}

/** Whether the words stand in any of the texts. */
export function standIn(texts: readonly (string | undefined)[], { words, match }: TextTest): boolean {
  return searchText(texts).includes(match === 'whole' ? ` ${words} ` : ` ${words}`);
}

function evaluate<Item>(item: Item, query: Query, answers: Answers<Item, Attributes>): boolean {
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => evaluate(item, part, answers));
    case 'or':
      return query.parts.some((part) => evaluate(item, part, answers));
    case 'not':
      return !evaluate(item, query.part, answers);
    case 'attribute':
      return answer(item, query.name, query.test, answers);
    case 'tuple':
      return answer(item, query.name, query.fields, answers);
    case 'text':
      return answers.text(item, query);
  }
}

function answer<Item>(
  item: Item,
  name: string,
  asked: TestOf<Attributes[string]>,
  answers: Answers<Item, Attributes>,
): boolean {
  const asks = answers.attributes[name];
  if (asks === undefined) throw new TypeError(`no answer for the attribute ${name}`);
  return asks(item, asked);
}

function matches(text: string, match: ValueTest['match'], sought: string): boolean {
  switch (match) {
    case 'equals':
      return text === sought;
    case 'prefix':
      return text.startsWith(sought);
    case 'contains':
      return text.includes(sought);
  }
}
