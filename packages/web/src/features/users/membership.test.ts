import assert from 'node:assert/strict';
import { test } from 'node:test';
import { membershipOf } from './membership.ts';

const group = (name: string, parent?: string, more: { joined?: boolean; implicit?: boolean } = {}) => ({
  id: name,
  name,
  joined: false,
  implicit: false,
  parent: parent === undefined ? null : { type: 'userGroup' as const, id: parent, name: parent },
  ...more,
});

const all = [
  group('Everybody', undefined, { implicit: true }),
  group('Engineering'),
  group('Backend', 'Engineering'),
  group('Payments', 'Backend', { joined: true }),
  group('Frontend', 'Engineering', { joined: true }),
  group('Chess', undefined, { joined: true }),
];
const [everybody, engineering, backend, payments] = all as [
  ReturnType<typeof group>,
  ReturnType<typeof group>,
  ReturnType<typeof group>,
  ReturnType<typeof group>,
];

test('a group is joined, built in, or inherited through those below it that were joined', () => {
  assert.deepEqual(membershipOf(payments, all), { kind: 'joined' });
  assert.deepEqual(membershipOf(everybody, all), { kind: 'built-in' });
  assert.deepEqual(membershipOf(backend, all), { kind: 'inherited', through: ['Payments'] });
  assert.deepEqual(membershipOf(engineering, all), { kind: 'inherited', through: ['Payments', 'Frontend'] });
});

test('where the way up leads through a group that is not shown, it is only said to be inherited', () => {
  const shown = all.filter(({ name }) => name === 'Engineering' || name === 'Payments');
  assert.deepEqual(membershipOf(engineering, shown), { kind: 'inherited', through: [] });
});
