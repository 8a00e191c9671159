import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { permissionKeys } from '../../test/arbitraries.ts';
import { readPages } from '../../test/builders.ts';
import { authorityServiceId, type PermissionKey } from '../kernel/id.ts';
import {
  authorityPermissions,
  permissionName,
  readLowLevelPermission,
  readUserBasicPermission,
  readUserFullPermission,
  updateSelfPermission,
  updateUserPermission,
  withImplied,
  writeLowLevelPermission,
} from './permission.ts';

const declared = fc.constantFrom(...authorityPermissions.map((permission) => permission.key));
const someKeys = fc.array(fc.oneof(permissionKeys, declared), { maxLength: 6 });

// Clients compare these texts: a change here is a change of the wire contract.
test('the authority declares the keys and names that clients of this dialect compare with', () => {
  assert.deepEqual(
    authorityPermissions.map(({ key, name }) => [key, name]),
    [
      ['jetbrains.jetpass.profile-updateSelf', 'Update Self'],
      ['jetbrains.jetpass.user-read-basic', 'Read User Basic'],
      ['jetbrains.jetpass.user-read', 'Read User Full'],
      ['jetbrains.jetpass.user-create', 'Create User'],
      ['jetbrains.jetpass.user-update', 'Update User'],
      ['jetbrains.jetpass.low-level-read', 'Low-level Admin Read'],
      ['jetbrains.jetpass.low-level', 'Low-level Admin Write'],
    ],
  );
});

test('each permission is declared once, by the authority, and implies only declared ones', () => {
  const keys = new Set(authorityPermissions.map((permission) => permission.key));
  assert.equal(keys.size, authorityPermissions.length);
  for (const permission of authorityPermissions) {
    assert.equal(permission.serviceId, authorityServiceId);
    for (const implied of permission.implies) assert.ok(keys.has(implied), implied);
  }
});

test('updating users implies reading them in full, and so, through that, in brief', () => {
  assert.deepEqual(
    withImplied([updateUserPermission]),
    new Set([updateUserPermission, updateSelfPermission, readUserFullPermission, readUserBasicPermission]),
  );
});

test('low-level writing implies low-level reading, and not the other way round', () => {
  assert.ok(withImplied([writeLowLevelPermission]).has(readLowLevelPermission));
  assert.ok(!withImplied([readLowLevelPermission]).has(writeLowLevelPermission));
});

test('no permissions imply none, and a key that nobody declares implies itself alone', () => {
  assert.deepEqual(withImplied([]), new Set());
  assert.deepEqual(withImplied([readPages]), new Set([readPages]));
});

test('what is implied contains what was given, is complete, and grows with it', () => {
  fc.assert(
    fc.property(someKeys, someKeys, (one, other) => {
      const reached = withImplied(one);
      for (const key of one) assert.ok(reached.has(key));
      assert.deepEqual(withImplied(reached), reached);
      for (const key of reached) assert.ok(withImplied([...other, ...one]).has(key));
    }),
  );
});

test('a permission reads as its name, and an undeclared one as its key', () => {
  assert.equal(permissionName(updateSelfPermission), 'Update Self');
  assert.equal(permissionName('toString' as PermissionKey), 'toString');
});
