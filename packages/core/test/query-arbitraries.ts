import fc from 'fast-check';
import { foldText, wordsOf } from '../src/kernel/fold-text.ts';
import { instant } from '../src/kernel/instant.ts';
import type { Attributes, PlainAttribute } from '../src/query/attributes.ts';
import { queryTestsMax } from '../src/query/parse.ts';
import { allOf, anyOf, type PlainTest, type Query, type TextTest } from '../src/query/query.ts';

/** Any query about a list, over values from a few, so that many of them find something. */
export function queriesOf(
  attributes: Attributes,
  values: fc.Arbitrary<string>,
  moments: fc.Arbitrary<number>,
): fc.Arbitrary<Query> {
  const leaf = fc.oneof(
    textsOf(values),
    ...Object.entries(attributes).map(([name, attribute]) => leavesOf(name, attribute, values, moments)),
  );
  const { query } = fc.letrec<{ query: Query }>((tie) => {
    const parts = fc.array(tie('query'), { minLength: 2, maxLength: 3 });
    return {
      query: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        leaf,
        parts.map(allOf),
        parts.map(anyOf),
        tie('query').map((part): Query => ({ kind: 'not', part })),
      ),
    };
  });
  return query.filter((one) => testsIn(one) <= queryTestsMax);
}

/** How many values and words a query compares: no text may ask for more. */
function testsIn(query: Query): number {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.reduce((sum, part) => sum + testsIn(part), 0);
    case 'not':
      return testsIn(query.part);
    case 'tuple':
      return Object.values(query.fields as Record<string, readonly unknown[]>).flat().length;
    default:
      return 1;
  }
}

function leavesOf(
  name: string,
  attribute: Attributes[string],
  values: fc.Arbitrary<string>,
  moments: fc.Arbitrary<number>,
): fc.Arbitrary<Query> {
  if (attribute.kind !== 'tuple') {
    return testsOf(attribute, values, moments).map((test) => ({ kind: 'attribute', name, test }) as Query);
  }
  const fields = Object.entries(attribute.fields).map(
    ([field, plain]) =>
      [field, fc.array(testsOf(plain, values, moments), { minLength: 1, maxLength: 2 })] as const,
  );
  return fc
    .record(Object.fromEntries(fields), { requiredKeys: [fields[0]?.[0] ?? ''], noNullPrototype: true })
    .map((record) => ({ kind: 'tuple', name, fields: record }) as unknown as Query);
}

function testsOf(
  attribute: PlainAttribute,
  values: fc.Arbitrary<string>,
  moments: fc.Arbitrary<number>,
): fc.Arbitrary<PlainTest> {
  switch (attribute.kind) {
    case 'flag':
      return fc.constantFrom(...Object.keys(attribute.words)).map((word) => ({ kind: 'flag', word }));
    case 'date':
      return pairs(moments).map(([from, until]) => ({
        kind: 'date',
        from: from === undefined ? undefined : instant(from),
        until: until === undefined ? undefined : instant(until + 1_000),
      }));
    case 'number':
      return pairs(fc.nat({ max: 5 })).map(([min, max]) => ({ kind: 'number', min, max }));
    default:
      return fc
        .tuple(values, fc.constantFrom('equals' as const, 'prefix' as const, 'contains' as const))
        .map(([text, match]) => {
          const value = text.trim();
          return { kind: 'value', match: value === '' ? 'prefix' : match, value, folded: foldText(value) };
        });
  }
}

/** Two ends in order, of which at most one is open. */
function pairs(numbers: fc.Arbitrary<number>): fc.Arbitrary<[number | undefined, number | undefined]> {
  return fc
    .tuple(numbers, numbers, fc.nat({ max: 2 }))
    .map(([one, other, open]) => [
      open === 1 ? undefined : Math.min(one, other),
      open === 2 ? undefined : Math.max(one, other),
    ]);
}

function textsOf(values: fc.Arbitrary<string>): fc.Arbitrary<TextTest> {
  return fc.tuple(values, fc.boolean()).map(([text, isWhole]) => {
    const words = wordsOf(text);
    return { kind: 'text', words, match: isWhole && words !== '' ? 'whole' : 'prefix' };
  });
}
