import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ListShape,
  nextSort,
  parseListView,
  printSort,
  searchFor,
  sortedBy,
  turnedTo,
} from './list-view.ts';

const shape: ListShape<'name' | 'creationTime' | 'expires'> = {
  sortable: { name: 'asc', creationTime: 'desc', expires: 'asc' },
  sortedBy: 'creationTime',
};
const sortOf = (sort: string) => printSort(parseListView(shape, { sort }).sort);

test('an address without parameters lists everything, in the order of the list', () => {
  assert.deepEqual(parseListView(shape, {}), {
    query: '',
    sort: { key: 'creationTime', direction: 'desc' },
    page: 1,
  });
});

test('sorting survives a reload, and nonsense sorts as usual', () => {
  assert.equal(sortOf('name:desc'), 'name:desc');
  assert.equal(sortOf('expires'), 'expires:asc');
  assert.equal(sortOf('toString:asc'), 'creationTime:desc');
  assert.equal(sortOf('name:sideways'), 'name:asc');
});

test('a page that is none is the first', () => {
  assert.deepEqual(
    ['2', '0', '-1', '1.5', 'x', '', '9999999'].map((page) => parseListView(shape, { page }).page),
    [2, 1, 1, 1, 1, 1, 1],
  );
});

test('a head pressed twice turns its order round, another begins with its own', () => {
  const byName = nextSort(shape, { key: 'creationTime', direction: 'desc' }, 'name');
  assert.equal(printSort(byName), 'name:asc');
  assert.equal(printSort(nextSort(shape, byName, 'name')), 'name:desc');
  assert.equal(printSort(nextSort(shape, byName, 'creationTime')), 'creationTime:desc');
});

test('looking for something else and sorting anew begin with the first page', () => {
  const before = { query: 'login: a', sort: 'name:asc', page: '3' };
  assert.equal(parseListView(shape, { ...before, ...searchFor('is: banned') }).page, 1);
  assert.equal(parseListView(shape, { ...before, ...sortedBy({ key: 'name', direction: 'desc' }) }).page, 1);
  assert.equal(parseListView(shape, { ...before, ...turnedTo(2) }).query, 'login: a');
});

test('what is usual is not written into the address', () => {
  assert.deepEqual({ ...searchFor(''), ...turnedTo(1) }, { query: undefined, page: undefined });
});
