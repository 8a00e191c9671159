import type { ValueTest } from '@countersign/core';
import { type Expression, sql } from 'kysely';
import { exactMatches, foldedMatches } from './column-conditions.ts';
import type { Condition } from './condition-of.ts';

/** How a reference names another entity: by its id as it stands, or by what people call it; see core's `isNamed`. */
export function refersTo(
  id: Expression<string>,
  ...names: readonly Expression<string>[]
): (test: ValueTest) => Condition {
  return (test) => anyOf([exactMatches(id)(test), ...names.map((name) => foldedMatches(name)(test))]);
}

/** Names that must be unique have one space where others may have several. */
export function withNameSpaces(test: ValueTest): ValueTest {
  return { ...test, folded: test.folded.replaceAll(/\s+/gu, ' ') };
}

/** Whether any holds; of none, none does. */
export function anyOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? never : sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}

export const always: Condition = sql<boolean>`1 = 1`;
export const never: Condition = sql<boolean>`1 = 0`;
