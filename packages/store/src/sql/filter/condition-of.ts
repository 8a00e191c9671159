/**
 * A query as an SQL condition, the same on both engines.
 *
 * A list brings a condition for each attribute that it declares, and one for words without an attribute. The table
 * is total: a new attribute does not compile until it has its condition. Values only ever go in as parameters.
 */
import type { Attributes, Query, TestOf, TextTest } from '@countersign/core';
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { StoreDefect } from '../../failures.ts';

export type Condition = Expression<SqlBool>;

/** How a list answers its attributes. */
export interface Conditions<List extends Attributes> {
  readonly attributes: { readonly [Name in keyof List]: (test: TestOf<List[Name]>) => Condition };
  readonly text: (test: TextTest) => Condition;
}

/** The condition under which a row is in the answer. */
export function conditionOf<List extends Attributes>(
  query: Query<List>,
  conditions: Conditions<List>,
): Condition {
  // Each attribute's name leads to the condition for its own tests: `Conditions` says so for every list.
  return translate(query as Query, conditions as unknown as Conditions<Attributes>);
}

function translate(query: Query, conditions: Conditions<Attributes>): Condition {
  switch (query.kind) {
    case 'and':
      return joined(query.parts, conditions, sql` and `);
    case 'or':
      return joined(query.parts, conditions, sql` or `);
    case 'not':
      // A comparison with nothing is neither true nor false in SQL, and its negation would be neither, too: who has
      // no e-mail address would be missing from `not email: x`.
      return sql<SqlBool>`((${translate(query.part, conditions)}) is not true)`;
    case 'attribute':
      return answer(conditions, query.name, query.test);
    case 'tuple':
      return answer(conditions, query.name, query.fields);
    case 'text':
      return conditions.text(query);
  }
}

function joined(
  parts: readonly Query[],
  conditions: Conditions<Attributes>,
  separator: RawBuilder<unknown>,
): Condition {
  return sql<SqlBool>`(${sql.join(
    parts.map((part) => translate(part, conditions)),
    separator,
  )})`;
}

function answer(
  conditions: Conditions<Attributes>,
  name: string,
  asked: TestOf<Attributes[string]>,
): Condition {
  const condition = conditions.attributes[name];
  if (condition === undefined) throw new StoreDefect(`no condition for the attribute ${name}`);
  return condition(asked);
}
