import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsQuery } from './words-query.ts';

test('typing nothing asks for the first of all', () => {
  assert.equal(wordsQuery('  '), '');
  assert.equal(wordsQuery('', 'not is: builtIn'), 'not is: builtIn');
});

test('the last word may go on', () => {
  assert.equal(wordsQuery('jane d'), '{jane d}*');
  assert.equal(wordsQuery('jane', 'not is: builtIn'), '{jane}* and not is: builtIn');
});

test('signs of the query language are part of a name', () => {
  assert.equal(wordsQuery('is: banned'), '{is: banned}*');
  assert.equal(wordsQuery('a}b\\c'), '{a\\}b\\\\c}*');
});
