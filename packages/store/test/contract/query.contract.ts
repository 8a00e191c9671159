import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Instant,
  instant,
  parseQuery,
  type Query,
  queryLengthMax,
  queryTestsMax,
} from '@countersign/core';
import fc from 'fast-check';
import { queriesOf } from '../../../core/test/query-arbitraries.ts';
import { userAttributes } from '../../../core/test/user-attributes.ts';
import { type Conditions, conditionOf } from '../../src/sql/filter/condition-of.ts';
import { documentedAnswers, documentedNow, documentedPeople } from './documented-queries.ts';
import { isFound } from './evaluate-query.ts';
import { findPeople, insertPeople, type OpenPeople, type Person, peopleConditions } from './people.ts';

type UserQuery = Query<typeof userAttributes>;

/** Texts that a careless comparison, collation or escape would confuse with one another. */
const texts = [
  ...[
    'jane',
    'Jane Doe',
    'JANE',
    'jan',
    'Zoë',
    'ZOË',
    'zoe\u0308',
    'Zoe',
    'Straße',
    'strasse',
    'ΣΊΣΥΦΟΣ',
    'Σίσυφος',
  ],
  ...[
    'ı',
    'I',
    'i',
    'İ',
    'ﬁn',
    'fin',
    '日本',
    '日本語',
    '🦊',
    '🦊🦊',
    '𐀀',
    '\ud7ff',
    '\ue000',
    '\u{10ffff}',
    'a',
    'A',
  ],
  ...[
    '%',
    '_',
    'a%b',
    'a_b',
    'axb',
    '\\',
    'a\\b',
    "'",
    "a'b",
    `'; drop table people; --`,
    '?',
    '$1',
    'a-b',
    'a.b',
    'a b',
  ],
];

const day = 86_400_000;
const ids = ['A-1', 'a-1', 'a_1', 'a%1', 'axb1'];

const people: readonly Person[] = Array.from({ length: 60 }, (_, index) => {
  const text = (step: number) => texts[(index * step + step) % texts.length] ?? '';
  return {
    id: ids[index] ?? `${text(1)} ${index}`,
    login: text(1),
    name: `${text(5)}${index % 3 === 0 ? ` ${text(7)}` : ''}`,
    email: index % 4 === 0 ? undefined : text(11),
    groups: index % 5 === 0 ? [] : [text(3), text(13)],
    states: (['banned', 'bot'] as const).filter((_state, bit) => (index >> bit) % 2 === 1),
    createdAt: (index % 9) * day,
    tokens: index % 6,
    grants:
      index % 2 === 0
        ? []
        : [
            { project: text(2), role: text(4) },
            { project: text(6), role: text(8) },
          ],
  };
});

const pieces = fc.oneof(
  fc.constantFrom(...texts),
  fc
    .constantFrom(...texts, ...ids)
    .chain((text) => fc.nat({ max: text.length }).map((end) => text.slice(0, end))),
  fc.tuple(fc.constantFrom(...texts), fc.constantFrom(...texts)).map(([one, other]) => `${one} ${other}`),
);
const values = pieces.filter((text) => text.isWellFormed());
const moments = fc.integer({ min: 0, max: 20 }).map((half) => (half * day) / 2);
const queries = queriesOf(userAttributes, values, moments) as fc.Arbitrary<UserQuery>;

export function queryContract(open: OpenPeople): void {
  describe('queries', () => {
    test('find exactly those for whom they hold', async (t) => {
      const db = await open(t);
      await insertPeople(db, people);
      let found = 0;
      await fc.assert(
        fc.asyncProperty(queries, async (query) => {
          const expected = people.filter((person) => isFound(query, person)).map(({ id }) => id);
          if (expected.length > 0 && expected.length < people.length) found += 1;
          assert.deepEqual(new Set(await findPeople(db, query)), new Set(expected));
        }),
        { numRuns: 600 },
      );
      assert.ok(found > 100, 'too few of the queries told anybody apart');
    });

    test('put no value into the text of a statement', async (t) => {
      const db = await open(t);
      const text = `login: x'y, *x'y*, x'y* name: {x'y} "x'y" in: x'y access(project: x'y, with: x'y) tokens: 77777`;
      const query = parsed(text, instant(0));
      assert.ok(query);
      const where = db.selectFrom('people').select('id').where(conditionOf(query, peopleConditions));
      const { sql, parameters } = where.compile();
      assert.doesNotMatch(sql, /x'y|x y|77777/);
      assert.ok(parameters.includes("x'y") && parameters.includes(' x y ') && parameters.includes(77777));
    });

    test('of the greatest size and depth are answered', async (t) => {
      const db = await open(t);
      await insertPeople(db, people);
      // One character that folds into eighteen, in a value as long as a value may be.
      const long = `name: *{${'\ufdfa'.repeat(300)}}*`;
      // Three values at a time, as many as there may be with the long one at the end.
      const many = `${'not ('.repeat(10)}${'a or is: bot and b or '.repeat((queryTestsMax - 1) / 3)}${long}`;
      assert.ok(many.length <= queryLengthMax);
      assert.ok((await findPeople(db, parsed(many, instant(0)))).length > 0);
      const list = Array.from({ length: queryTestsMax }, (_, index) => `"${index}"`).join(' or ');
      await findPeople(db, parsed(list, instant(0)));
      const deep = `${'not (name: a and '.repeat(10)}b`;
      await findPeople(db, parsed(deep, instant(0)));
    });

    test('answer every example of the page for administrators as the page says', async (t) => {
      const db = await open(t);
      await insertPeople(db, documentedPeople);
      assert.ok(documentedAnswers.length > 30);
      for (const { query, finds } of documentedAnswers) {
        assert.deepEqual(await findPeople(db, parsed(query, documentedNow)), finds, query);
      }
    });
  });
}

/** A declaration with one attribute more needs one condition more. */
export const incomplete: Conditions<
  typeof userAttributes & { readonly badge: { kind: 'text'; description: '' } }
> = {
  text: peopleConditions.text,
  // @ts-expect-error the condition for `badge` is missing
  attributes: peopleConditions.attributes,
};

function parsed(text: string, now: Instant): UserQuery | undefined {
  const query = parseQuery(text, userAttributes, now);
  assert.ok(query.ok, `${text}: ${JSON.stringify(query)}`);
  return query.value;
}
