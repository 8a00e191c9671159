import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeQuery } from './query-completion.ts';

test('a suggestion takes the place of what it completes and leaves the rest of the query', () => {
  const banned = { option: 'banned', suffix: ' ', completionStart: 4, completionEnd: 6, caret: 11 };
  assert.equal(completeQuery('is: ba and login: x', banned), 'is: banned  and login: x');
});

test('a value with spaces comes with its braces, at the end of a query', () => {
  const name = {
    option: 'Lisa Butler',
    description: 'user',
    prefix: '{',
    suffix: '}',
    completionStart: 6,
    completionEnd: 8,
    caret: 19,
  };
  const completed = completeQuery('name: Li', name);
  assert.equal(completed, 'name: {Lisa Butler}');
  assert.equal(completed.length, name.caret);
});

test('a suggestion without prefix and suffix, as null or absent, adds only itself', () => {
  const login = {
    option: 'login',
    prefix: null,
    suffix: null,
    completionStart: 0,
    completionEnd: 0,
    caret: 5,
  };
  assert.equal(completeQuery('', login), 'login');
});
