import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesOf } from './places-of.ts';

const permission = (name: string) => ({ type: 'permission' as const, id: name, key: name, name });
const project = (name: string) => ({ type: 'project' as const, id: `id of ${name}`, key: name, name });

test('what somebody may do is told place by place, first what holds everywhere', () => {
  const places = placesOf([
    { permission: permission('Read Issue'), global: false, projects: [project('Wiki'), project('Payments')] },
    { permission: permission('Delete Project'), global: false, projects: [project('Payments')] },
    { permission: permission('Read User'), global: true, projects: null },
  ]);
  assert.deepEqual(
    places.map(({ place, permissions }) => [place, permissions.map(({ name }) => name)]),
    [
      [undefined, ['Read User']],
      ['Payments', ['Delete Project', 'Read Issue']],
      ['Wiki', ['Read Issue']],
    ],
  );
});

test('whoever holds nothing everywhere has no such place', () => {
  assert.deepEqual(placesOf([]), []);
  const [only] = placesOf([{ permission: permission('Read'), global: false, projects: [project('Wiki')] }]);
  assert.equal(only?.place, 'Wiki');
});
