import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globalProjectId, type PermissionKey, type PlaceId, type ServiceId, trustId } from '../kernel/id.ts';
import { catalogOf, type Permission, readServicePermission, updateGroupPermission } from './permission.ts';
import { fromPairs } from './permission-set.ts';
import { projectsOf, reachOf } from './reach.ts';

const service = trustId<ServiceId>('5-0');
const [read, write, gone] = ['wiki.read', 'wiki.write', 'wiki.gone'] as PermissionKey[] as [
  PermissionKey,
  PermissionKey,
  PermissionKey,
];
const declare = (key: PermissionKey): Permission => ({
  key,
  name: key,
  description: undefined,
  serviceId: service,
  holdsIn: 'project',
  implies: [],
});
const catalog = catalogOf([declare(write), declare(read)]);
const [payments, blog, group] = ['8-1', '8-0', '3-7'] as PlaceId[] as [PlaceId, PlaceId, PlaceId];

function told(...pairs: readonly (readonly [PermissionKey, PlaceId])[]) {
  return reachOf(fromPairs(pairs), catalog).map(({ permission, projects }) => [permission.key, projects]);
}

test('a set is told permission by permission, in a fixed order', () => {
  assert.deepEqual(told([write, payments], [read, payments], [read, blog]), [
    [read, [blog, payments]],
    [write, [payments]],
  ]);
});

test('what holds in Global holds everywhere, whatever else is written', () => {
  for (const pairs of [
    [
      [read, globalProjectId],
      [read, payments],
    ] as const,
    [
      [read, payments],
      [read, globalProjectId],
    ] as const,
  ])
    assert.deepEqual(told(...pairs), [[read, 'all']]);
});

test('what holds in the place of a group or of a service is not told, and neither is what nobody declares', () => {
  assert.deepEqual(
    told([updateGroupPermission, group], [readServicePermission, service], [gone, payments]),
    [],
  );
  assert.deepEqual(told([updateGroupPermission, globalProjectId]), [[updateGroupPermission, 'all']]);
});

test('the projects that a set is limited to are each named once', () => {
  const reaches = reachOf(
    fromPairs([
      [read, payments],
      [write, payments],
      [write, blog],
    ]),
    catalog,
  );
  assert.deepEqual(new Set(projectsOf(reaches)), new Set([payments, blog]));
});
