import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeQuery } from '../../ui/query-completion.ts';
import { suggestWords } from './suggest-words.ts';

const options = (query: string) => suggestWords(query, query.length).suggestions.map(({ option }) => option);

test('the names are offered first, narrowed by what is typed', () => {
  assert.ok(options('').includes('author'));
  assert.deepEqual(options('auth'), ['author']);
  assert.deepEqual(options('author: jane tok'), ['token']);
});

test('what happened is offered by its kind, with a sentence beside it', () => {
  const query = 'act: banned';
  const [first] = suggestWords(query, query.length).suggestions;
  assert.equal(first?.description, 'Banned a user');
  assert.deepEqual(options(query), ['user.banned', 'user.unbanned']);
  assert.equal(first && completeQuery(query, first), 'act: user.banned ');
});

test('further values after a comma are completed too', () => {
  assert.deepEqual(options('result: success, ref'), ['refused']);
});

test('a value that only the server knows is not guessed at', () => {
  assert.deepEqual(options('author: ja'), []);
});

test('a completion in the middle of a query leaves what stands after it', () => {
  const [first] = suggestWords('resu author: jane', 4).suggestions;
  assert.equal(first && completeQuery('resu author: jane', first), 'result:  author: jane');
});
