import type { PlainTest, Query } from '../src/query/query.ts';

/** Writes a query out so that it reads back as the same tree: everything in braces, every part in brackets. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.map((part) => `(${printQuery(part)})`).join(` ${query.kind} `);
    case 'not':
      return `not (${printQuery(query.part)})`;
    case 'attribute':
      return `${query.name}: ${printTest(query.test as PlainTest)}`;
    case 'tuple': {
      const fields = Object.entries(query.fields) as [string, readonly PlainTest[]][];
      return `${query.name}(${fields.map(([name, tests]) => `${name}: ${tests.map(printTest).join(', ')}`).join(', ')})`;
    }
    case 'text':
      return query.match === 'whole' ? `"${query.words}"` : `"${query.words}"*`;
  }
}

function printTest(test: PlainTest): string {
  switch (test.kind) {
    case 'value':
      return `${test.match === 'contains' ? '*' : ''}{${test.value.replaceAll(/[\\}]/g, '\\$&')}}${
        test.match === 'equals' ? '' : '*'
      }`;
    case 'flag':
      return test.word;
    case 'date':
      return `${printInstant(test.from)} .. ${printInstant(test.until, -1_000)}`;
    case 'number':
      return `${test.min ?? ''} .. ${test.max ?? ''}`;
  }
}

/** Whole seconds: that is as fine as the language goes. */
function printInstant(moment: number | undefined, offset = 0): string {
  return moment === undefined ? '' : new Date(moment + offset).toISOString().slice(0, 19);
}
