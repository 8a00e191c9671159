import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  allUsers,
  allUsersGroupId,
  type Group,
  type GroupId,
  type GroupOrderKey,
  guestUserId,
  instant,
  newId,
  registeredUsers,
  registeredUsersGroupId,
  type Store,
  type User,
} from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { aFactor, aGroup, aPasskey, aStoredUser, awkwardTexts, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

const builtIn = [allUsersGroupId, registeredUsersGroupId];
const all = { skip: 0, top: 100, orderBy: [] };

export function groupsContract(open: OpenFreshStore): void {
  describe('groups', () => {
    test('every field of a group comes back as it was written', async (t) => {
      const { store } = await open(t);
      const parent = aGroup();
      const groups = [
        allUsers,
        registeredUsers,
        parent,
        aGroup({ parentId: parent.id, requiresTwoFactor: true, autoJoin: true, createdAt: instant(0) }),
        aGroup({ requiresTwoFactor: true, twoFactorRequiredFrom: instant(1_900_000_000_000) }),
        ...awkwardTexts.map((text) => aGroup({ name: text, description: text })),
      ];
      await insertGroups(store, groups);
      for (const group of groups) {
        assert.deepEqual(await store.tables.groups.find(group.id), group);
        assert.deepEqual(await store.tables.groups.findByNameForm(group.nameForm), group);
      }
    });

    test('an update replaces every field, and what is not there is no group to update', async (t) => {
      const { store } = await open(t);
      const [parent, group] = [aGroup(), aGroup({ description: 'of old' })];
      await insertGroups(store, [parent, group]);
      const changed = { ...aGroup({ parentId: parent.id, autoJoin: true }), id: group.id };
      await write(store, (tables) => tables.groups.update(changed));
      assert.deepEqual(await store.tables.groups.find(group.id), changed);
      assert.equal(await store.tables.groups.findByNameForm(group.nameForm), undefined);
      await assert.rejects(
        write(store, (tables) => tables.groups.update(aGroup())),
        StoreDefect,
      );
    });

    test('who signs in with a password alone is counted, of all below a group or of everybody, and bots apart', async (t) => {
      const { store } = await open(t);
      const [top, below, apart] = [aGroup(), aGroup(), aGroup()];
      const inner = { ...below, parentId: top.id };
      await insertGroups(store, [registeredUsers, top, inner, apart]);
      const people = await Promise.all(
        ['carol', 'bert', 'anna', 'dora'].map((login) => aStoredUser(store, { login, loginKey: login })),
      );
      const [carol, bert, anna, dora] = people as [User, User, User, User];
      const bot = await aStoredUser(store, { kind: 'bot', ownerId: anna.id });
      const banned = await aStoredUser(store, { state: { kind: 'banned', reason: undefined } });
      await write(store, async ({ groups, factors, passkeys }) => {
        for (const user of [carol, bert, bot, banned]) await groups.join(top.id, user.id);
        // Somebody who joined both is one.
        for (const user of [carol, anna]) await groups.join(inner.id, user.id);
        await groups.join(apart.id, dora.id);
        for (const name of ['Phone', 'Tablet'])
          await factors.insert(aFactor(bert, { name, confirmedAt: instant(1) }));
        await factors.insert(aFactor(carol, { confirmedAt: undefined }));
        // One that was begun and never shown guards nothing.
        await passkeys.insert(aPasskey(anna, { credential: undefined }));
        await passkeys.insert(aPasskey(dora));
      });
      const count = async (group: GroupId, top = 10) => {
        const { first, ...counts } = await store.tables.groups.countGuarded(group, top);
        return { ...counts, first: first.map(({ login }) => login) };
      };
      assert.deepEqual(await count(top.id), { people: 3, limited: 2, bots: 1, first: ['anna', 'carol'] });
      assert.deepEqual(await count(top.id, 1), { people: 3, limited: 2, bots: 1, first: ['anna'] });
      assert.deepEqual(await count(inner.id), { people: 2, limited: 2, bots: 0, first: ['anna', 'carol'] });
      const everybody = await count(registeredUsers.id);
      assert.deepEqual(everybody, { people: 4, limited: 2, bots: 1, first: ['anna', 'carol'] });
    });

    test('two groups never share a name, however it is written', async (t) => {
      const { store } = await open(t);
      await insertGroups(store, [aGroup({ name: 'Wiki Editors' })]);
      await assert.rejects(insertGroups(store, [aGroup({ name: 'WIKI \u3000editors' })]), StoreDefect);
    });

    test('a group stands below one that is there', async (t) => {
      const { store } = await open(t);
      await assert.rejects(insertGroups(store, [aGroup({ parentId: newId(random) })]), StoreDefect);
    });

    test('the groups directly below one, and those that everybody joins, are listed', async (t) => {
      const { store } = await open(t);
      const top = aGroup();
      const [below, alsoBelow] = [aGroup({ parentId: top.id }), aGroup({ parentId: top.id, autoJoin: true })];
      const farBelow = aGroup({ parentId: below.id, autoJoin: true });
      await insertGroups(store, [top, below, alsoBelow, farBelow]);
      assert.deepEqual(idsOf(await store.tables.groups.listChildren(top.id)), idsOf([below, alsoBelow]));
      assert.deepEqual(await store.tables.groups.listChildren(farBelow.id), []);
      assert.deepEqual(idsOf(await store.tables.groups.listAutoJoin()), idsOf([alsoBelow, farBelow]));
    });

    test('the list is ordered by name and time, with totals beyond the window', async (t) => {
      const { store } = await open(t);
      const names = ['delta', 'Alpha', 'charlie', 'Bravo'];
      await insertGroups(
        store,
        names.map((name, index) => aGroup({ name, createdAt: instant(index) })),
      );
      const namesBy = async (key: GroupOrderKey, descending: boolean) => {
        const page = await store.tables.groups.list({ skip: 1, top: 2, orderBy: [{ key, descending }] });
        assert.equal(page.total, 4);
        return page.items.map((group) => group.name);
      };
      assert.deepEqual(await namesBy('name', false), ['Bravo', 'charlie']);
      assert.deepEqual(await namesBy('name', true), ['charlie', 'Bravo']);
      assert.deepEqual(await namesBy('creationTime', true), ['charlie', 'Alpha']);
    });

    test('the list holds those among which it is asked for, and nothing when it is asked among none', async (t) => {
      const { store } = await open(t);
      const [one, other] = [aGroup(), aGroup()];
      await insertGroups(store, [one, other]);
      const among = (ids: readonly GroupId[]) => store.tables.groups.list(all, { among: ids });
      assert.deepEqual(await among([other.id, newId(random)]), { items: [other], total: 1 });
      assert.deepEqual(await among([]), { items: [], total: 0 });
    });

    test('a group goes when nobody and no group is in it any more, and not before', async (t) => {
      const { store } = await open(t);
      const top = aGroup();
      const below = aGroup({ parentId: top.id });
      await insertGroups(store, [top, below]);
      const user = await aStoredUser(store);
      await write(store, (tables) => tables.groups.join(below.id, user.id));
      const remove = (id: GroupId) => write(store, (tables) => tables.groups.delete(id));
      await assert.rejects(remove(top.id), StoreDefect);
      await assert.rejects(remove(below.id), StoreDefect);
      await write(store, (tables) => tables.groups.leave(below.id, user.id));
      await remove(below.id);
      await remove(top.id);
      assert.deepEqual(await store.tables.groups.list(all), { items: [], total: 0 });
    });
  });

  describe('membership', () => {
    test('joining twice is joining once, and leaving ends it', async (t) => {
      const { store } = await open(t);
      const user = await aStoredUser(store);
      const group = aGroup();
      await insertGroups(store, [group]);
      const { groups } = store.tables;
      for (let i = 0; i < 2; i++) await write(store, (tables) => tables.groups.join(group.id, user.id));
      assert.ok(await groups.isJoined(group.id, user.id));
      assert.deepEqual(await groups.listJoined(user.id), [group]);
      assert.deepEqual(await groups.listJoinedUsers(group.id), [user.id]);
      await write(store, (tables) => tables.groups.leave(group.id, user.id));
      assert.ok(!(await groups.isJoined(group.id, user.id)));
      assert.deepEqual(await groups.listJoined(user.id), []);
      assert.deepEqual(await groups.listJoinedUsers(group.id), []);
    });

    test('leaving everything leaves everybody else where they are', async (t) => {
      const { store } = await open(t);
      const [user, other] = [await aStoredUser(store), await aStoredUser(store)];
      const [one, two] = [aGroup({ name: 'Beta' }), aGroup({ name: 'alpha' })];
      await insertGroups(store, [one, two]);
      await write(store, async ({ groups }) => {
        for (const group of [one, two]) for (const { id } of [user, other]) await groups.join(group.id, id);
      });
      assert.deepEqual(await store.tables.groups.listJoined(user.id), [two, one]);
      await write(store, (tables) => tables.groups.leaveAll(user.id));
      assert.deepEqual(await store.tables.groups.listJoined(user.id), []);
      assert.deepEqual(await store.tables.groups.listJoinedUsers(one.id), [other.id]);
      assert.deepEqual(await store.tables.groups.listJoined(other.id), [two, one]);
    });

    test('nobody joins a group that is not there, and nobody who is not there joins', async (t) => {
      const { store } = await open(t);
      const user = await aStoredUser(store);
      const group = aGroup();
      await insertGroups(store, [group]);
      const join = (groupId: GroupId, userId = user.id) =>
        write(store, (tables) => tables.groups.join(groupId, userId));
      await assert.rejects(join(newId(random)), StoreDefect);
      await assert.rejects(join(group.id, newId(random)), StoreDefect);
    });

    test('whoever is in a group is in all above it, beside the built-in ones, and in none below or beside', async (t) => {
      const { store } = await open(t);
      const [top, middle, bottom] = await aLine(store);
      const beside = aGroup({ parentId: top.id });
      await insertGroups(store, [beside]);
      const user = await aStoredUser(store);
      await write(store, (tables) => tables.groups.join(middle.id, user.id));
      const groupsOf = async () => new Set(await store.tables.access.listGroupsOf(user.id));
      assert.deepEqual(await groupsOf(), new Set([middle.id, top.id, ...builtIn]));
      await write(store, (tables) => tables.groups.join(beside.id, user.id));
      assert.deepEqual(await groupsOf(), new Set([middle.id, beside.id, top.id, ...builtIn]));
      assert.deepEqual(idsOf(await store.tables.groups.listJoined(user.id)), idsOf([middle, beside]));
      assert.ok(!(await groupsOf()).has(bottom.id));
    });

    test('each group is named once, however many ways lead to it', async (t) => {
      const { store } = await open(t);
      const line = await aLine(store);
      const user = await aStoredUser(store);
      await write(store, async ({ groups }) => {
        for (const group of line) await groups.join(group.id, user.id);
      });
      const found = await store.tables.access.listGroupsOf(user.id);
      assert.equal(found.length, line.length + builtIn.length);
      assert.deepEqual(new Set(found), new Set([...line.map(({ id }) => id), ...builtIn]));
    });

    test('whoever joined nothing is in the built-in groups, and the guest in All Users alone', async (t) => {
      const { store } = await open(t);
      const user = await aStoredUser(store);
      assert.deepEqual(await store.tables.access.listGroupsOf(user.id), builtIn);
      assert.deepEqual(await store.tables.access.listGroupsOf(guestUserId), [allUsersGroupId]);
    });

    test('the way up from a group begins with itself, and a group that is not there has none', async (t) => {
      const { store } = await open(t);
      const [top, middle, bottom] = await aLine(store);
      const { access } = store.tables;
      assert.deepEqual(await access.listAncestors(bottom.id), [bottom.id, middle.id, top.id]);
      assert.deepEqual(await access.listAncestors(top.id), [top.id]);
      assert.deepEqual(await access.listAncestors(newId(random)), []);
    });

    test('somebody in thousands of groups is in all of them, and uses what one of them opens', async (t) => {
      const { store } = await open(t);
      const user = await aStoredUser(store);
      const groups = Array.from({ length: 2_000 }, () => aGroup());
      await insertGroups(store, groups);
      await write(store, async (tables) => {
        for (const { id } of groups) await tables.groups.join(id, user.id);
      });
      const found = await store.tables.access.listGroupsOf(user.id);
      assert.equal(found.length, groups.length + builtIn.length);
      assert.deepEqual(await store.tables.access.listServicesOf(found), []);
      assert.deepEqual(await store.tables.access.listAssignments(found), []);
    });
  });
}

/** Three groups, each below the one before. */
export async function aLine(store: Store): Promise<readonly [Group, Group, Group]> {
  const top = aGroup();
  const middle = aGroup({ parentId: top.id });
  const bottom = aGroup({ parentId: middle.id });
  await insertGroups(store, [top, middle, bottom]);
  return [top, middle, bottom];
}

export async function insertGroups(store: Store, groups: readonly Group[]): Promise<void> {
  await write(store, async (tables) => {
    for (const group of groups) await tables.groups.insert(group);
  });
}

function idsOf(groups: readonly Group[]): ReadonlySet<GroupId> {
  return new Set(groups.map(({ id }) => id));
}
