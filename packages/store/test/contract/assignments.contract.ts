import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Assignment,
  type AssignmentFilter,
  globalPlace,
  globalProjectId,
  groupManager,
  newId,
  type Place,
  type Role,
  type Store,
  type User,
} from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { aGroup, anAssignment, aProject, aRole, aStoredUser, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

export function assignmentsContract(open: OpenFreshStore): void {
  describe('assignments', () => {
    test('come back as they were written, to users and groups, in places of every kind', async (t) => {
      const { store } = await open(t);
      const { ann, group, reader, project } = await somebody(store);
      const toGroup = { kind: 'group', id: group.id } as const;
      const assignments = [
        anAssignment(reader, ann),
        anAssignment(reader, ann, { place: inProject(project.id) }),
        anAssignment(reader, ann, { holder: toGroup, place: inProject(project.id) }),
        anAssignment(groupManager, ann, { holder: toGroup, place: { kind: 'group', id: group.id } }),
      ];
      await insertAll(store, assignments);
      for (const assignment of assignments)
        assert.deepEqual(await store.tables.access.findAssignment(assignment.id), assignment);
      const of = async (...holders: Parameters<Store['tables']['access']['listAssignments']>[0]) =>
        new Set(await store.tables.access.listAssignments(holders));
      assert.deepEqual(await of(ann.id), new Set(assignments.slice(0, 2)));
      assert.deepEqual(await of(group.id), new Set(assignments.slice(2)));
      assert.deepEqual(await of(ann.id, group.id), new Set(assignments));
      assert.deepEqual(await of(newId(random)), new Set());
      assert.deepEqual(await of(), new Set());
    });

    test('one role is given to one holder in one place once, and elsewhere again', async (t) => {
      const { store } = await open(t);
      const { ann, group, reader, project } = await somebody(store);
      await insertAll(store, [anAssignment(reader, ann)]);
      await assert.rejects(insertAll(store, [anAssignment(reader, ann)]), StoreDefect);
      await insertAll(store, [
        anAssignment(reader, ann, { place: inProject(project.id) }),
        anAssignment(reader, ann, { holder: { kind: 'group', id: group.id } }),
        anAssignment(groupManager, ann),
      ]);
    });

    test('a role that is not there is given to nobody, and one that is given does not go', async (t) => {
      const { store } = await open(t);
      const { ann, reader } = await somebody(store);
      await assert.rejects(insertAll(store, [anAssignment(aRole(), ann)]), StoreDefect);
      await insertAll(store, [anAssignment(reader, ann)]);
      await assert.rejects(
        write(store, (tables) => tables.access.deleteRole(reader.id)),
        StoreDefect,
      );
    });

    test('holders of a role are those in that place alone', async (t) => {
      const { store } = await open(t);
      const { ann, bob, reader, project } = await somebody(store);
      const [everywhere, there] = [
        anAssignment(reader, ann),
        anAssignment(reader, bob, { place: inProject(project.id) }),
      ];
      await insertAll(store, [everywhere, there]);
      const { access } = store.tables;
      assert.deepEqual(await access.listHolders(reader.id, globalProjectId), [everywhere]);
      assert.deepEqual(await access.listHolders(reader.id, project.id), [there]);
      assert.deepEqual(await access.listHolders(groupManager.id, globalProjectId), []);
    });

    test('one ends by itself, all of a holder together, and all in a place together', async (t) => {
      const { store } = await open(t);
      const { ann, bob, group, reader, project } = await somebody(store);
      const toGroup = { kind: 'group', id: group.id } as const;
      const given = [
        anAssignment(reader, ann),
        anAssignment(reader, ann, { place: inProject(project.id) }),
        anAssignment(reader, bob, { place: inProject(project.id) }),
        anAssignment(groupManager, bob, { holder: toGroup, place: { kind: 'group', id: group.id } }),
        anAssignment(reader, bob),
      ] as const;
      await insertAll(store, given);
      const left = async () => {
        const found = await Promise.all(given.map(({ id }) => store.tables.access.findAssignment(id)));
        return found.map((one) => one !== undefined);
      };
      assert.equal(await write(store, (tables) => tables.access.deleteAssignmentsIn(project.id)), 2);
      assert.deepEqual(await left(), [true, false, false, true, true]);
      assert.equal(await write(store, (tables) => tables.access.deleteAssignmentsOf(ann.id)), 1);
      assert.deepEqual(await left(), [false, false, false, true, true]);
      assert.equal(await write(store, (tables) => tables.access.deleteAssignmentsOf(group.id)), 1);
      await write(store, (tables) => tables.access.deleteAssignment(given[4].id));
      assert.deepEqual(await left(), [false, false, false, false, false]);
      assert.equal(await write(store, (tables) => tables.access.deleteAssignmentsOf(ann.id)), 0);
    });

    test('are listed and counted by role, holder and place, all of which must fit', async (t) => {
      const { store } = await open(t);
      const { ann, bob, group, reader, project } = await somebody(store);
      const writer = aRole();
      await write(store, (tables) => tables.access.insertRole(writer));
      const given = [
        anAssignment(reader, ann),
        anAssignment(writer, ann),
        anAssignment(writer, ann, { place: inProject(project.id) }),
        anAssignment(reader, bob, { place: inProject(project.id) }),
        anAssignment(reader, bob, { holder: { kind: 'group', id: group.id } }),
      ] as const;
      await insertAll(store, given);
      const expect = async (filter: AssignmentFilter, places: readonly number[]) => {
        const page = await store.tables.access.pageAssignments(filter, { skip: 0, top: 10, orderBy: [] });
        assert.deepEqual(new Set(page.items), new Set(places.map((place) => given[place])));
        assert.equal(page.total, places.length);
        assert.equal(await store.tables.access.countAssignments(filter), places.length);
      };
      await expect({}, [0, 1, 2, 3, 4]);
      await expect({ roleId: reader.id }, [0, 3, 4]);
      await expect({ holder: { kind: 'user', id: ann.id } }, [0, 1, 2]);
      await expect({ holder: { kind: 'group', id: group.id } }, [4]);
      await expect({ place: project.id }, [2, 3]);
      await expect({ place: globalProjectId, roleId: writer.id }, [1]);
      await expect({ among: [project.id] }, [2, 3]);
      await expect({ among: [] }, []);
      await expect({ roleId: writer.id, holder: { kind: 'user', id: bob.id } }, []);
    });

    test('of the managers of a group stand with the group, and in no list of given roles', async (t) => {
      const { store } = await open(t);
      const { ann, group } = await somebody(store);
      const managers = anAssignment(groupManager, ann, {
        holder: { kind: 'group', id: group.id },
        place: { kind: 'group', id: group.id },
      });
      await insertAll(store, [managers]);
      const { access } = store.tables;
      const page = await access.pageAssignments({}, { skip: 0, top: 10, orderBy: [] });
      assert.deepEqual(page, { items: [], total: 0 });
      assert.equal(await access.countAssignments({ roleId: groupManager.id }), 0);
      assert.deepEqual(await access.listHolders(groupManager.id, group.id), [managers]);
    });

    test('windows cover the list without gap or overlap, up and down', async (t) => {
      const { store } = await open(t);
      const { reader } = await somebody(store);
      const users: User[] = [];
      for (let i = 0; i < 11; i++) users.push(await aStoredUser(store));
      const given = users.map((user) => anAssignment(reader, user));
      await insertAll(store, given);
      const sorted = given.map(({ id }) => id).sort();
      for (const descending of [false, true]) {
        const seen: string[] = [];
        for (let skip = 0; skip < 12; skip += 4) {
          const orderBy = [{ key: 'id', descending }] as const;
          const page = await store.tables.access.pageAssignments({}, { skip, top: 4, orderBy });
          assert.equal(page.total, 11);
          seen.push(...page.items.map(({ id }) => id));
        }
        assert.deepEqual(seen, descending ? sorted.toReversed() : sorted);
      }
    });

    test('that somebody turned over to a user, or to Global, by hand counts as absent', async (t) => {
      const { store, damage, forged } = await open(t);
      const { ann, group, reader, project } = await somebody(store);
      const given = anAssignment(reader, ann, {
        holder: { kind: 'group', id: group.id },
        place: inProject(project.id),
      });
      await insertAll(store, [given]);
      for (const column of ['holder_kind', 'place_kind']) {
        const was = column === 'holder_kind' ? 'group' : 'project';
        await damage(`update assignments set ${column} = null`);
        assert.deepEqual(await store.tables.access.listAssignments([group.id]), [], column);
        await damage(`update assignments set ${column} = ?`, was);
      }
      assert.deepEqual(await store.tables.access.listAssignments([group.id]), [given]);
      assert.deepEqual(forged, [{ table: 'assignments', id: given.id }]);
    });
  });

  describe('roles', () => {
    test('are found by their key, replaced by an update, and gone when they are deleted', async (t) => {
      const { store } = await open(t);
      const role = aRole({ description: 'of old' });
      await write(store, (tables) => tables.access.insertRole(role));
      assert.deepEqual(await store.tables.access.findRoleByKey(role.key), role);
      const changed = { ...aRole({ permissions: [] }), id: role.id };
      await write(store, (tables) => tables.access.updateRole(changed));
      assert.deepEqual(await store.tables.access.listRoles(), new Map([[role.id, changed]]));
      assert.equal(await store.tables.access.findRoleByKey(role.key), undefined);
      await write(store, (tables) => tables.access.deleteRole(role.id));
      assert.deepEqual(await store.tables.access.listRoles(), new Map());
    });

    test('never share a key, and one that is not there is not updated', async (t) => {
      const { store } = await open(t);
      const role = aRole();
      await write(store, (tables) => tables.access.insertRole(role));
      await assert.rejects(
        write(store, (tables) => tables.access.insertRole(aRole({ key: role.key }))),
        StoreDefect,
      );
      await assert.rejects(
        write(store, (tables) => tables.access.updateRole(aRole())),
        StoreDefect,
      );
    });
  });
}

/** Two users, a group, a project, and a role to give them. */
async function somebody(store: Store) {
  const [ann, bob] = [await aStoredUser(store), await aStoredUser(store)];
  const [group, project, reader] = [aGroup(), aProject(), aRole()];
  await write(store, async (tables) => {
    await tables.groups.insert(group);
    await tables.projects.insert(project);
    for (const role of [reader, groupManager]) await tables.access.insertRole(role);
  });
  return { ann, bob, group, project, reader } satisfies { reader: Role; [name: string]: unknown };
}

function inProject(id: Place['id']): Place {
  return { ...globalPlace, kind: 'project', id };
}

async function insertAll(store: Store, assignments: readonly Assignment[]): Promise<void> {
  await write(store, async (tables) => {
    for (const assignment of assignments) await tables.access.insertAssignment(assignment);
  });
}
