import assert from 'node:assert/strict';
import { test } from 'node:test';
import { olderThan, queryWord } from './query-words.ts';

test('a value with spaces or signs of the language stands in braces', () => {
  assert.equal(queryWord('author', 'jane.doe'), 'author: jane.doe');
  assert.equal(queryWord('target', 'a b'), 'target: {a b}');
  assert.equal(queryWord('target', 'or'), 'target: {or}');
  assert.equal(queryWord('target', 'a{b}\\,c'), 'target: {a{b\\}\\\\,c}');
});

test('what is older is asked for with the number of the last event', () => {
  assert.equal(olderThan('', 51), 'beforeId: 51');
  assert.equal(olderThan('author: jane', 51), 'author: jane beforeId: 51');
  assert.equal(
    olderThan('act: user.banned or act: user.deleted', 51),
    '(act: user.banned or act: user.deleted) and beforeId: 51',
  );
});

test('a limit that was typed gives way to the older one, and is never given twice', () => {
  assert.equal(olderThan('beforeid:90 author: jane', 51), 'beforeId: 51 author: jane');
  assert.equal(olderThan('target: {beforeId: 90}', 51), 'target: {beforeId: 90} beforeId: 51');
});
