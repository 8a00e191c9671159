import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Beside } from './beside.ts';

test('what is put beside an object is kept from the second time on', () => {
  const beside = new Beside<object, string>();
  const target = { id: 1 };
  assert.equal(beside.get(target), undefined);
  beside.set(target, 'first');
  assert.equal(beside.get(target), undefined);
  beside.set(target, 'second');
  assert.equal(beside.get(target), 'second');
  beside.set(target, 'third');
  assert.equal(beside.get(target), 'third');
});

test('nobody sees it: not in copies, not in JSON, not among the keys, not by comparison', () => {
  const beside = new Beside<object, string>();
  const target = { id: 1 };
  for (const text of ['first', 'second']) beside.set(target, text);
  assert.deepEqual(target, { id: 1 });
  assert.deepEqual(Object.keys(target), ['id']);
  assert.equal(JSON.stringify(target), '{"id":1}');
  for (const copy of [{ ...target }, Object.assign({}, target), structuredClone(target)])
    assert.equal(beside.get(copy), undefined);
});

test('two of them keep two things beside one object', () => {
  const [one, other] = [new Beside<object, string>(), new Beside<object, string>()];
  const target = {};
  for (const beside of [one, other]) beside.set(target, 'first');
  one.set(target, 'of one');
  assert.deepEqual([one.get(target), other.get(target)], ['of one', undefined]);
});

test('beside an object that takes nothing more nothing is kept', () => {
  const beside = new Beside<object, string>();
  const target = Object.freeze({ id: 1 });
  for (const text of ['first', 'second', 'third']) beside.set(target, text);
  assert.equal(beside.get(target), undefined);
});

test('beside an object that was frozen later stays what was kept there', () => {
  const beside = new Beside<object, string>();
  const [once, twice] = [{ id: 1 }, { id: 2 }];
  beside.set(once, 'first');
  for (const text of ['first', 'second']) beside.set(twice, text);
  for (const target of [once, twice]) beside.set(Object.freeze(target), 'third');
  assert.deepEqual([beside.get(once), beside.get(twice)], [undefined, 'second']);
});
