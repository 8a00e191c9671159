import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextSort, parseView, printSort } from './view.ts';

test('an address without parameters shows the newest tokens first', () => {
  assert.deepEqual(parseView({}), {
    sort: { key: 'creationTime', direction: 'desc' },
    page: 1,
    proposal: undefined,
  });
});

test('sorting survives a reload, and nonsense sorts as usual', () => {
  assert.deepEqual(parseView({ sort: 'name:desc' }).sort, { key: 'name', direction: 'desc' });
  assert.deepEqual(parseView({ sort: 'expires' }).sort, { key: 'expires', direction: 'asc' });
  assert.equal(printSort(parseView({ sort: 'toString:asc' }).sort), 'creationTime:desc');
  assert.equal(printSort(parseView({ sort: 'name:sideways' }).sort), 'name:asc');
});

test('a page that is none is the first', () => {
  assert.deepEqual(
    ['2', '0', '-1', '1.5', 'x', '', '9999999'].map((page) => parseView({ page }).page),
    [2, 1, 1, 1, 1, 1, 1],
  );
});

test('a head pressed twice turns its order round, another begins with its own', () => {
  const byName = nextSort({ key: 'creationTime', direction: 'desc' }, 'name');
  assert.equal(printSort(byName), 'name:asc');
  assert.equal(printSort(nextSort(byName, 'name')), 'name:desc');
  assert.equal(printSort(nextSort(byName, 'creationTime')), 'creationTime:desc');
});

test('a link proposes a token by name, scope and expiry', () => {
  assert.deepEqual(parseView({ name: ' nightly ', scope: 'wiki, build,', expires: '30' }).proposal, {
    name: 'nightly',
    scope: ['wiki', 'build'],
    expiry: { kind: 'days', days: 30 },
  });
});

test('a link may leave out what it has no opinion about', () => {
  assert.deepEqual(parseView({ scope: 'wiki' }).proposal, {
    name: undefined,
    scope: ['wiki'],
    expiry: undefined,
  });
});
