import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQueryPairs } from './query-pairs.ts';

function pairsOf(text: string) {
  const read = readQueryPairs(text);
  assert.ok(read.ok, text);
  return read.value.map(({ name, values }) => [name, ...values]);
}

const queries: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '': [],
  '  ': [],
  'author: me': [['author', 'me']],
  'AUTHOR:me  event:  deleted': [
    ['author', 'me'],
    ['event', 'deleted'],
  ],
  'author: me and event: deleted AND act: user.banned': [
    ['author', 'me'],
    ['event', 'deleted'],
    ['act', 'user.banned'],
  ],
  'event: created, updated,deleted author: me': [
    ['event', 'created', 'updated', 'deleted'],
    ['author', 'me'],
  ],
  'target: {with spaces, and: a comma} act: {x}, y': [
    ['target', 'with spaces, and: a comma'],
    ['act', 'x', 'y'],
  ],
  'target: {a \\} and a \\\\}': [['target', 'a } and a \\']],
  'address: 2001:db8::7 after: 2026-01-31T12:00:00Z': [
    ['address', '2001:db8::7'],
    ['after', '2026-01-31T12:00:00Z'],
  ],
  'android: 1 and and: 2': [
    ['android', '1'],
    ['and', '2'],
  ],
};
for (const [query, expected] of Object.entries(queries)) {
  test(`"${query}" is read as its pairs`, () => {
    assert.deepEqual(pairsOf(query), expected);
  });
}

const faults: Readonly<Record<string, string>> = {
  jane: 'must be "name: value" at "jane"',
  'author:': 'must be "name: value" at "author:"',
  'author: me jane': 'must be "name: value" at "jane"',
  'author: me and': 'must be "name: value" at "and"',
  'author: a,': 'must be "name: value" at "author: a,"',
  'author: {never closed': 'must be "name: value" at "author: {never closed"',
  'author: a}b': 'must be "name: value" at "author: a}b"',
  '(author: me)': 'must be "name: value" at "(author: me)"',
  'not author: me': 'must be "name: value" at "not author: me"',
  ['x'.repeat(2_001)]: 'must be at most 2000 characters',
};
for (const [query, rule] of Object.entries(faults)) {
  test(`"${query.slice(0, 40)}" is refused, and the place is named`, () => {
    const read = readQueryPairs(query);
    assert.deepEqual(read, { ok: false, refusal: { kind: 'malformed', fields: [{ field: 'query', rule }] } });
  });
}

test('a long text that means nothing is refused as fast as it came', () => {
  for (const text of [
    'a '.repeat(900),
    '{'.repeat(2_000),
    `a: {${'\\'.repeat(1_990)}`,
    `a:${' '.repeat(1_990)}`,
  ]) {
    assert.equal(readQueryPairs(text).ok, false);
  }
});
