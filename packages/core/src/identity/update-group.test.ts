import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, missingOf, refusalOf } from '../../test/an-authority.ts';
import {
  aGroup,
  ann,
  aPermission,
  aRole,
  bob,
  editors,
  id,
  readPages,
  writers,
} from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { updateGroupPermission } from '../access/permission.ts';
import { type FactorId, type GroupId, globalProjectId, newId } from '../kernel/id.ts';
import { type Instant, later } from '../kernel/instant.ts';
import type { EncryptedSeed } from '../second-factor/factor.ts';
import { type GroupChange, updateGroup } from './update-group.ts';

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

/** Ann, who administers, in a group that she may require a second factor of. */
async function annInside() {
  const authority = await anAuthority();
  await authority.add({ groups: [aGroup({ autoJoin: false })], members: [[editors, ann]] });
  const { tables } = authority.ports.store;
  const require = async (change: GroupChange) =>
    updateGroup(authority.ports, await authority.asAnn(), editors, change);
  const addFactor = (confirmedAt: Instant | undefined) =>
    tables.factors.insert({
      id: newId<FactorId>(authority.ports.random),
      userId: ann,
      name: 'Phone',
      encryptedSeed: 'a seed' as EncryptedSeed,
      addedAt: noon,
      confirmedAt,
    });
  return { ...authority, tables, require, addFactor };
}

test('nobody requires of themselves at once what they have not set up, by whatever way it would reach them', async () => {
  const house = await annInside();
  await house.addFactor(undefined);
  assert.equal(refusalOf(await house.require({ requiresTwoFactor: true })).kind, 'conflict');
  const above = id<GroupId>(64);
  await house.add({ groups: [aGroup({ id: above, name: 'Guarded', requiresTwoFactor: true })] });
  assert.equal(refusalOf(await house.require({ parent: above })).kind, 'conflict');
  assert.equal((await house.tables.groups.find(editors))?.requiresTwoFactor, false);
  const token = await house.byToken(ann);
  const byToken = await updateGroup(house.ports, token, editors, { requiresTwoFactor: true });
  assert.equal(refusalOf(byToken).kind, 'conflict');
  done(await house.require({ requiresTwoFactor: true, twoFactorRequiredFrom: later(noon, 1) }));
});

test('whoever has a second factor may require one of themselves, and of others everybody may who holds enough', async () => {
  const house = await annInside();
  await house.addFactor(noon);
  done(await house.require({ requiresTwoFactor: true }));
  const other = await anAuthority();
  await other.add({ groups: [aGroup()], members: [[editors, bob]] });
  done(await updateGroup(other.ports, await other.asAnn(), editors, { requiresTwoFactor: true }));
});

test('the date of a requirement lies ahead, comes with the requirement, and goes with it', async () => {
  const house = await annInside();
  const soon = later(noon, 60_000);
  const broken: readonly GroupChange[] = [
    { requiresTwoFactor: true, twoFactorRequiredFrom: noon },
    { requiresTwoFactor: true, twoFactorRequiredFrom: later(noon, -1) },
    { twoFactorRequiredFrom: soon },
    { requiresTwoFactor: false, twoFactorRequiredFrom: soon },
  ];
  for (const change of broken) {
    const refusal = refusalOf(await house.require(change));
    assert.ok(refusal.kind === 'malformed');
    assert.equal(refusal.fields[0].field, 'twoFactorRequiredFrom');
  }
  const announced = done(await house.require({ requiresTwoFactor: true, twoFactorRequiredFrom: soon }));
  assert.equal(announced.twoFactorRequiredFrom, soon);
  const renamed = done(await house.require({ name: 'Wiki People', twoFactorRequiredFrom: soon }));
  assert.equal(renamed.twoFactorRequiredFrom, soon);
  const lifted = done(await house.require({ requiresTwoFactor: false }));
  assert.equal(lifted.twoFactorRequiredFrom, undefined);
});

test('a date that has come may be sent back as it was read', async () => {
  const house = await annInside();
  await house.addFactor(noon);
  const known = await house.tables.groups.find(editors);
  assert.ok(known !== undefined);
  await house.tables.groups.update({
    ...known,
    requiresTwoFactor: true,
    twoFactorRequiredFrom: later(noon, -5),
  });
  const change = { name: 'Wiki People', requiresTwoFactor: true, twoFactorRequiredFrom: later(noon, -5) };
  const changed = await updateGroup(house.ports, await house.byToken(ann), editors, change);
  assert.equal(done(changed).twoFactorRequiredFrom, later(noon, -5));
});

test('who puts the date off, or takes it away, must hold what the group gives', async () => {
  const { authority, caller } = await bobWith();
  const { ports } = authority;
  const known = await ports.store.tables.groups.find(editors);
  assert.ok(known !== undefined);
  const soon = later(noon, 60_000);
  await ports.store.tables.groups.update({ ...known, requiresTwoFactor: true, twoFactorRequiredFrom: soon });
  for (const twoFactorRequiredFrom of [later(soon, 1), 'at-once'] as const)
    assert.deepEqual(missingOf(await updateGroup(ports, caller, editors, { twoFactorRequiredFrom })), [
      [readPages, globalProjectId],
    ]);
  assert.ok((await updateGroup(ports, caller, editors, { twoFactorRequiredFrom: soon })).ok);
});
