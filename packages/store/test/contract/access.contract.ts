import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  groupManager,
  observer,
  type PermissionKey,
  permissionsOf,
  systemAdministrator,
  trustId,
} from '@countersign/core';
import { anAssignment, aPermission, aRole, aStoredUser, aUser, awkwardTexts, write } from './builders.ts';
import type { OpenFreshStore } from './fresh-store.ts';

export function accessContract(open: OpenFreshStore): void {
  describe('access', () => {
    test('roles come back whole, with their permissions in order', async (t) => {
      const { store } = await open(t);
      const roles = [
        systemAdministrator,
        observer,
        groupManager,
        aRole({ permissions: [] }),
        ...awkwardTexts.map((text) =>
          aRole({ key: text, name: text, description: text, permissions: [text as PermissionKey] }),
        ),
      ];
      await write(store, async (tables) => {
        for (const role of roles) await tables.access.insertRole(role);
      });
      assert.deepEqual(
        await store.tables.access.listRoles(),
        new Map(roles.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((role) => [role.id, role])),
      );
    });

    test('assignments are those of the holder, in every place', async (t) => {
      const { store } = await open(t);
      const [holder, other] = [await aStoredUser(store), await aStoredUser(store)];
      const role = aRole();
      const assignments = [
        anAssignment(role, holder),
        anAssignment(role, holder, { place: { kind: 'project', id: trustId('7') } }),
        anAssignment(role, other),
      ];
      await write(store, async (tables) => {
        await tables.access.insertRole(role);
        for (const assignment of assignments) await tables.access.insertAssignment(assignment);
      });
      const found = await store.tables.access.listAssignments([holder.id]);
      assert.deepEqual(new Set(found), new Set(assignments.slice(0, 2)));
      assert.deepEqual(await store.tables.access.listAssignments([aUser().id]), []);
    });

    test('what a user holds is read from roles and assignments together', async (t) => {
      const { store } = await open(t);
      const holder = await aStoredUser(store);
      const permission = aPermission();
      const role = aRole({ permissions: [permission.key, 'declared.by.nobody' as PermissionKey] });
      await write(store, async (tables) => {
        await tables.access.insertPermission(permission);
        await tables.access.insertRole(role);
        await tables.access.insertAssignment(anAssignment(role, holder));
      });
      const held = await permissionsOf(store.tables, holder.id);
      assert.deepEqual([...held], [['0', new Set([permission.key])]]);
    });
  });
}
