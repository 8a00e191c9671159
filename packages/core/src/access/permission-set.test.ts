import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { permissionKeys, permissionSets, places } from '../../test/arbitraries.ts';
import {
  everywhere,
  permissionPairs,
  permissionsIn,
  projectA,
  projectB,
  readPages,
  readTickets,
  writePages,
} from '../../test/builders.ts';
import { globalProjectId, type ProjectId } from '../kernel/id.ts';
import {
  covers,
  fromPairs,
  intersect,
  keep,
  missingFrom,
  noPermissions,
  type PermissionSet,
  pairsOf,
} from './permission-set.ts';

/** Whether one set grants everything that the other grants. */
function coversAll(one: PermissionSet, other: PermissionSet): boolean {
  return pairsOf(other).every(([permission, place]) => covers(one, permission, place));
}

test('a permission in Global holds in every project, also in one that does not exist yet', () => {
  const set = everywhere(readPages);
  for (const place of [globalProjectId, projectA, 'made tomorrow' as ProjectId])
    assert.ok(covers(set, readPages, place));
  assert.ok(!covers(set, writePages, projectA));
});

test('a permission in a project holds there and nowhere else, least of all in Global', () => {
  const set = permissionsIn(projectA, readPages);
  assert.ok(covers(set, readPages, projectA));
  assert.ok(!covers(set, readPages, projectB));
  assert.ok(!covers(set, readPages, globalProjectId));
});

test('no permissions cover nothing, whatever is asked', () => {
  fc.assert(
    fc.property(permissionKeys, places, (permission, place) => {
      assert.ok(!covers(noPermissions, permission, place));
    }),
  );
});

test('what is held globally on one side and in a project on the other is shared in that project', () => {
  assert.deepEqual(
    pairsOf(intersect(everywhere(readPages, writePages), permissionsIn(projectA, readPages, readTickets))),
    [[readPages, projectA]],
  );
});

test('intersecting does not depend on the order of the two sides', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, (one, other) => {
      assert.deepEqual(pairsOf(intersect(one, other)), pairsOf(intersect(other, one)));
    }),
  );
});

test('intersecting does not depend on how three sets are grouped', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, permissionSets, (one, two, three) => {
      assert.deepEqual(
        pairsOf(intersect(intersect(one, two), three)),
        pairsOf(intersect(one, intersect(two, three))),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('a set intersected with itself is itself, and with nothing is nothing', () => {
  fc.assert(
    fc.property(permissionSets, (set) => {
      assert.deepEqual(pairsOf(intersect(set, set)), pairsOf(set));
      assert.deepEqual(pairsOf(intersect(set, noPermissions)), []);
    }),
  );
});

test('an intersection grants exactly what both sides grant, in every place', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, permissionKeys, places, (one, other, permission, place) => {
      assert.equal(
        covers(intersect(one, other), permission, place),
        covers(one, permission, place) && covers(other, permission, place),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('a larger side never makes an intersection smaller', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, permissionSets, (one, more, other) => {
      const larger = fromPairs([...pairsOf(one), ...pairsOf(more)]);
      assert.ok(coversAll(intersect(larger, other), intersect(one, other)));
    }),
  );
});

test('nothing is missing exactly when everything wanted is covered', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, (held, wanted) => {
      assert.equal(missingFrom(held, wanted).length === 0, coversAll(held, wanted));
    }),
  );
});

test('what is missing is each wanted pair that is not held, once, and having it too is enough', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, (held, wanted) => {
      const missing = missingFrom(held, wanted).map(({ permission, place }) => [permission, place] as const);
      for (const [permission, place] of missing) {
        assert.ok(!covers(held, permission, place));
        assert.ok(covers(wanted, permission, place));
      }
      assert.deepEqual(pairsOf(fromPairs(missing)), missing, 'in a fixed order and without repeats');
      assert.deepEqual(missingFrom(fromPairs([...pairsOf(held), ...missing]), wanted), []);
    }),
  );
});

test('a project-wide wish is not met by all projects but Global', () => {
  assert.deepEqual(
    missingFrom(permissionPairs([readPages, projectA], [readPages, projectB]), everywhere(readPages)),
    [{ permission: readPages, place: globalProjectId }],
  );
});

test('a set is its pairs: written down and read again it is the same', () => {
  fc.assert(
    fc.property(permissionSets, (set) => {
      assert.deepEqual(fromPairs(pairsOf(set)), set);
    }),
  );
});

test('equal sets have equal text, whatever order they were made in', () => {
  const pairs = fc.array(fc.tuple(permissionKeys, places), { maxLength: 10 });
  const shuffled = pairs.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      const [one, two] = [fromPairs(list), fromPairs([...other, ...other])];
      assert.equal(JSON.stringify(pairsOf(one)), JSON.stringify(pairsOf(two)));
    }),
  );
});

test('keeping by permission keeps each one in all its places, and adds none', () => {
  fc.assert(
    fc.property(
      permissionSets,
      fc.func(fc.boolean()),
      permissionKeys,
      places,
      (set, passes, permission, place) => {
        assert.equal(
          covers(keep(set, passes), permission, place),
          covers(set, permission, place) && passes(permission),
        );
      },
    ),
  );
});

test('no operation changes the sets it is given', () => {
  fc.assert(
    fc.property(permissionSets, permissionSets, (one, other) => {
      const before = JSON.stringify([pairsOf(one), pairsOf(other)]);
      intersect(one, other);
      missingFrom(one, other);
      keep(one, () => false);
      assert.equal(JSON.stringify([pairsOf(one), pairsOf(other)]), before);
    }),
  );
  assert.equal(noPermissions.size, 0);
});
