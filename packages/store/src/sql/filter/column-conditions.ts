import type { DateTest, FlagTest, NumberTest, TextTest, ValueTest } from '@countersign/core';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Condition } from './condition-of.ts';
import { prefixEnd } from './prefix-end.ts';

/**
 * The conditions that most attributes need, each over one column. Neither engine is ever asked about case: a folded
 * column holds what core's `foldText` or `searchText` made, and is compared byte by byte.
 */

type TextColumn = Expression<string | null>;
type NumberColumn = Expression<number | null>;

/** Over a column of folded texts: case does not count. */
export function foldedMatches(column: TextColumn): (test: ValueTest) => Condition {
  return ({ match, folded }) => matches(column, match, folded);
}

/** Over a column of ids, keys and other words of programs, where case counts. */
export function exactMatches(column: TextColumn): (test: ValueTest) => Condition {
  return ({ match, value }) => matches(column, match, value);
}

/** Over a column of folded texts, for an attribute that asks for a beginning with or without a star. */
export function foldedBegins(column: TextColumn): (test: ValueTest) => Condition {
  return ({ match, folded }) => matches(column, match === 'equals' ? 'prefix' : match, folded);
}

/** Over a column of instants. */
export function isWithin(column: NumberColumn): (test: DateTest) => Condition {
  return ({ from, until }) =>
    all([
      ...(from === undefined ? [] : [sql<SqlBool>`${column} >= ${from}`]),
      ...(until === undefined ? [] : [sql<SqlBool>`${column} < ${until}`]),
    ]);
}

/** Over a column of whole numbers. */
export function isBetween(column: NumberColumn): (test: NumberTest) => Condition {
  return ({ min, max }) =>
    all([
      ...(min === undefined ? [] : [sql<SqlBool>`${column} >= ${min}`]),
      ...(max === undefined ? [] : [sql<SqlBool>`${column} <= ${max}`]),
    ]);
}

/** One condition for each word: a new word does not compile until it has one. */
export function isWord<Word extends string>(
  words: Readonly<Record<Word, Condition>>,
): (test: FlagTest<Word>) => Condition {
  return ({ word }) => words[word];
}

/** Over a column of `searchText`, for words without an attribute. */
export function hasWords(column: TextColumn): (test: TextTest) => Condition {
  const wordEnd = { prefix: '', whole: ' ' };
  return ({ words, match }) => contains(column, ` ${words}${wordEnd[match]}`);
}

function matches(column: TextColumn, match: ValueTest['match'], text: string): Condition {
  switch (match) {
    case 'equals':
      return sql<SqlBool>`${column} = ${text}`;
    case 'prefix':
      return begins(column, text);
    case 'contains':
      return contains(column, text);
  }
}

/** A range rather than a pattern: an index answers it on both engines. */
function begins(column: TextColumn, prefix: string): Condition {
  const end = prefixEnd(prefix);
  if (end === undefined) return sql<SqlBool>`${column} >= ${prefix}`;
  return sql<SqlBool>`(${column} >= ${prefix} and ${column} < ${end})`;
}

/** Not by a pattern, to which case counts on one engine and not on the other. */
function contains(column: TextColumn, part: string): Condition {
  if (part === '') return sql<SqlBool>`${column} is not null`;
  return sql<SqlBool>`instr(${column}, ${part}) > 0`;
}

/** At least one of them is there: no test is open at both ends. */
function all(conditions: readonly Condition[]): Condition {
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}
