import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, missingOf, refusalOf } from '../../test/an-authority.ts';
import {
  aCaller,
  aGroup,
  ann,
  anonymous,
  aPermission,
  aRole,
  aUser,
  bob,
  editors,
  eve,
  id,
  readPages,
  writers,
} from '../../test/builders.ts';
import {
  createUserPermission,
  readUserBasicPermission,
  updateGroupPermission,
} from '../access/permission.ts';
import { covers } from '../access/permission-set.ts';
import {
  allUsersGroupId,
  type GroupId,
  globalProjectId,
  registeredUsersGroupId,
  type UserId,
} from '../kernel/id.ts';
import { Secret } from '../kernel/secret.ts';
import { createUser, type NewUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { updateUser } from './update-user.ts';

const password = new Secret('seven wet ducks in a row');

function newUser(given: Partial<NewUser> = {}): NewUser {
  return { kind: 'person', login: 'jane.doe', name: 'Jane Doe', email: undefined, password, ...given };
}

const newBot = (given: Partial<NewUser> = {}) =>
  newUser({ kind: 'bot', login: 'builder', name: 'Builder', password: undefined, ...given });

/** Two groups: the editors, who read pages, and the writers below them, whom everybody joins if a test says so. */
async function twoGroups(autoJoin = false) {
  const authority = await anAuthority();
  const reader = aRole();
  await authority.add({
    permissions: [aPermission(readPages)],
    roles: [reader],
    groups: [aGroup(), aGroup({ id: writers, name: 'Wiki Writers', parentId: editors, autoJoin })],
    given: [[reader, { kind: 'group', id: editors }]],
  });
  return authority;
}

/** Bob, with the right to create users and with whatever else. */
async function clerk(authority: Awaited<ReturnType<typeof anAuthority>>, ...keys: (typeof readPages)[]) {
  const role = aRole({
    id: id(72),
    key: 'clerk',
    permissions: [createUserPermission, readUserBasicPermission, ...keys],
  });
  await authority.add({ roles: [role], given: [[role, bob]] });
  return authority.signIn(bob);
}

test('a person who is made is an Observer who must choose another password, and the event says who made whom', async () => {
  const { ports, asAnn, events, holdsOf } = await anAuthority();
  const user = done(await createUser(ports, await asAnn(), newUser({ email: 'jane@example.org' })));
  assert.deepEqual(await ports.store.tables.users.find(user.id), user);
  assert.equal(user.passwordHash, `hash of ${password.reveal()}`);
  assert.ok(user.passwordChangeRequired);
  assert.deepEqual(await holdsOf(user.id), await holdsOf(bob));
  const [event] = events;
  assert.equal(events.length, 1);
  assert.deepEqual(
    [event?.kind, event?.subject, event?.target, event?.details],
    [
      'user.created',
      user.id,
      { kind: 'user', id: user.id, name: 'jane.doe' },
      { kind: 'person', role: 'observer', groups: [] },
    ],
  );
  assert.ok(!JSON.stringify(events).includes(password.reveal()));
});

test('a person without a password is made, and has none to change', async () => {
  const { ports, asAnn } = await anAuthority();
  const user = done(await createUser(ports, await asAnn(), newUser({ password: undefined })));
  assert.deepEqual([user.passwordHash, user.passwordChangeRequired], [undefined, false]);
});

test('a new account is in the groups that were named and in those that everybody joins', async () => {
  const { ports, asAnn, holdsOf } = await twoGroups(true);
  const user = done(await createUser(ports, await asAnn(), newUser({ groups: [editors, editors] })));
  const joined = await ports.store.tables.groups.listJoined(user.id);
  assert.deepEqual(new Set(joined.map((group) => group.id)), new Set([editors, writers]));
  assert.ok(covers(await holdsOf(user.id), readPages, globalProjectId));
});

test('nobody makes an account that holds more than they do, by groups that everybody joins either', async () => {
  const authority = await twoGroups(true);
  const { ports } = authority;
  const refused = await createUser(ports, await clerk(authority), newUser());
  assert.deepEqual(missingOf(refused), [[readPages, globalProjectId]]);
  assert.equal(await ports.store.tables.users.findByLoginKey('jane.doe'), undefined);
});

test('putting a new account into a group is guarded as putting somebody there later', async () => {
  const authority = await twoGroups();
  const { ports } = authority;
  const into = (caller: Awaited<ReturnType<typeof clerk>>) =>
    createUser(ports, caller, newUser({ groups: [writers] }));
  assert.deepEqual(missingOf(await into(await clerk(authority))), [[updateGroupPermission, writers]]);
  const role = aRole({ id: id(73), key: 'organizer', permissions: [updateGroupPermission] });
  await authority.add({ roles: [role], given: [[role, bob]] });
  assert.deepEqual(missingOf(await into(await authority.signIn(bob))), [[readPages, globalProjectId]]);
});

for (const group of [allUsersGroupId, registeredUsersGroupId, id<GroupId>(999)]) {
  test(`nobody is put into ${group} by hand`, async () => {
    const { ports, asAnn } = await anAuthority();
    const refused = refusalOf(await createUser(ports, await asAnn(), newUser({ groups: [group] })));
    assert.ok(refused.kind === 'malformed' && refused.fields[0].field === 'groups.0.id');
  });
}

test('who may not create users is refused before a password is hashed', async () => {
  const authority = await anAuthority();
  const ports = {
    ...authority.ports,
    passwordHasher: {
      ...authority.ports.passwordHasher,
      hash: () => Promise.reject(new Error('hashed for a stranger')),
      verify: () => Promise.reject(new Error('never asked')),
    },
  };
  assert.deepEqual(missingOf(await createUser(ports, await authority.signIn(bob), newUser())), [
    [createUserPermission, globalProjectId],
  ]);
  assert.equal(refusalOf(await createUser(ports, aCaller(anonymous), newUser())).kind, 'unauthenticated');
});

test('a login that is, or ever was, somebody else’s is nobody’s to take', async () => {
  const { ports, asAnn } = await anAuthority();
  const make = async (login: string) => createUser(ports, await asAnn(), newUser({ login }));
  assert.equal(refusalOf(await make('BOB')).kind, 'already-exists');
  done(await updateUser(ports, await asAnn(), bob, { login: 'robert' }));
  for (const login of ['bob', 'Robert']) assert.equal(refusalOf(await make(login)).kind, 'already-exists');
  done(await deleteUser(ports, await asAnn(), { userId: bob, successor: undefined }));
  for (const login of ['Bob', 'robert']) assert.equal(refusalOf(await make(login)).kind, 'already-exists');
});

test('a bot is answered for by whoever makes it, or by the person who is named', async () => {
  const { ports, asAnn } = await anAuthority();
  const own = done(await createUser(ports, await asAnn(), newBot({ purpose: 'builds' })));
  assert.deepEqual([own.ownerId, own.purpose, own.passwordHash], [ann, 'builds', undefined]);
  const bobs = done(await createUser(ports, await asAnn(), newBot({ login: 'tester', ownerId: bob })));
  assert.equal(bobs.ownerId, bob);
});

test('nobody answers for a bot who is no active person', async () => {
  const authority = await anAuthority();
  const { ports, asAnn } = authority;
  const owners = [
    aUser({ id: eve, login: 'eve', state: { kind: 'banned', reason: undefined } }),
    aUser({ id: id<UserId>(5), login: 'gone', state: { kind: 'deleted' } }),
    aUser({ id: id<UserId>(6), login: 'another-bot', kind: 'bot', ownerId: ann }),
  ];
  await authority.add({ users: owners });
  for (const ownerId of [...owners.map((owner) => owner.id), id<UserId>(999)]) {
    const refused = refusalOf(await createUser(ports, await asAnn(), newBot({ ownerId })));
    assert.deepEqual(refused, {
      kind: 'malformed',
      fields: [{ field: 'owner', rule: 'must be an active person' }],
    });
  }
});

const misfits: readonly (readonly [string, NewUser])[] = [
  ['password', newBot({ password })],
  ['owner', newUser({ ownerId: bob })],
  ['purpose', newUser({ purpose: 'builds' })],
  ['purpose', newBot({ purpose: 'a\u0007b' })],
  ['login', newUser({ login: 'me' })],
  ['name', newUser({ name: '' })],
  ['password', newUser({ password: new Secret('jane.doe') })],
];

for (const [field, input] of misfits) {
  test(`${field} of a ${input.kind} called ${JSON.stringify(input.login)} is refused by its name`, async () => {
    const { ports, asAnn, events } = await anAuthority();
    const refused = refusalOf(await createUser(ports, await asAnn(), input));
    assert.ok(refused.kind === 'malformed' && refused.fields[0].field === field);
    assert.deepEqual(events, []);
  });
}
