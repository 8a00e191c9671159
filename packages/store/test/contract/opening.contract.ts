import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aStoredUser } from './builders.ts';
import type { OpenFreshStore } from './fresh-store.ts';

export function openingContract(open: OpenFreshStore): void {
  describe('opening', () => {
    test('what was committed is there when the store is opened again', async (t) => {
      const { store, reopen } = await open(t);
      const user = await aStoredUser(store);
      await store.close();
      const again = await reopen();
      assert.deepEqual(await again.store.tables.users.find(user.id), user);
      assert.equal((await again.store.audit.head()).number, 1);
    });

    test('an open store answers a ping', async (t) => {
      const { store } = await open(t);
      await store.ping();
    });

    test('a schema that is newer than this version is refused, and left alone', async (t) => {
      const { store, reopen, damage, read } = await open(t);
      await store.close();
      await damage(`insert into schema_migrations (number, name) values (99, '0099-of-the-future')`);
      const before = await read('select * from schema_migrations order by number');
      await assert.rejects(reopen(), {
        name: 'SchemaTooNew',
        message: new RegExp(`has schema 99; this version knows up to ${before.length - 1}`),
      });
      assert.deepEqual(await read('select * from schema_migrations order by number'), before);
    });

    test('several processes may open a database at once', async (t) => {
      const { store, reopen } = await open(t);
      const stores = await Promise.all([reopen(), reopen(), reopen()]);
      const user = await aStoredUser(store);
      for (const other of stores) assert.deepEqual(await other.store.tables.users.find(user.id), user);
    });

    test('a statement is told to the operator without its values', async (t) => {
      const { store, queries } = await open(t);
      const user = await aStoredUser(store, { name: 'Canary' });
      await store.tables.users.find(user.id);
      assert.ok(queries.some((sql) => sql.includes('users')));
      assert.ok(queries.every((sql) => !sql.includes(user.id) && !sql.includes('Canary')));
    });
  });
}
