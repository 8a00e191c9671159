import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aGroup, id } from '../../test/builders.ts';
import { openMemoryStore, type RightsTables } from '../../test/memory-store.ts';
import { allUsersGroupId, type GroupId, registeredUsersGroupId } from '../kernel/id.ts';
import { builtInGroups, type Group, groupDepthMax } from './group.ts';
import { checkPlaceInTree } from './group-tree.ts';

/** Groups by number; each stands below the one with the number given, or at the top. */
async function aTree(parents: readonly (number | undefined)[]) {
  const { tables } = openMemoryStore();
  const groups = parents.map((parent, number) => numbered(number, parent));
  for (const group of [...builtInGroups, ...groups]) await tables.groups.insert(group);
  return { tables, groups };
}

function numbered(number: number, parent: number | undefined): Group {
  return aGroup({
    id: id<GroupId>(number + 1),
    name: `Group ${number}`,
    parentId: parent === undefined ? undefined : id<GroupId>(parent + 1),
  });
}

/** What stands in the way of a group's new place. */
async function ruleFor(tables: RightsTables, group: Group): Promise<string | undefined> {
  const placed = await checkPlaceInTree(tables, group);
  if (placed.ok) return undefined;
  assert.equal(placed.refusal.kind, 'malformed');
  return placed.refusal.kind === 'malformed' ? placed.refusal.fields[0].rule : undefined;
}

/** So many groups, each below the one before. */
const lineOf = (length: number) =>
  Array.from({ length }, (_, number) => (number === 0 ? undefined : number - 1));

test('a group may stand at the top, beside others and below others', async () => {
  const { tables } = await aTree([undefined, 0]);
  for (const parent of [undefined, 0, 1]) assert.equal(await ruleFor(tables, numbered(7, parent)), undefined);
});

test('a group stands neither in itself nor anywhere below itself', async () => {
  const { tables } = await aTree(lineOf(4));
  for (const parent of [1, 2, 3])
    assert.match((await ruleFor(tables, numbered(1, parent))) ?? 'none', /itself or below it/);
  assert.equal(await ruleFor(tables, numbered(1, 0)), undefined);
});

test('nothing stands below a built-in group, nor below one that is not there', async () => {
  const { tables } = await aTree([undefined]);
  for (const parentId of [allUsersGroupId, registeredUsersGroupId])
    assert.match((await ruleFor(tables, aGroup({ parentId }))) ?? 'none', /must not be a built-in group/);
  assert.match((await ruleFor(tables, numbered(7, 99))) ?? 'none', /names no group/);
});

test('groups are as many levels deep as they may be, and no more', async () => {
  const { tables } = await aTree(lineOf(groupDepthMax));
  assert.equal(await ruleFor(tables, numbered(99, groupDepthMax - 2)), undefined);
  assert.match(
    (await ruleFor(tables, numbered(99, groupDepthMax - 1))) ?? 'none',
    new RegExp(`more than ${groupDepthMax} levels deep`),
  );
});

test('whoever moves a group moves the levels below it too', async () => {
  const half = groupDepthMax / 2;
  // Two lines, and one group beside them.
  const { tables } = await aTree([
    ...lineOf(half),
    undefined,
    ...lineOf(half)
      .slice(1)
      .map((n) => half + (n ?? 0)),
  ]);
  assert.equal(await ruleFor(tables, numbered(half, half - 1)), undefined);
  await tables.groups.insert(numbered(99, 2 * half - 1));
  assert.match((await ruleFor(tables, numbered(half, half - 1))) ?? 'none', /levels deep/);
  assert.equal(await ruleFor(tables, numbered(half, half - 2)), undefined);
});

test('however groups are moved, none is ever above itself and none too deep', async () => {
  const count = 30;
  const moves = fc.array(fc.tuple(fc.nat(count - 1), fc.option(fc.nat(count - 1), { nil: undefined })), {
    maxLength: 80,
  });
  await fc.assert(
    fc.asyncProperty(moves, async (taken) => {
      const { tables, groups } = await aTree(Array.from({ length: count }, () => undefined));
      for (const [number, parent] of taken) {
        const moved = numbered(number, parent);
        if ((await ruleFor(tables, moved)) === undefined) await tables.groups.update(moved);
      }
      for (const group of groups) {
        const above = await tables.access.listAncestors(group.id);
        // In a loop every group has one above it.
        const line = await Promise.all(above.map((one) => tables.groups.find(one)));
        assert.equal(line.filter((one) => one?.parentId === undefined).length, 1);
        assert.ok(above.length <= groupDepthMax);
      }
    }),
    { numRuns: 200 },
  );
});
