import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Permission, PermissionKey, Store } from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { aPermission, awkwardTexts, write } from './builders.ts';
import type { OpenFreshStore } from './fresh-store.ts';

export function declaredPermissionsContract(open: OpenFreshStore): void {
  describe('declared permissions', () => {
    test('every field of a permission comes back as it was written, in the order of the keys', async (t) => {
      const { store } = await open(t);
      const read = aPermission();
      const permissions = [
        read,
        aPermission({ holdsIn: 'global', description: 'everywhere or not at all' }),
        aPermission({ implies: [read.key, 'declared.by.nobody' as PermissionKey] }),
        ...awkwardTexts.map((text) => aPermission({ name: text, description: text })),
      ];
      await insertAll(store, permissions);
      assert.deepEqual(
        await store.tables.access.listPermissions(),
        permissions.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
      );
    });

    test('what is in the store is what decisions read', async (t) => {
      const { store } = await open(t);
      const permission = aPermission();
      await insertAll(store, [permission]);
      assert.deepEqual(await store.facts.tables.access.listPermissions(), [permission]);
    });

    test('an update replaces every field, and what is not there is no permission to update', async (t) => {
      const { store } = await open(t);
      const permission = aPermission();
      await insertAll(store, [permission]);
      const changed = { ...permission, name: 'Other', description: 'new', implies: ['p' as PermissionKey] };
      await write(store, (tables) => tables.access.updatePermission(changed));
      assert.deepEqual(await store.tables.access.listPermissions(), [changed]);
      await assert.rejects(
        write(store, (tables) => tables.access.updatePermission(aPermission())),
        StoreDefect,
      );
    });

    test('a withdrawn permission is listed no more, and its key stays taken for ever', async (t) => {
      const { store } = await open(t);
      const [kept, withdrawn] = [aPermission(), aPermission()];
      await insertAll(store, [kept, withdrawn]);
      await write(store, (tables) => tables.access.withdrawPermission(withdrawn.key));
      assert.deepEqual(await store.tables.access.listPermissions(), [kept]);
      assert.ok(await store.tables.access.isPermissionKeyTaken(withdrawn.key));
      assert.ok(await store.tables.access.isPermissionKeyTaken(kept.key));
      assert.ok(!(await store.tables.access.isPermissionKeyTaken(aPermission().key)));
      await assert.rejects(insertAll(store, [withdrawn]), StoreDefect);
      assert.deepEqual(await store.tables.access.listPermissions(), [kept]);
    });

    test('withdrawing what was never declared does nothing', async (t) => {
      const { store } = await open(t);
      const { key } = aPermission();
      await write(store, (tables) => tables.access.withdrawPermission(key));
      assert.ok(!(await store.tables.access.isPermissionKeyTaken(key)));
    });

    test('a withdrawn permission that was brought back by hand counts as absent, and so does one withdrawn by hand', async (t) => {
      const { store, damage, forged } = await open(t);
      const [kept, withdrawn] = [aPermission(), aPermission()];
      await insertAll(store, [kept, withdrawn]);
      await write(store, (tables) => tables.access.withdrawPermission(withdrawn.key));
      await damage('update declared_permissions set withdrawn = 1 - withdrawn');
      assert.deepEqual(await store.tables.access.listPermissions(), []);
      assert.ok(await store.tables.access.isPermissionKeyTaken(withdrawn.key));
      assert.deepEqual(new Set(forged.map(({ id }) => id)), new Set([kept.key, withdrawn.key]));
    });

    test('a permission holds in Global or in projects, and the store takes no other kind', async (t) => {
      const { store } = await open(t);
      await assert.rejects(insertAll(store, [aPermission({ holdsIn: 'service' })]), StoreDefect);
    });
  });
}

async function insertAll(store: Store, permissions: readonly Permission[]): Promise<void> {
  await write(store, async (tables) => {
    for (const permission of permissions) await tables.access.insertPermission(permission);
  });
}
