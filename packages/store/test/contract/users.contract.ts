import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  instant,
  instantMax,
  type PasswordHash,
  type Store,
  type User,
  type UserOrderKey,
} from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { aUser, awkwardTexts, write } from './builders.ts';
import type { OpenFreshStore } from './fresh-store.ts';

export function usersContract(open: OpenFreshStore): void {
  describe('users', () => {
    test('every field of a user comes back as it was written', async (t) => {
      const { store } = await open(t);
      const users: readonly User[] = [
        aUser(),
        aUser({ kind: 'bot', state: { kind: 'deleted' }, createdAt: instant(0) }),
        aUser({ state: { kind: 'banned', reason: undefined }, createdAt: instantMax }),
        aUser({
          state: { kind: 'banned', reason: 'left' },
          passwordHash: '$argon2id$v=19$…' as PasswordHash,
        }),
        ...awkwardTexts.map((text) => aUser({ name: text, email: text })),
      ];
      await write(store, async (tables) => {
        for (const user of users) await tables.users.insert(user);
      });
      for (const user of users) {
        assert.deepEqual(await store.tables.users.find(user.id), user);
        assert.deepEqual(await store.tables.users.findByLoginKey(user.loginKey), user);
      }
    });

    test('an update replaces every field', async (t) => {
      const { store } = await open(t);
      const user = aUser();
      const changed: User = {
        ...aUser({
          kind: 'bot',
          name: 'Other',
          email: 'e@example.org',
          state: { kind: 'banned', reason: 'x' },
        }),
        passwordHash: 'hash' as PasswordHash,
        id: user.id,
      };
      await write(store, (tables) => tables.users.insert(user));
      await write(store, (tables) => tables.users.update(changed));
      assert.deepEqual(await store.tables.users.find(user.id), changed);
      assert.equal(await store.tables.users.findByLoginKey(user.loginKey), undefined);
    });

    test('nobody is found where nobody is', async (t) => {
      const { store } = await open(t);
      assert.equal(await store.tables.users.find(aUser().id), undefined);
      assert.equal(await store.tables.users.findByLoginKey(''), undefined);
    });

    test('updating a user who does not exist is a defect', async (t) => {
      const { store } = await open(t);
      await assert.rejects(
        write(store, (tables) => tables.users.update(aUser())),
        StoreDefect,
      );
    });

    test('a login key is taken for ever, also by a deleted user', async (t) => {
      const { store } = await open(t);
      await write(store, (tables) =>
        tables.users.insert(aUser({ login: 'ada', state: { kind: 'deleted' } })),
      );
      const again = aUser({ login: 'ada' });
      await assert.rejects(
        write(store, (tables) => tables.users.insert(again)),
        StoreDefect,
      );
      assert.equal(await store.tables.users.find(again.id), undefined);
    });

    test('the message of a defect quotes nothing of the row', async (t) => {
      const { store } = await open(t);
      const secretive = aUser({ login: 'ada', passwordHash: 'canary' as PasswordHash });
      const bad = { ...secretive, kind: 'robot' as User['kind'] };
      await assert.rejects(
        write(store, (tables) => tables.users.insert(bad)),
        (error: Error) => {
          assert.ok(error instanceof StoreDefect);
          assert.doesNotMatch(`${error.stack} ${error.cause}`, /canary/);
          return true;
        },
      );
    });

    test('a text that would not come back as written is a defect, not a forged row later', async (t) => {
      const { store } = await open(t);
      for (const name of ['half \ud83e of a fox', 'nul \0 inside']) {
        await assert.rejects(
          write(store, (tables) => tables.users.insert(aUser({ name }))),
          StoreDefect,
        );
      }
    });

    test('the list leaves deleted users out, of the total too', async (t) => {
      const { store } = await open(t);
      const kept = [aUser(), aUser({ state: { kind: 'banned', reason: undefined } })];
      await insertAll(store, [...kept, aUser({ state: { kind: 'deleted' } })]);
      const page = await store.tables.users.list({ skip: 0, top: 10, orderBy: [] });
      assert.equal(page.total, 2);
      assert.deepEqual(new Set(page.items.map((user) => user.id)), new Set(kept.map((user) => user.id)));
    });

    test('each order key orders, up and down, with the id for ties', async (t) => {
      const { store } = await open(t);
      const names = ['b', 'A', 'a', 'Ä', 'B', 'a'];
      const users = names.map((name, index) =>
        aUser({ name, login: `${'zyxabc'[index]}-${index}`, createdAt: instant(index % 3) }),
      );
      await insertAll(store, users);
      const value: Record<UserOrderKey, (user: User) => string | number> = {
        name: (user) => user.name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
        login: (user) => user.loginKey,
        creationTime: (user) => user.createdAt,
      };
      for (const key of ['name', 'login', 'creationTime'] as const) {
        for (const descending of [false, true]) {
          const page = await store.tables.users.list({ skip: 0, top: 10, orderBy: [{ key, descending }] });
          const sign = descending ? -1 : 1;
          const expected = users.toSorted(
            (a, b) => sign * compare(value[key](a), value[key](b)) || compare(a.id, b.id),
          );
          assert.deepEqual(page.items, expected, `${key} ${descending}`);
        }
      }
    });

    test('windows cover the list without gap or overlap, and know the total', async (t) => {
      const { store } = await open(t);
      await insertAll(
        store,
        Array.from({ length: 23 }, () => aUser({ name: 'same' })),
      );
      const orderBy = [{ key: 'name', descending: true }] as const;
      const seen: string[] = [];
      for (let skip = 0; skip < 30; skip += 5) {
        const page = await store.tables.users.list({ skip, top: 5, orderBy });
        assert.equal(page.total, 23);
        seen.push(...page.items.map((user) => user.id));
      }
      assert.equal(seen.length, 23);
      assert.equal(new Set(seen).size, 23);
      assert.deepEqual((await store.tables.users.list({ skip: 0, top: 0, orderBy })).items, []);
    });
  });
}

async function insertAll(store: Store, users: readonly User[]): Promise<void> {
  await write(store, async (tables) => {
    for (const user of users) await tables.users.insert(user);
  });
}

/** Code point order is byte order in UTF-8; the names here have no surrogates. */
function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
