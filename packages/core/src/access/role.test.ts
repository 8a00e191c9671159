import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aPermission,
  aRole,
  editors,
  holdsOf,
  inProject,
  observerHolds,
  projectA,
  readPages,
  readTickets,
  wiki,
  writePages,
} from '../../test/builders.ts';
import { globalProjectId } from '../kernel/id.ts';
import {
  authorityCatalog,
  authorityPermissions,
  catalogOf,
  readGroupPermission,
  readUserBasicPermission,
  updateGroupPermission,
  updateSelfPermission,
  updateUserPermission,
} from './permission.ts';
import { covers, pairsOf } from './permission-set.ts';
import {
  builtInRoles,
  globalPlace,
  grantOf,
  groupManager,
  isBuiltInRole,
  observer,
  type Place,
  permissionsOfRole,
  systemAdministrator,
} from './role.ts';

const catalog = catalogOf([
  aPermission(readPages),
  aPermission(writePages, { implies: [readPages, readTickets] }),
  aPermission(readTickets, { holdsIn: 'global' }),
]);
const writer = aRole({ permissions: [writePages, updateUserPermission] });
const group: Place = { kind: 'group', id: editors };

test('a system administrator holds everything the authority declares, everywhere', () => {
  for (const { key } of authorityPermissions)
    assert.ok(covers(holdsOf(systemAdministrator), key, projectA), key);
});

test('a system administrator holds what a service declares later, and loses it when it is withdrawn', () => {
  assert.ok(!permissionsOfRole(systemAdministrator, authorityCatalog).has(readPages));
  assert.ok(permissionsOfRole(systemAdministrator, catalog).has(readPages));
  assert.deepEqual(permissionsOfRole(systemAdministrator, catalog), new Set(catalog.keys()));
});

test('an observer may update themselves and see who others are, and nothing more', () => {
  assert.deepEqual(
    pairsOf(observerHolds).map(([permission]) => permission),
    [updateSelfPermission, readUserBasicPermission].sort(),
  );
});

test('the manager of a group may change and read that group, and no other', () => {
  assert.deepEqual(pairsOf(grantOf(groupManager, group, authorityCatalog)), [
    [readGroupPermission, editors],
    [updateGroupPermission, editors],
  ]);
});

test('in Global a role gives all its permissions and what they imply, as far as they are declared', () => {
  assert.deepEqual(
    pairsOf(grantOf(writer, globalPlace, catalog)),
    [...permissionsOfRole(writer, catalog)].sort().map((key) => [key, globalProjectId]),
  );
  assert.ok(permissionsOfRole(writer, catalog).has(readTickets));
  assert.ok(!permissionsOfRole(writer, authorityCatalog).has(writePages));
});

test('in a project a role gives those of its permissions that can be given project by project', () => {
  assert.deepEqual(pairsOf(grantOf(writer, inProject(projectA), catalog)), [
    [readPages, projectA],
    [writePages, projectA],
  ]);
});

test('a permission holds only in places of its own kind, whoever is given it there', () => {
  const kinds: readonly Place[] = [inProject(projectA), group, { kind: 'service', id: wiki }];
  for (const place of kinds) {
    for (const [key] of pairsOf(grantOf(systemAdministrator, place, catalog)))
      assert.equal(catalog.get(key)?.holdsIn, place.kind, key);
  }
});

test('a role that nobody made gives nothing', () => {
  assert.deepEqual(pairsOf(grantOf(undefined, globalPlace, catalog)), []);
});

test('the built-in roles are known by their identifiers alone', () => {
  assert.deepEqual(
    builtInRoles.map(({ id, key, name }) => [id, key, name]),
    [
      ['0-0-0-1-0', 'system-admin', 'System Admin'],
      ['0-0-0-1-1', 'observer', 'Observer'],
      ['0-0-0-1-2', 'group-manager', 'Group Manager'],
    ],
  );
  assert.ok(isBuiltInRole(observer.id));
  assert.ok(!isBuiltInRole(aRole({ key: observer.key, name: observer.name }).id));
});
