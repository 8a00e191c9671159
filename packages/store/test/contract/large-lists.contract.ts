import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Assignment,
  foldText,
  instant,
  newId,
  observer,
  type PageRequest,
  parseQuery,
  type Tables,
  type User,
  type UserOrderKey,
  userAttributes,
} from '@countersign/core';
import { aGroup, anAssignment, aProject, aRole, aUser, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

/** More than are gathered in any order: lists this long are counted, and gone through from the nearer end. */
const userCount = 1_300;
const now = instant(1_700_000_000_000);

const [upper, lower] = [aGroup({ name: 'Upper' }), aGroup({ name: 'Lower' })];
const below = { ...lower, parentId: upper.id };
const [here, there] = [aProject({ key: 'here' }), aProject({ key: 'there' })];
const reader = aRole({ key: 'reader', name: 'Reader' });

/** Names come in dozens and moments in hundreds, so that ids settle much; every fiftieth account was deleted. */
const users = Array.from({ length: userCount }, (_, index): User => {
  const state = index % 50 === 7 ? 'deleted' : index % 10 === 3 ? 'banned' : 'active';
  return aUser({
    name: `Jane ${'abcdefghijklm'[index % 13]}`,
    login: `jane-${(index * 7_919) % userCount}`,
    createdAt: instant(Math.floor(index / 100)),
    state: state === 'banned' ? { kind: state, reason: undefined } : { kind: state },
  });
});
const listed = users.filter(({ state }) => state.kind !== 'deleted');
const isOneOfTen = (user: User) => users.indexOf(user) % 10 === 1;

/** Everybody listed reads here or there, is in the lower group, or is one of ten. */
const assignments = listed.flatMap((user, index): Assignment[] => {
  const project = index % 2 === 0 ? here : there;
  const inProject = anAssignment(reader, user, { place: { kind: 'project', id: project.id } });
  return isOneOfTen(user) ? [] : [inProject, anAssignment(observer, user)];
});

async function insertAll(tables: Tables): Promise<void> {
  for (const group of [upper, below]) await tables.groups.insert(group);
  for (const project of [here, there]) await tables.projects.insert(project);
  for (const role of [reader, observer]) await tables.access.insertRole(role);
  for (const user of users) {
    await tables.users.insert(user);
    if (!isOneOfTen(user)) await tables.groups.join(lower.id, user.id);
  }
  for (const assignment of assignments) await tables.access.insertAssignment(assignment);
}

const sortedBy: Record<UserOrderKey, (user: User) => string | number> = {
  name: ({ name }) => foldText(name),
  login: ({ loginKey }) => loginKey,
  creationTime: ({ createdAt }) => createdAt,
};

function inOrder(
  found: readonly User[],
  { orderBy }: Pick<PageRequest<UserOrderKey>, 'orderBy'>,
): readonly string[] {
  const [order] = orderBy;
  const compared = (a: User, b: User) =>
    order === undefined
      ? 0
      : compare(sortedBy[order.key](a), sortedBy[order.key](b)) * (order.descending ? -1 : 1);
  return found.toSorted((a, b) => compared(a, b) || compare(a.id, b.id)).map(({ id }) => id);
}

function compare(one: string | number, other: string | number): number {
  return one < other ? -1 : Number(one > other);
}

export function largeListsContract(open: OpenFreshStore): void {
  describe('a list longer than a thousand', () => {
    test('of users shows the same order through every window, from both ends', async (t) => {
      const { store } = await open(t);
      await write(store, insertAll);
      const orders = (['name', 'login', 'creationTime'] as const).flatMap((key) =>
        [false, true].map((descending) => [{ key, descending }]),
      );
      for (const orderBy of [[], ...orders]) {
        const whole = inOrder(listed, { orderBy });
        for (const skip of [
          0,
          430,
          637,
          638,
          900,
          listed.length - 60,
          listed.length - 20,
          listed.length + 9,
        ]) {
          const page = await store.tables.users.list({ skip, top: 50, orderBy });
          const what = `${JSON.stringify(orderBy)} from ${skip}`;
          assert.equal(page.total, listed.length, what);
          const ids = page.items.map(({ id }) => id);
          assert.deepEqual(ids, whole.slice(skip, skip + 50), what);
        }
      }
    });

    test('of users finds the same by sets of groups, roles and places as a short one does', async (t) => {
      const { store } = await open(t);
      await write(store, insertAll);
      const many = listed.filter((user) => !isOneOfTen(user));
      const answers: readonly (readonly [string, readonly User[]])[] = [
        ['jane', listed],
        ['login: jane-*', listed],
        ['in: upper', many],
        ['group: lower', many],
        ['group: upper', []],
        ['not in: upper', listed.filter(isOneOfTen)],
        ['ownRole: reader', many],
        ['access(project: here)', many],
        ['access(with: reader)', many],
        ['access(with: {Observer}, project: here, there)', many],
        ['access(project: here, with: reader)', many.filter((user) => listed.indexOf(user) % 2 === 0)],
        ['in: upper and not is: banned', many.filter(({ state }) => state.kind === 'active')],
        ['not is: admin', listed],
      ];
      const orderBy = [{ key: 'name', descending: false }] as const;
      for (const [text, found] of answers) {
        const query = parseQuery(text, userAttributes, now);
        assert.ok(query.ok, text);
        const whole = inOrder(found, { orderBy });
        for (const skip of [0, found.length - 30]) {
          const page = await store.tables.users.list(
            { skip: Math.max(0, skip), top: 40, orderBy },
            { query: query.value },
          );
          assert.equal(page.total, found.length, text);
          const expected = whole.slice(Math.max(0, skip), Math.max(0, skip) + 40);
          assert.deepEqual(
            page.items.map(({ id }) => id),
            expected,
            text,
          );
        }
      }
    });

    test('of given roles is cut to the places that somebody may see, in one order', async (t) => {
      const { store } = await open(t);
      await write(store, insertAll);
      const more = Array.from({ length: 300 }, () =>
        anAssignment(reader, users[0] as User, { place: { kind: 'project', id: newId(random) } }),
      );
      await write(store, async ({ access }) => {
        for (const assignment of more) await access.insertAssignment(assignment);
      });
      const among = [here.id, there.id];
      const seen = assignments.filter(({ place }) => place.kind === 'project').map(({ id }) => id);
      assert.ok(seen.length > 1_000);
      const whole = seen.toSorted(compare);
      for (const skip of [0, 300, 800, seen.length - 10]) {
        const page = await store.tables.access.pageAssignments({ among }, { skip, top: 50, orderBy: [] });
        assert.equal(page.total, seen.length);
        const ids = page.items.map(({ id }) => id);
        assert.deepEqual(ids, whole.slice(skip, skip + 50), `from ${skip}`);
      }
    });
  });
}
