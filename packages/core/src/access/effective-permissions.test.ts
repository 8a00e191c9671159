import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogs, permissionKeys } from '../../test/arbitraries.ts';
import {
  anAssignment,
  aPermission,
  aRole,
  editors,
  inProject,
  projectA,
  projectB,
  readPages,
  readTickets,
  tracker,
  wiki,
  writePages,
} from '../../test/builders.ts';
import { globalProjectId, type ProjectId, type RoleId } from '../kernel/id.ts';
import { effectivePermissions, type Meaning, type Standing } from './effective-permissions.ts';
import {
  authorityCatalog,
  catalogOf,
  readServicePermission,
  updateUserPermission,
  withImplied,
} from './permission.ts';
import { covers, missingFrom, type PermissionSet, pairsOf } from './permission-set.ts';
import { type Assignment, globalPlace, type Place, type Role, systemAdministrator } from './role.ts';

const roleIds = ['reader', 'writer', 'manager', 'nobody made this one'] as RoleId[];
const roles: ReadonlyMap<RoleId, Role> = new Map(
  [
    ...[[readPages], [readTickets, writePages], [updateUserPermission]].map((permissions, index) => {
      const id = roleIds[index] as RoleId;
      return aRole({ id, key: id, name: id, permissions });
    }),
    systemAdministrator,
  ].map((role) => [role.id, role]),
);
const meaning: Meaning = {
  roles,
  catalog: catalogOf([
    aPermission(readPages),
    aPermission(writePages, { implies: [readPages] }),
    aPermission(readTickets, { holdsIn: 'global', serviceId: tracker }),
  ]),
};

const nothing: Standing = { groups: [], assignments: [], services: [] };
const standingOf = (...assignments: readonly Assignment[]): Standing => ({ ...nothing, assignments });
const given = (roleId: RoleId, place: Place) => anAssignment(aRole({ id: roleId }), { place });
const reader = 'reader' as RoleId;
const writer = 'writer' as RoleId;
const manager = 'manager' as RoleId;

const places: fc.Arbitrary<Place> = fc.constantFrom(
  globalPlace,
  inProject(projectA),
  inProject(projectB),
  { kind: 'group', id: editors },
  { kind: 'service', id: wiki },
);
const assignments = fc.array(
  fc
    .record({ roleId: fc.constantFrom(...roleIds, systemAdministrator.id), place: places })
    .map(({ roleId, place }) => given(roleId, place)),
  { maxLength: 8 },
);
const standings: fc.Arbitrary<Standing> = fc.record({
  groups: fc.constant([]),
  assignments,
  services: fc.uniqueArray(fc.constantFrom(wiki, tracker)),
});
const meanings: fc.Arbitrary<Meaning> = catalogs.map((catalog) => ({ roles, catalog }));

function joined(one: Standing, other: Standing): Standing {
  return {
    groups: [...one.groups, ...other.groups],
    assignments: [...one.assignments, ...other.assignments],
    services: [...one.services, ...other.services],
  };
}

function assertWithin(part: PermissionSet, whole: PermissionSet): void {
  assert.deepEqual(missingFrom(whole, part), []);
}

test('without an assignment nobody holds anything, and a role that is gone gives nothing', () => {
  assert.deepEqual(pairsOf(effectivePermissions(nothing, meaning)), []);
  const orphan = given('gone' as RoleId, globalPlace);
  assert.deepEqual(pairsOf(effectivePermissions(standingOf(orphan), meaning)), []);
});

test('a role gives its permissions and what they imply, in the place of the assignment alone', () => {
  assert.deepEqual(pairsOf(effectivePermissions(standingOf(given(writer, inProject(projectA))), meaning)), [
    [readPages, projectA],
    [writePages, projectA],
  ]);
  assert.deepEqual(
    pairsOf(effectivePermissions(standingOf(given(manager, globalPlace)), meaning)),
    [...withImplied([updateUserPermission], authorityCatalog)].sort().map((key) => [key, globalProjectId]),
  );
});

test('a permission that holds in Global or not at all is held in no project, by whatever role', () => {
  const inA = effectivePermissions(
    standingOf(...[writer, manager, systemAdministrator.id].map((role) => given(role, inProject(projectA)))),
    meaning,
  );
  for (const { key, holdsIn } of meaning.catalog.values())
    assert.equal(covers(inA, key, projectA), holdsIn === 'project', key);
});

test('what is given in Global is held in every place, also in a project that is made tomorrow', () => {
  const everywhere = effectivePermissions(standingOf(given(reader, globalPlace)), meaning);
  for (const place of [globalProjectId, projectA, 'made tomorrow' as ProjectId])
    assert.ok(covers(everywhere, readPages, place));
});

test('a System Admin holds what a service declares later without being given anything', () => {
  const administrator = standingOf(given(systemAdministrator.id, globalPlace));
  const before = effectivePermissions(administrator, { roles, catalog: authorityCatalog });
  assert.ok(!covers(before, readTickets, globalProjectId));
  assert.ok(covers(effectivePermissions(administrator, meaning), readTickets, globalProjectId));
});

test('a service that opens itself to a group may be used by its members, and no other service by that', () => {
  const held = effectivePermissions({ ...nothing, services: [wiki] }, meaning);
  assert.deepEqual(pairsOf(held), [[readServicePermission, wiki]]);
});

test('who stands in more holds no less', () => {
  fc.assert(
    fc.property(standings, standings, meanings, (some, more, means) => {
      assertWithin(effectivePermissions(some, means), effectivePermissions(joined(some, more), means));
    }),
  );
});

test('what two standings give together is what each gives alone, and nothing on top', () => {
  fc.assert(
    fc.property(standings, standings, meanings, permissionKeys, places, (one, other, means, key, place) => {
      const holds = (standing: Standing) => covers(effectivePermissions(standing, means), key, place.id);
      assert.equal(holds(joined(one, other)), holds(one) || holds(other));
    }),
    { numRuns: 1_000 },
  );
});

test('one more permission in a role never takes a permission away from its holders', () => {
  fc.assert(
    fc.property(
      standings,
      meanings,
      fc.constantFrom(...roleIds),
      permissionKeys,
      (some, means, id, added) => {
        const before = roles.get(id);
        const larger = new Map(roles);
        if (before !== undefined) larger.set(id, { ...before, permissions: [...before.permissions, added] });
        assertWithin(
          effectivePermissions(some, means),
          effectivePermissions(some, { ...means, roles: larger }),
        );
      },
    ),
  );
});

test('a permission that is withdrawn is held by nobody, and nobody holds more for it', () => {
  fc.assert(
    fc.property(standings, meanings, permissionKeys, (some, means, withdrawn) => {
      const catalog = new Map(means.catalog);
      catalog.delete(withdrawn);
      const after = effectivePermissions(some, { roles, catalog });
      assert.ok(pairsOf(after).every(([key]) => key !== withdrawn || key === readServicePermission));
      assertWithin(after, effectivePermissions(some, means));
    }),
  );
});

test('what is held depends neither on the order of assignments nor on repeats', () => {
  const shuffled = assignments.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, meanings, ([list, other], means) => {
      assert.deepEqual(
        pairsOf(effectivePermissions(standingOf(...list), means)),
        pairsOf(effectivePermissions(standingOf(...other, ...list), means)),
      );
    }),
  );
});
