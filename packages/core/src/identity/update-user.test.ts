import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, missingOf, refusalOf } from '../../test/an-authority.ts';
import {
  ann,
  aPermission,
  aRole,
  aUser,
  bob,
  eve,
  id,
  inProject,
  projectA,
  readPages,
} from '../../test/builders.ts';
import { updateSelfPermission, updateUserPermission } from '../access/permission.ts';
import { noPermissions } from '../access/permission-set.ts';
import { systemAdministrator } from '../access/role.ts';
import { globalProjectId, guestUserId, type UserId } from '../kernel/id.ts';
import { type UserChange, updateUser } from './update-user.ts';

const bot = id<UserId>(5);

/** Beside Ann and Bob: Bob's bot, which reads pages in one project. */
async function withBot() {
  const authority = await anAuthority();
  const reader = aRole();
  await authority.add({
    users: [aUser({ id: bot, login: 'builder', kind: 'bot', ownerId: bob })],
    permissions: [aPermission(readPages)],
    roles: [reader],
    given: [[reader, bot, inProject(projectA)]],
  });
  return authority;
}

test('one’s own name is one’s own to change, and the event says what was and what is', async () => {
  const { ports, signIn, events } = await anAuthority();
  const changed = done(await updateUser(ports, await signIn(bob), bob, { name: 'Robert' }));
  assert.equal(changed.name, 'Robert');
  assert.deepEqual(await ports.store.tables.users.find(bob), changed);
  assert.deepEqual(
    events.map(({ kind, subject, changes }) => [kind, subject, changes]),
    [['user.updated', bob, [{ field: 'name', before: 'Bob', after: 'Robert' }]]],
  );
});

test('a token that does not carry Update Self changes no name', async () => {
  const { ports, byToken } = await anAuthority();
  const narrowed = await byToken(bob, noPermissions);
  assert.deepEqual(missingOf(await updateUser(ports, narrowed, bob, { name: 'Eve' })), [
    [updateSelfPermission, globalProjectId],
  ]);
});

test('a login and an address are changed by hand, one’s own and another’s, and never with a token', async () => {
  const { ports, signIn, byToken, asAnn } = await anAuthority();
  done(await updateUser(ports, await signIn(bob), bob, { email: 'bob@example.org' }));
  done(await updateUser(ports, await asAnn(), bob, { email: '', login: 'robert' }));
  const changed = await ports.store.tables.users.find(bob);
  assert.deepEqual([changed?.email, changed?.login, changed?.loginKey], [undefined, 'robert', 'robert']);
  for (const change of [{ login: 'rob' }, { email: 'eve@example.org' }]) {
    assert.equal(
      refusalOf(await updateUser(ports, await byToken(bob), bob, change)).kind,
      'credential-unfit',
    );
    assert.equal(
      refusalOf(await updateUser(ports, await byToken(ann), bob, change)).kind,
      'credential-unfit',
    );
  }
});

test('one’s own login is not one’s own to change: that needs the right to change users', async () => {
  const { ports, signIn } = await anAuthority();
  assert.deepEqual(missingOf(await updateUser(ports, await signIn(bob), bob, { login: 'root' })), [
    [updateUserPermission, globalProjectId],
  ]);
});

test('whoever changes somebody must hold all that they hold: a new address is a way to become them', async () => {
  const authority = await anAuthority();
  const role = aRole({ permissions: [updateUserPermission] });
  await authority.add({
    users: [aUser({ id: eve, login: 'eve' })],
    roles: [role],
    given: [[role, eve]],
  });
  const { ports, signIn } = authority;
  const asEve = await signIn(eve);
  for (const change of [{ name: 'Nobody' }, { email: 'eve@example.org' }, { login: 'nobody' }]) {
    const refused = refusalOf(await updateUser(ports, asEve, ann, change));
    assert.ok(refused.kind === 'forbidden' && refused.act === 'change ann' && refused.missing.length > 10);
    assert.ok((await updateUser(ports, asEve, bob, change)).ok);
  }
});

test('a login that is somebody’s, or was, is refused; one’s own of before is taken back', async () => {
  const { ports, asAnn } = await anAuthority();
  const rename = async (user: UserId, login: string) => updateUser(ports, await asAnn(), user, { login });
  assert.equal(refusalOf(await rename(bob, 'ANN')).kind, 'already-exists');
  done(await rename(bob, 'robert'));
  assert.equal(refusalOf(await rename(ann, 'bob')).kind, 'already-exists');
  done(await rename(bob, 'Bob'));
  done(await rename(bob, 'BOB'));
  assert.equal((await ports.store.tables.users.findByLoginKey('bob'))?.login, 'BOB');
});

test('whoever takes over a bot must hold all that the bot holds', async () => {
  const authority = await withBot();
  const { ports, signIn, asAnn } = authority;
  const role = aRole({ id: id(72), key: 'personnel', permissions: [updateUserPermission] });
  await authority.add({ roles: [role], given: [[role, bob]] });
  assert.deepEqual(missingOf(await updateUser(ports, await signIn(bob), bot, { ownerId: bob })), [
    [readPages, projectA],
  ]);
  assert.equal(done(await updateUser(ports, await asAnn(), bot, { ownerId: ann })).ownerId, ann);
  const refused = refusalOf(await updateUser(ports, await asAnn(), bot, { ownerId: bot }));
  assert.ok(refused.kind === 'malformed' && refused.fields[0].field === 'owner');
});

const misfits: readonly (readonly [string, UserId, UserChange])[] = [
  ['owner', bob, { ownerId: ann }],
  ['purpose', bob, { purpose: 'builds' }],
  ['passwordChangeRequired', bot, { passwordChangeRequired: true }],
  ['login', bob, { login: 'guest' }],
  ['name', bob, { name: 'a\u2028b' }],
];

for (const [field, user, change] of misfits) {
  test(`${field} is refused by its name where it does not fit`, async () => {
    const { ports, asAnn, events } = await withBot();
    const refused = refusalOf(await updateUser(ports, await asAnn(), user, change));
    assert.ok(refused.kind === 'malformed' && refused.fields[0].field === field);
    assert.deepEqual(events, []);
  });
}

test('who chose a password cannot let it stay: that it must be replaced ends with a new one alone', async () => {
  const authority = await anAuthority();
  const { ports, asAnn, byToken, events } = authority;
  await authority.add({ users: [aUser({ id: eve, login: 'eve', passwordChangeRequired: true })] });
  for (const caller of [await asAnn(), await byToken(ann)]) {
    const refused = refusalOf(await updateUser(ports, caller, eve, { passwordChangeRequired: false }));
    assert.ok(refused.kind === 'malformed' && refused.fields[0].field === 'passwordChangeRequired');
  }
  assert.deepEqual(events, []);
  done(await updateUser(ports, await asAnn(), eve, { name: 'Eve', passwordChangeRequired: true }));
  done(await updateUser(ports, await asAnn(), bob, { name: 'Robert', passwordChangeRequired: false }));
});

test('nobody changes the guest, or somebody who is not there', async () => {
  const authority = await anAuthority();
  const { ports, asAnn } = authority;
  const gone = aUser({ id: eve, login: 'eve', state: { kind: 'deleted' } });
  await authority.add({ users: [gone] });
  for (const user of [guestUserId, eve, id<UserId>(999)])
    assert.equal(refusalOf(await updateUser(ports, await asAnn(), user, { name: 'X' })).kind, 'not-found');
});

test('whoever was demoted between their request and the change is, in the change, what they are then', async () => {
  const { ports, asAnn } = await anAuthority();
  const before = await asAnn();
  const [assignment] = await ports.store.tables.access.listAssignments([ann]);
  await ports.store.tables.access.deleteAssignment(assignment?.id as never);
  assert.deepEqual(missingOf(await updateUser(ports, before, bob, { name: 'X' })), [
    [updateUserPermission, globalProjectId],
  ]);
});

test('whoever was signed out, or whose token was revoked, in between changes nothing', async () => {
  const { ports, asAnn, byToken } = await anAuthority();
  const [bySession, byOwnToken] = [await asAnn(), await byToken(ann)];
  await ports.store.tables.sessions.deleteOfUser(ann);
  await ports.store.tables.permanentTokens.revokeAllOf(ann, ports.clock.now(), 'system');
  for (const caller of [bySession, byOwnToken])
    assert.equal(refusalOf(await updateUser(ports, caller, bob, { name: 'X' })).kind, 'token-inactive');
});

test('a bot whose owner left in between changes nothing', async () => {
  const authority = await withBot();
  await authority.add({ given: [[systemAdministrator, bot]] });
  const { ports, byToken } = authority;
  const asBot = await byToken(bot);
  await ports.store.tables.users.update(aUser({ state: { kind: 'banned', reason: undefined } }));
  assert.equal(refusalOf(await updateUser(ports, asBot, ann, { name: 'X' })).kind, 'token-inactive');
});
