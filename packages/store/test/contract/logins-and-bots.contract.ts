import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId, registeredUsersGroupId, type User, type UserFilter } from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { aStoredUser, aUser, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';
import { aLine } from './groups.contract.ts';

export function loginsAndBotsContract(open: OpenFreshStore): void {
  describe('a login', () => {
    test('is taken by whoever has it, banned and deleted users too, and never by oneself', async (t) => {
      const { store } = await open(t);
      const { users } = store.tables;
      const stranger = newId<User['id']>(random);
      for (const state of [
        { kind: 'active' },
        { kind: 'banned', reason: undefined },
        { kind: 'deleted' },
      ] as const) {
        const user = await aStoredUser(store, { login: `ada-${state.kind}`, state });
        assert.ok(await users.isLoginTaken(user.loginKey, stranger), state.kind);
        assert.ok(!(await users.isLoginTaken(user.loginKey, user.id)), state.kind);
      }
      assert.ok(!(await users.isLoginTaken('nobody', stranger)));
    });

    test('that its user gave up stays theirs: nobody else takes it, and they may come back to it', async (t) => {
      const { store } = await open(t);
      const user = await aStoredUser(store, { login: 'ada' });
      for (let i = 0; i < 2; i++) {
        await write(store, async ({ users }) => {
          await users.reserveLogin(user.loginKey, user.id);
          await users.update({ ...user, login: 'grace', loginKey: 'grace' });
        });
      }
      const { users } = store.tables;
      for (const login of ['ada', 'grace']) {
        assert.ok(await users.isLoginTaken(login, newId(random)), login);
        assert.ok(!(await users.isLoginTaken(login, user.id)), login);
      }
      assert.equal(await users.findByLoginKey('ada'), undefined);
    });

    test('is kept for nobody who is not there', async (t) => {
      const { store } = await open(t);
      await assert.rejects(
        write(store, (tables) => tables.users.reserveLogin('ada', newId(random))),
        StoreDefect,
      );
    });
  });

  describe('the bots of somebody', () => {
    test('are those they own that are not deleted, banned ones too', async (t) => {
      const { store } = await open(t);
      const [owner, other] = [await aStoredUser(store), await aStoredUser(store)];
      const bot = (but: Partial<User>) => aStoredUser(store, { kind: 'bot', ownerId: owner.id, ...but });
      const bots = [
        await bot({ purpose: 'builds' }),
        await bot({ state: { kind: 'banned', reason: 'noisy' } }),
      ];
      await bot({ state: { kind: 'deleted' } });
      await bot({ ownerId: other.id });
      await bot({ ownerId: undefined });
      assert.deepEqual(
        await store.tables.users.listBotsOf(owner.id),
        bots.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      );
      assert.deepEqual(await store.tables.users.listBotsOf(bots[0]?.id ?? owner.id), []);
    });

    test('are theirs no longer once they are handed over', async (t) => {
      const { store } = await open(t);
      const [owner, heir] = [await aStoredUser(store), await aStoredUser(store)];
      const bot = await aStoredUser(store, { kind: 'bot', ownerId: owner.id });
      const handedOver = { ...bot, ownerId: heir.id };
      await write(store, (tables) => tables.users.update(handedOver));
      assert.deepEqual(await store.tables.users.listBotsOf(owner.id), []);
      assert.deepEqual(await store.tables.users.listBotsOf(heir.id), [handedOver]);
    });

    test('are none that were given to them by hand', async (t) => {
      const { store, damage, forged } = await open(t);
      const [owner, thief] = [await aStoredUser(store), await aStoredUser(store)];
      const bot = await aStoredUser(store, { kind: 'bot', ownerId: owner.id });
      await damage('update users set owner_id = ? where id = ?', thief.id, bot.id);
      assert.deepEqual(await store.tables.users.listBotsOf(thief.id), []);
      assert.deepEqual(forged, [{ table: 'users', id: bot.id }]);
    });
  });

  describe('the list of users', () => {
    test('tells who is in a group, who joined it, and who is a bot', async (t) => {
      const { store } = await open(t);
      const [top, middle, bottom] = await aLine(store);
      const [ann, bob, bot, out] = [
        await aStoredUser(store),
        await aStoredUser(store),
        await aStoredUser(store, { kind: 'bot' }),
        await aStoredUser(store),
      ];
      const gone = await aStoredUser(store, { state: { kind: 'deleted' } });
      await write(store, async ({ groups }) => {
        for (const [group, user] of [
          [top, ann],
          [bottom, ann],
          [middle, bob],
          [bottom, bot],
          [top, gone],
        ] as const)
          await groups.join(group.id, user.id);
      });
      const listed = async (filter: UserFilter) => {
        const page = await store.tables.users.list({ skip: 0, top: 10, orderBy: [] }, filter);
        assert.equal(page.total, page.items.length);
        return new Set(page.items.map(({ login }) => login));
      };
      const logins = (...users: readonly User[]) => new Set(users.map(({ login }) => login));
      assert.deepEqual(await listed({}), logins(ann, bob, bot, out));
      assert.deepEqual(await listed({ memberOf: top.id }), logins(ann, bob, bot));
      assert.deepEqual(await listed({ memberOf: bottom.id }), logins(ann, bot));
      assert.deepEqual(await listed({ joined: top.id }), logins(ann));
      assert.deepEqual(await listed({ joined: middle.id }), logins(bob));
      assert.deepEqual(await listed({ kind: 'bot' }), logins(bot));
      assert.deepEqual(await listed({ memberOf: top.id, kind: 'person' }), logins(ann, bob));
      assert.deepEqual(await listed({ memberOf: registeredUsersGroupId }), logins(ann, bob, bot, out));
      assert.deepEqual(await listed({ joined: registeredUsersGroupId }), logins());
      assert.deepEqual(await listed({ memberOf: newId(random) }), logins());
    });

    test('is searched and ordered by copies that follow each change of a name', async (t) => {
      const { store, read } = await open(t);
      const user = aUser({ login: 'Jane.Doe', name: 'Jané  DOE', email: 'Jane@Example.org' });
      const columns = 'name_folded, email_folded, search_text, email_words';
      await write(store, (tables) => tables.users.insert(user));
      const [inserted] = await read(`select ${columns} from users`);
      assert.deepEqual(inserted, {
        name_folded: 'jané  doe',
        email_folded: 'jane@example.org',
        search_text: ' jane doe \n jané doe ',
        email_words: ' jane example org ',
      });
      await write(store, (tables) => tables.users.update({ ...user, name: 'Straße', email: undefined }));
      const [updated] = await read(`select ${columns} from users`);
      assert.deepEqual(updated, {
        name_folded: 'strasse',
        email_folded: '',
        search_text: ' jane doe \n strasse ',
        email_words: '  ',
      });
    });
  });
}
