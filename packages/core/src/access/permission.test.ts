import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogs, permissionKeys } from '../../test/arbitraries.ts';
import { aPermission, readPages, readTickets, writePages } from '../../test/builders.ts';
import { authorityServiceId } from '../kernel/id.ts';
import {
  authorityCatalog,
  authorityPermissionPrefix,
  authorityPermissions,
  catalogOf,
  readGroupPermission,
  readLowLevelPermission,
  readServicePermission,
  readUserBasicPermission,
  readUserFullPermission,
  updateGroupPermission,
  updateSelfPermission,
  updateUserPermission,
  withImplied,
  writeLowLevelPermission,
} from './permission.ts';

const declared = fc.constantFrom(...authorityPermissions.map((permission) => permission.key));
const someKeys = fc.array(fc.oneof(permissionKeys, declared), { maxLength: 6 });

// Clients compare these texts: a change here is a change of the wire contract.
test('the authority declares the keys, names and places that clients of this dialect compare with', () => {
  assert.deepEqual(
    authorityPermissions.map(({ key, name, holdsIn }) => [key, name, holdsIn]),
    [
      ['jetbrains.jetpass.profile-updateSelf', 'Update Self', 'global'],
      ['jetbrains.jetpass.user-read-basic', 'Read User Basic', 'global'],
      ['jetbrains.jetpass.user-read', 'Read User Full', 'global'],
      ['jetbrains.jetpass.user-create', 'Create User', 'global'],
      ['jetbrains.jetpass.user-update', 'Update User', 'global'],
      ['jetbrains.jetpass.user-delete', 'Delete User', 'global'],
      ['jetbrains.jetpass.group-read', 'Read Group', 'group'],
      ['jetbrains.jetpass.group-create', 'Create Group', 'global'],
      ['jetbrains.jetpass.group-update', 'Update Group', 'group'],
      ['jetbrains.jetpass.group-delete', 'Delete Group', 'global'],
      ['jetbrains.jetpass.role-read', 'Read Role', 'global'],
      ['jetbrains.jetpass.role-update', 'Manage Role', 'global'],
      ['jetbrains.jetpass.project-read-basic', 'Read Project Basic', 'project'],
      ['jetbrains.jetpass.project-read', 'Read Project Full', 'project'],
      ['jetbrains.jetpass.project-create', 'Create Project', 'global'],
      ['jetbrains.jetpass.project-update', 'Update Project', 'project'],
      ['jetbrains.jetpass.project-delete', 'Delete Project', 'project'],
      ['jetbrains.jetpass.service-read', 'Read Service', 'service'],
      ['jetbrains.jetpass.low-level-read', 'Low-level Admin Read', 'global'],
      ['jetbrains.jetpass.low-level', 'Low-level Admin Write', 'global'],
    ],
  );
});

test('each permission is declared once, by the authority, and implies only declared ones', () => {
  const keys = new Set(authorityPermissions.map((permission) => permission.key));
  assert.equal(keys.size, authorityPermissions.length);
  for (const permission of authorityPermissions) {
    assert.equal(permission.serviceId, authorityServiceId);
    assert.ok(permission.key.startsWith(authorityPermissionPrefix), permission.key);
    for (const implied of permission.implies) assert.ok(keys.has(implied), implied);
  }
});

test('updating users implies reading them in full, and so, through that, in brief', () => {
  assert.deepEqual(
    withImplied([updateUserPermission], authorityCatalog),
    new Set([updateUserPermission, updateSelfPermission, readUserFullPermission, readUserBasicPermission]),
  );
});

test('low-level writing implies low-level reading, and with it every service, and not the other way round', () => {
  const written = withImplied([writeLowLevelPermission], authorityCatalog);
  assert.ok(written.has(readLowLevelPermission) && written.has(readServicePermission));
  assert.ok(!withImplied([readLowLevelPermission], authorityCatalog).has(writeLowLevelPermission));
});

test('who may change a group may read it, in the same place', () => {
  assert.deepEqual(
    withImplied([updateGroupPermission], authorityCatalog),
    new Set([updateGroupPermission, readGroupPermission]),
  );
});

test('no permissions imply none, and a key that nobody declares counts for nothing', () => {
  assert.deepEqual(withImplied([], authorityCatalog), new Set());
  assert.deepEqual(withImplied([readPages], authorityCatalog), new Set());
});

test('what is implied through a permission that was withdrawn is implied no longer', () => {
  const [write, read] = [
    aPermission(writePages, { implies: [readPages] }),
    aPermission(readPages, { implies: [readTickets] }),
  ];
  const tickets = aPermission(readTickets);
  assert.deepEqual(
    withImplied([writePages], catalogOf([write, read, tickets])),
    new Set([writePages, readPages, readTickets]),
  );
  assert.deepEqual(withImplied([writePages], catalogOf([write, tickets])), new Set([writePages]));
});

test('permissions that imply one another imply what one of them does, and no more', () => {
  const loop = catalogOf([
    aPermission(readPages, { implies: [writePages] }),
    aPermission(writePages, { implies: [readPages, writePages] }),
  ]);
  assert.deepEqual(withImplied([readPages], loop), new Set([readPages, writePages]));
  assert.deepEqual(withImplied([writePages], loop), new Set([readPages, writePages]));
});

test('no service can take the place of a permission of the authority', () => {
  const planted = aPermission(updateSelfPermission, { name: 'Mine', implies: [writeLowLevelPermission] });
  assert.deepEqual(catalogOf([planted]), authorityCatalog);
});

test('what is implied contains what was given as far as it is declared, is complete, and grows with it', () => {
  const someCatalog = fc.oneof(catalogs, catalogs, fc.constant(authorityCatalog));
  fc.assert(
    fc.property(someKeys, someKeys, someCatalog, (one, other, catalog) => {
      const reached = withImplied(one, catalog);
      for (const key of one) assert.equal(reached.has(key), catalog.has(key));
      for (const key of reached) assert.ok(catalog.has(key), key);
      assert.deepEqual(withImplied(reached, catalog), reached);
      for (const key of reached) assert.ok(withImplied([...other, ...one], catalog).has(key));
    }),
  );
});
