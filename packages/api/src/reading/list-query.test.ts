import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFieldsParameter, parseListQuery } from './list-query.ts';
import type { QueryParameters } from './page.ts';

const list = { topMax: 10_000, sortable: { name: 'asc' } } as const;

function read(query: QueryParameters) {
  const reading = parseListQuery(query, list);
  assert.ok(reading.ok, JSON.stringify(reading));
  return reading.value;
}

function faultsOf(query: QueryParameters) {
  const reading = parseListQuery(query, list);
  assert.ok(!reading.ok, JSON.stringify(query));
  return reading.errors.map(({ field, rule }) => `${field} ${rule}`);
}

const topRule = '$top must be a whole number from 0 to 10000, or -1 for all';

test('a list without parameters is its first hundred entities', () => {
  assert.deepEqual(read({}), { fields: undefined, skip: 0, top: 100, order: [], filter: undefined });
});

test('the dollar sign may be missing', () => {
  const { skip, top } = read({ top: '5', skip: '10' });
  assert.deepEqual({ skip, top }, { skip: 10, top: 5 });
  assert.equal(read({ $top: '0' }).top, 0);
});

test('a top of -1 asks for all', () => {
  assert.equal(read({ $top: '-1' }).top, 'all');
  assert.equal(read({ top: '-1' }).top, 'all');
});

test('a top beyond the maximum is refused and never cut', () => {
  assert.equal(read({ $top: '10000' }).top, 10_000);
  assert.deepEqual(faultsOf({ $top: '10001' }), [topRule]);
});

test('anything but a plain whole number is refused', () => {
  for (const value of ['', ' 1', '1.0', '1e2', '+1', '-2', '0x10', '１', '99999999999', 'NaN']) {
    assert.deepEqual(faultsOf({ $top: value }), [topRule], value);
  }
  assert.deepEqual(faultsOf({ $skip: '-1' }), ['$skip must be a whole number from 0 to 1000000000']);
});

test('a parameter given twice is refused, also under its two names', () => {
  assert.deepEqual(faultsOf({ $top: ['1', '2'] }), ['$top must be given only once']);
  assert.deepEqual(faultsOf({ $top: '1', top: '1' }), ['$top must be given only once']);
  assert.deepEqual(faultsOf({ fields: ['a', 'b'] }), ['fields must be given only once']);
});

test('a query is refused rather than ignored where a list is not filtered', () => {
  assert.deepEqual(faultsOf({ query: 'name: x' }), ['query is not offered on this list']);
  assert.equal(read({ query: '' }).filter, undefined);
});

test('a query is passed on as it is where a list is filtered', () => {
  const filter = (query: QueryParameters) => parseListQuery(query, { ...list, filtered: true });
  const read = (query: QueryParameters) => {
    const reading = filter(query);
    assert.ok(reading.ok);
    return reading.value.filter;
  };
  assert.equal(read({ query: 'name: {A B} and' }), 'name: {A B} and');
  assert.equal(read({ query: ' ' }), ' ');
  assert.equal(read({ query: '' }), undefined);
  assert.equal(read({}), undefined);
  assert.deepEqual(filter({ query: ['a', 'b'] }), {
    ok: false,
    errors: [{ field: 'query', rule: 'must be given only once' }],
  });
});

test('all faults are told at once', () => {
  assert.equal(faultsOf({ $top: 'x', $skip: 'x', orderBy: 'x', fields: '(', query: 'x' }).length, 5);
});

test('empty fields are not the same as none', () => {
  assert.equal(read({}).fields, undefined);
  assert.equal(read({ fields: '' }).fields?.size, 0);
  assert.deepEqual(parseFieldsParameter({}), { ok: true, value: undefined });
});
