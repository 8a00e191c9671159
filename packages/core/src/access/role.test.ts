import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { permissionKeys, places } from '../../test/arbitraries.ts';
import { bob, holdsOf, id, projectA, readPages, writePages } from '../../test/builders.ts';
import { type AssignmentId, globalProjectId, type RoleId } from '../kernel/id.ts';
import {
  authorityPermissions,
  readUserBasicPermission,
  updateSelfPermission,
  updateUserPermission,
  withImplied,
} from './permission.ts';
import { covers, missingFrom, pairsOf } from './permission-set.ts';
import {
  type Assignment,
  effectivePermissions,
  observer,
  permissionsOfRole,
  type Role,
  systemAdministrator,
} from './role.ts';

const roleIds = ['reader', 'writer', 'manager', 'nobody made this one'] as RoleId[];
const roles: ReadonlyMap<RoleId, Role> = new Map(
  [[readPages], [readPages, writePages], [updateUserPermission]].map((permissions, index) => {
    const roleId = roleIds[index] as RoleId;
    return [roleId, { id: roleId, key: roleId, name: roleId, permissions }];
  }),
);
const assignments = fc.array(
  fc.record<Assignment>({
    id: fc.constant(id<AssignmentId>(1)),
    roleId: fc.constantFrom(...roleIds),
    holderId: fc.constant(bob),
    place: places,
  }),
  { maxLength: 8 },
);

test('without an assignment nobody holds anything, and a role that is gone gives nothing', () => {
  assert.deepEqual(pairsOf(effectivePermissions([], roles)), []);
  const orphan = { id: id<AssignmentId>(1), roleId: 'gone' as RoleId, holderId: bob, place: globalProjectId };
  assert.deepEqual(pairsOf(effectivePermissions([orphan], roles)), []);
});

test('a role gives its permissions and what they imply, in the place of the assignment alone', () => {
  const manager = { id: id<AssignmentId>(1), roleId: 'manager' as RoleId, holderId: bob, place: projectA };
  assert.deepEqual(
    pairsOf(effectivePermissions([manager], roles)),
    [...withImplied([updateUserPermission])].sort().map((permission) => [permission, projectA]),
  );
});

test('one more assignment never takes a permission away', () => {
  fc.assert(
    fc.property(assignments, assignments, (some, more) => {
      const [fewer, all] = [
        effectivePermissions(some, roles),
        effectivePermissions([...more, ...some], roles),
      ];
      assert.deepEqual(missingFrom(all, fewer), []);
    }),
  );
});

test('one more permission in a role never takes a permission away from its holders', () => {
  fc.assert(
    fc.property(assignments, fc.constantFrom(...roleIds), permissionKeys, (given, roleId, added) => {
      const before = roles.get(roleId);
      const larger = new Map(roles);
      if (before !== undefined)
        larger.set(roleId, { ...before, permissions: [...before.permissions, added] });
      assert.deepEqual(
        missingFrom(effectivePermissions(given, larger), effectivePermissions(given, roles)),
        [],
      );
    }),
  );
});

test('what is held depends neither on the order of assignments nor on repeats', () => {
  const shuffled = assignments.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      assert.deepEqual(
        pairsOf(effectivePermissions(list, roles)),
        pairsOf(effectivePermissions([...other, ...list], roles)),
      );
    }),
  );
});

test('a system administrator holds everything the authority declares, everywhere', () => {
  for (const { key } of authorityPermissions)
    assert.ok(covers(holdsOf(systemAdministrator), key, projectA), key);
});

test('an observer may update themselves and see who others are, and nothing more', () => {
  assert.deepEqual(
    pairsOf(holdsOf(observer)).map(([permission]) => permission),
    [updateSelfPermission, readUserBasicPermission].sort(),
  );
});

test('what the guard compares a role with is what the role gives in Global', () => {
  for (const role of [systemAdministrator, observer, ...roles.values()])
    assert.deepEqual(pairsOf(permissionsOfRole(role)), pairsOf(holdsOf(role)));
});
