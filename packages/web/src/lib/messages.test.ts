import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatList, formatNumber, plural } from './format.ts';
import { t } from './messages.ts';

test('counts have thousands apart, and one is singular', () => {
  assert.equal(formatNumber(1204), '1,204');
  const forms = { one: '# token', other: '# tokens' };
  assert.deepEqual(
    [0, 1, 2, 1204].map((count) => plural(count, forms)),
    ['0 tokens', '1 token', '2 tokens', '1,204 tokens'],
  );
});

test('lists read as people say them', () => {
  assert.equal(formatList(['Wiki']), 'Wiki');
  assert.equal(formatList(['Wiki', 'Forum', 'Build server']), 'Wiki, Forum and Build server');
});

test('the button that deletes carries the count from two on', () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => t.tokens.delete({ count })),
    ['Delete…', 'Delete…', 'Delete 2…'],
  );
});

test('one token is deleted by its name, several by their number', () => {
  assert.equal(t.deletion.title({ names: ['nightly export'] }), 'Delete token “nightly export”?');
  assert.equal(t.deletion.title({ names: ['one', 'two'] }), 'Delete 2 tokens?');
  assert.equal(t.deletion.done({ names: ['nightly export'] }), 'Token “nightly export” deleted.');
  assert.equal(t.deletion.done({ names: ['one', 'two'] }), '2 tokens deleted.');
});

test('a name with signs that mean something to a template stays as it is', () => {
  assert.equal(t.deletion.title({ names: ['# $& {x}'] }), 'Delete token “# $& {x}”?');
});
