import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedFields } from './changed-fields.ts';

interface Thing {
  readonly name: string;
  readonly description: string | undefined;
  readonly viewers: readonly string[];
  readonly locked: boolean;
  readonly secret: string;
}

const thing: Thing = {
  name: 'Wiki',
  description: undefined,
  viewers: ['a', 'b'],
  locked: false,
  secret: 'csn_cs_canary',
};
const asked = { name: true, description: true, viewers: true, locked: true } as const;

test('what did not change is not told', () => {
  assert.deepEqual(changedFields(thing, { ...thing, viewers: ['a', 'b'] }, asked), []);
});

test('each field that changed is told with what was and what is, in the order in which it is asked', () => {
  const after = { ...thing, locked: true, name: 'Handbook', description: 'all we know' };
  assert.deepEqual(changedFields(thing, after, asked), [
    { field: 'name', before: 'Wiki', after: 'Handbook' },
    { field: 'description', before: undefined, after: 'all we know' },
    { field: 'locked', before: false, after: true },
  ]);
});

test('what was cleared is told as absent, and an empty text is none', () => {
  const described = { ...thing, description: 'all we know' };
  assert.deepEqual(changedFields(described, thing, asked), [
    { field: 'description', before: 'all we know', after: undefined },
  ]);
  assert.equal(changedFields(thing, { ...thing, description: '' }, asked).length, 1);
});

test('lists are compared by content and order', () => {
  for (const viewers of [['b', 'a'], ['a'], ['a', 'b', 'c'], []])
    assert.deepEqual(changedFields(thing, { ...thing, viewers }, asked), [
      { field: 'viewers', before: ['a', 'b'], after: viewers },
    ]);
});

test('a field that nobody asked for is never told', () => {
  assert.deepEqual(changedFields(thing, { ...thing, secret: 'another' }, asked), []);
});
