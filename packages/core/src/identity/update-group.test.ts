import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, missingOf } from '../../test/an-authority.ts';
import { aGroup, aPermission, aRole, bob, editors, id, readPages, writers } from '../../test/builders.ts';
import { updateGroupPermission } from '../access/permission.ts';
import { type GroupId, globalProjectId } from '../kernel/id.ts';
import { updateGroup } from './update-group.ts';

/** Writers inside editors, who read pages; and Bob, who changes groups and holds what else he is given. */
async function bobWith(...more: (typeof readPages)[]) {
  const authority = await anAuthority();
  const reader = aRole();
  const keeper = aRole({ id: id(72), key: 'keeper', permissions: [updateGroupPermission, ...more] });
  await authority.add({
    permissions: [aPermission(readPages)],
    roles: [reader, keeper],
    groups: [aGroup(), aGroup({ id: writers, name: 'Wiki Writers', parentId: editors, autoJoin: false })],
    given: [
      [reader, { kind: 'group', id: editors }],
      [keeper, bob],
    ],
  });
  return { authority, caller: await authority.signIn(bob) };
}

test('who lets every new account join a group must hold all that it gives, by the groups above it too', async () => {
  for (const group of [editors, writers]) {
    const { authority, caller } = await bobWith();
    const answer = await updateGroup(authority.ports, caller, group, { autoJoin: true });
    assert.deepEqual(missingOf(answer), [[readPages, globalProjectId]]);
    assert.deepEqual(await authority.ports.store.tables.groups.listAutoJoin(), []);
    const strong = await bobWith(readPages);
    assert.ok((await updateGroup(strong.authority.ports, strong.caller, group, { autoJoin: true })).ok);
  }
});

test('a group that gives more keeps its name and its newcomers in the hands of who changes groups', async () => {
  const { authority, caller } = await bobWith();
  const { ports } = authority;
  await updateGroup(ports, await authority.asAnn(), writers, { autoJoin: true });
  for (const change of [{ autoJoin: true, name: 'Authors' }, { autoJoin: false }])
    assert.ok((await updateGroup(ports, caller, writers, change)).ok);
  assert.deepEqual(await ports.store.tables.groups.listAutoJoin(), []);
});

test('who changes whether a second factor is required must hold what the group gives, and the groups below it', async () => {
  for (const requiresTwoFactor of [true, false]) {
    const { authority, caller } = await bobWith();
    const { ports } = authority;
    const above = id<GroupId>(63);
    await authority.add({
      groups: [aGroup({ id: above, name: 'Everybody who edits', requiresTwoFactor: !requiresTwoFactor })],
    });
    const editing = await ports.store.tables.groups.find(editors);
    assert.ok(editing !== undefined);
    await ports.store.tables.groups.update({
      ...editing,
      parentId: above,
      requiresTwoFactor: !requiresTwoFactor,
    });
    for (const group of [editors, above]) {
      const answer = await updateGroup(ports, caller, group, { requiresTwoFactor });
      assert.deepEqual(missingOf(answer), [[readPages, globalProjectId]]);
    }
    // What stays as it was is no change of it.
    assert.ok((await updateGroup(ports, caller, editors, { requiresTwoFactor: !requiresTwoFactor })).ok);
    assert.ok((await updateGroup(ports, await authority.asAnn(), above, { requiresTwoFactor })).ok);
  }
});
