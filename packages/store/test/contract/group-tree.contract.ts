import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  allUsersGroupId,
  authorityService,
  type Group,
  type GroupId,
  instant,
  newId,
  registeredUsersGroupId,
  type Store,
  type User,
} from '@countersign/core';
import { aService, aStoredUser, write } from './builders.ts';
import { type FreshStore, type OpenFreshStore, random } from './fresh-store.ts';
import { aLine } from './groups.contract.ts';

const builtIn = [allUsersGroupId, registeredUsersGroupId];

/** What a tree of groups amounts to, and what whoever has the database cannot make of it. */
export function groupTreeContract(open: OpenFreshStore): void {
  describe('a forged row in the tree of groups', () => {
    test('ends the way up: nothing above it is reached through it', async (t) => {
      const { store, damage, forged } = await open(t);
      const [top, middle, bottom] = await aLine(store);
      const user = await aMember(store, bottom);
      await damage(`update user_groups set requires_two_factor = 1 where id = ?`, middle.id);
      assert.deepEqual(await store.tables.access.listGroupsOf(user.id), [bottom.id, ...builtIn]);
      assert.deepEqual(await store.tables.access.listAncestors(bottom.id), [bottom.id]);
      assert.deepEqual(await store.tables.access.listAncestors(middle.id), []);
      assert.deepEqual(await store.tables.access.listAncestors(top.id), [top.id]);
      assert.deepEqual(forged, [{ table: 'user_groups', id: middle.id }]);
    });

    test('moves nobody: a group that was put elsewhere by hand counts as absent', async (t) => {
      const { store, damage } = await open(t);
      const [administrators] = await aLine(store);
      const [, , bottom] = await aLine(store);
      const user = await aMember(store, bottom);
      await damage(`update user_groups set parent_id = ? where id = ?`, administrators.id, bottom.id);
      assert.deepEqual(await store.tables.access.listGroupsOf(user.id), builtIn);
    });

    test('is no membership, whoever it names', async (t) => {
      const { store, damage, forged } = await open(t);
      const [top] = await aLine(store);
      const [member, stranger] = [await aMember(store, top), await aStoredUser(store)];
      const id = `${stranger.id}.${top.id}`;
      await damage(
        `insert into memberships (id, user_id, group_id, mac, mac_key)
          select ?, ?, group_id, mac, mac_key from memberships where user_id = ?`,
        id,
        stranger.id,
        member.id,
      );
      assert.deepEqual(await store.tables.access.listGroupsOf(stranger.id), builtIn);
      assert.deepEqual(await store.tables.groups.listJoinedUsers(top.id), [member.id]);
      assert.ok(!(await store.tables.groups.isJoined(top.id, stranger.id)));
      assert.deepEqual(forged, [{ table: 'memberships', id }]);
    });

    test('is nobody who administers: a member by hand, or under a forged group, is no active person in it', async (t) => {
      const { store, damage } = await open(t);
      const [top, middle, bottom] = await aLine(store);
      const user = await aMember(store, bottom);
      const { groups } = store.tables;
      for (const group of [top, middle, bottom]) assert.ok(await groups.canAnybodySignIn(group.id));
      await damage(`update user_groups set name = 'Others' where id = ?`, middle.id);
      assert.ok(!(await groups.canAnybodySignIn(top.id)));
      assert.ok(await groups.canAnybodySignIn(bottom.id));
      await damage(`update memberships set mac = 'forged' where user_id = ?`, user.id);
      assert.ok(!(await groups.canAnybodySignIn(bottom.id)));
    });
  });

  describe('a loop of groups, put together from rows of before', () => {
    test('ends every question about it, with each group once', async (t) => {
      const fresh = await open(t);
      const { store, forged } = fresh;
      const { one, other, user } = await aLoop(fresh);
      const loop = new Set([one.id, other.id]);
      for (const group of loop) {
        const above = await store.tables.access.listAncestors(group);
        assert.equal(above.length, 2);
        assert.deepEqual(new Set(above), loop);
        assert.ok(await store.tables.groups.canAnybodySignIn(group));
        const members = await store.tables.users.list({ skip: 0, top: 10, orderBy: [] }, { memberOf: group });
        assert.deepEqual(members, { items: [user], total: 1 });
      }
      const groups = await store.tables.access.listGroupsOf(user.id);
      assert.equal(groups.length, 4);
      assert.deepEqual(new Set(groups), new Set([...loop, ...builtIn]));
      assert.deepEqual(
        await store.tables.groups.countMembers([...loop]),
        new Map([...loop].map((group) => [group, 1])),
      );
      // Rows of before fit their seals: no row tells, the log does.
      assert.deepEqual(forged, []);
    });
  });

  describe('the members of a group', () => {
    test('are counted with those of the groups below it, each once', async (t) => {
      const { store } = await open(t);
      const [top, middle, bottom] = await aLine(store);
      const [twice] = [await aMember(store, middle), await aMember(store, bottom)];
      await aMember(store, top);
      await write(store, (tables) => tables.groups.join(bottom.id, twice.id));
      const nowhere = newId<GroupId>(random);
      assert.deepEqual(
        await store.tables.groups.countMembers([top.id, middle.id, bottom.id, nowhere]),
        new Map([
          [top.id, 3],
          [middle.id, 2],
          [bottom.id, 2],
          [nowhere, 0],
        ]),
      );
      assert.deepEqual(await store.tables.groups.countMembers([]), new Map());
    });

    test('of a built-in group are all accounts that are not deleted', async (t) => {
      const { store } = await open(t);
      await aStoredUser(store);
      await aStoredUser(store, { kind: 'bot' });
      await aStoredUser(store, { state: { kind: 'banned', reason: undefined } });
      await aStoredUser(store, { state: { kind: 'deleted' } });
      assert.deepEqual(
        await store.tables.groups.countMembers(builtIn),
        new Map(builtIn.map((group) => [group, 3])),
      );
    });

    test('are nobody who can sign in as long as they are bots, banned, deleted or without a password', async (t) => {
      const { store } = await open(t);
      const [top, middle, bottom] = await aLine(store);
      const { groups } = store.tables;
      const isLed = () => Promise.all([top.id, ...builtIn].map((group) => groups.canAnybodySignIn(group)));
      await aMember(store, top, { kind: 'bot' });
      await aMember(store, middle, { state: { kind: 'banned', reason: undefined } });
      await aMember(store, bottom, { state: { kind: 'deleted' } });
      await aMember(store, top, { passwordHash: undefined });
      assert.deepEqual(await isLed(), [false, false, false]);
      await aStoredUser(store);
      assert.deepEqual(await isLed(), [false, true, true]);
      await aMember(store, bottom);
      assert.deepEqual(await isLed(), [true, true, true]);
    });

    test('can be looked at as if somebody were gone, or a group below', async (t) => {
      const { store } = await open(t);
      const [top, middle, bottom] = await aLine(store);
      const user = await aMember(store, middle);
      const { groups } = store.tables;
      assert.ok(!(await groups.canAnybodySignIn(top.id, { user: user.id })));
      assert.ok(!(await groups.canAnybodySignIn(allUsersGroupId, { user: user.id })));
      assert.ok(!(await groups.canAnybodySignIn(top.id, { group: middle.id })));
      assert.ok(await groups.canAnybodySignIn(top.id, { group: bottom.id }));
      const other = await aMember(store, bottom);
      assert.ok(await groups.canAnybodySignIn(top.id, { user: user.id }));
      assert.ok(await groups.canAnybodySignIn(top.id, { group: middle.id }));
      assert.ok(!(await groups.canAnybodySignIn(top.id, { user: other.id, group: middle.id })));
    });
  });

  describe('what a group opens', () => {
    test('is open to members of the groups below it too', async (t) => {
      const { store } = await open(t);
      const [top, , bottom] = await aLine(store);
      const service = aService({ viewers: [top.id] });
      await write(store, async ({ services }) => {
        await services.insert(authorityService(instant(1)));
        await services.insert(service);
      });
      const user = await aMember(store, bottom);
      const opened = async (id: User['id']) =>
        new Set(await store.tables.access.listServicesOf(await store.tables.access.listGroupsOf(id)));
      assert.deepEqual(await opened(user.id), new Set([authorityService(instant(1)).id, service.id]));
      assert.deepEqual(
        await opened((await aStoredUser(store)).id),
        new Set([authorityService(instant(1)).id]),
      );
    });
  });
}

async function aMember(store: Store, group: Group, but: Partial<User> = {}): Promise<User> {
  const user = await aStoredUser(store, but);
  await write(store, (tables) => tables.groups.join(group.id, user.id));
  return user;
}

/** Two groups, each below the other: one was put below by the authority, the other by an older row put back. */
async function aLoop({ store, damage, read }: FreshStore) {
  const [one, other] = await aLine(store);
  const user = await aMember(store, other);
  const [old] = await read(`select parent_id, mac, mac_key from user_groups where id = '${other.id}'`);
  assert.equal(old?.parent_id, one.id);
  await write(store, async ({ groups }) => {
    await groups.update({ ...other, parentId: undefined });
    await groups.update({ ...one, parentId: other.id });
  });
  await damage(
    'update user_groups set parent_id = ?, mac = ?, mac_key = ? where id = ?',
    ...[old?.parent_id ?? null, old?.mac ?? null, old?.mac_key ?? null, other.id],
  );
  return { one, other, user };
}
