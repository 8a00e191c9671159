import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOrder } from './order.ts';

const sortable = { name: 'asc', creationTime: 'desc' } as const;

function termsOf(text: string) {
  const reading = parseOrder(text, sortable);
  assert.ok(reading.ok, text);
  return reading.value.map(({ field, direction }) => `${field} ${direction}`);
}

function ruleOf(text: string) {
  const reading = parseOrder(text, sortable);
  assert.ok(!reading.ok, text);
  assert.equal(reading.errors[0]?.field, 'orderBy');
  return reading.errors[0]?.rule;
}

test('fields and directions are read in any case, with each default direction', () => {
  assert.deepEqual(termsOf('NAME:DESC, creationtime'), ['name desc', 'creationTime desc']);
  assert.deepEqual(termsOf('name'), ['name asc']);
  assert.deepEqual(termsOf(''), []);
});

test('of a field given twice the first place counts', () => {
  assert.deepEqual(termsOf('name:desc,name:asc'), ['name desc']);
});

test('an unknown field is named together with the known ones', () => {
  assert.equal(ruleOf('name,login'), 'cannot use "login"; this list is ordered by name, creationTime');
  assert.equal(ruleOf('__proto__'), 'cannot use "__proto__"; this list is ordered by name, creationTime');
});

test('an unknown direction is refused', () => {
  assert.equal(ruleOf('name:up'), 'must give "name" the direction asc or desc');
  assert.equal(ruleOf('name:'), 'must give "name" the direction asc or desc');
  assert.equal(ruleOf('name:asc:desc'), 'must give "name" the direction asc or desc');
});

test('a long order is refused before it is read', () => {
  assert.equal(ruleOf('name,'.repeat(41)), 'must be at most 200 characters');
});
