import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aGroup, ann, aRole, aToken, aUser, bob, editors, eve, id } from '../../test/builders.ts';
import { deleteUserPermission } from '../access/permission.ts';
import { systemAdministrator } from '../access/role.ts';
import { globalProjectId, guestUserId, type PermanentTokenId, type UserId } from '../kernel/id.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { FreshFacts } from '../verification/fresh-facts.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';

const hash = 'bob’s token' as SecretHash;

/** Bob, who administers, is an editor, is signed in, and has a token. */
async function withMuchOfBob() {
  const authority = await anAuthority();
  await authority.add({
    groups: [aGroup()],
    members: [[editors, bob]],
    given: [[systemAdministrator, bob]],
    tokens: [aToken({ id: id<PermanentTokenId>(32), hash })],
  });
  await authority.signIn(bob);
  return authority;
}

const leave = (userId: UserId) => ({ userId, successor: undefined });

test('deleting ends tokens, sessions, roles and memberships, and leaves a tombstone', async () => {
  const { ports, asAnn, events, holdsOf } = await withMuchOfBob();
  const facts = new FreshFacts(ports.store.facts);
  assert.equal((await (await facts.prove()).token(hash))?.state.kind, 'active');
  done(await deleteUser(ports, await asAnn(), leave(bob)));
  const { tables } = ports.store;
  const tombstone = await tables.users.find(bob);
  assert.deepEqual(
    [tombstone?.login, tombstone?.state, tombstone?.email, tombstone?.passwordHash],
    ['bob', { kind: 'deleted' }, undefined, undefined],
  );
  assert.equal((await (await facts.prove()).token(hash))?.state.kind, 'revoked');
  assert.deepEqual(await tables.groups.listJoined(bob), []);
  assert.deepEqual(await tables.access.listAssignments([bob]), []);
  // By rule, what All Users and Registered Users are given is given to any account there could be.
  assert.deepEqual(await holdsOf(bob), await holdsOf(id<UserId>(999)));
  assert.deepEqual(
    events.map(({ kind, subject, details }) => [kind, subject, details]),
    [
      [
        'user.deleted',
        bob,
        {
          sessionsEnded: 1,
          rolesEnded: 2,
          tokensEnded: 1,
          applicationPasswordsEnded: 0,
          connectionsEnded: 0,
          consentsEnded: 0,
          botsHandedOver: 0,
          botsSuspended: 0,
        },
      ],
    ],
  );
});

test('whoever is made afterwards inherits nothing: the login is not theirs to have, the account is another', async () => {
  const { ports, asAnn, holdsOf } = await withMuchOfBob();
  done(await deleteUser(ports, await asAnn(), leave(bob)));
  const stranger = {
    kind: 'person',
    name: 'Bob',
    email: undefined,
    password: undefined,
    login: 'bob',
  } as const;
  const refused = refusalOf(await createUser(ports, await asAnn(), stranger));
  assert.deepEqual(refused, { kind: 'already-exists', field: 'login', rule: 'is taken' });
  const other = done(await createUser(ports, await asAnn(), { ...stranger, login: 'bob2' }));
  assert.notEqual(other.id, bob);
  assert.deepEqual(await holdsOf(other.id), await (await anAuthority()).holdsOf(bob));
  assert.deepEqual(await ports.store.tables.groups.listJoined(other.id), []);
});

test('whoever deletes somebody must hold all that they hold', async () => {
  const authority = await withMuchOfBob();
  const role = aRole({ permissions: [deleteUserPermission] });
  await authority.add({ users: [aUser({ id: eve, login: 'eve' })], roles: [role], given: [[role, eve]] });
  const { ports, signIn } = authority;
  const refused = refusalOf(await deleteUser(ports, await signIn(eve), leave(bob)));
  assert.ok(refused.kind === 'forbidden' && refused.act === 'delete bob');
  assert.equal((await ports.store.tables.users.find(bob))?.state.kind, 'active');
  done(await deleteUser(ports, await signIn(bob), leave(eve)));
});

test('nobody deletes themselves, the guest, or somebody who is gone', async () => {
  const { ports, asAnn } = await anAuthority();
  const refused = async (user: UserId) => refusalOf(await deleteUser(ports, await asAnn(), leave(user)));
  assert.equal((await refused(ann)).kind, 'malformed');
  assert.equal((await refused(guestUserId)).kind, 'malformed');
  done(await deleteUser(ports, await asAnn(), leave(bob)));
  for (const user of [bob, id<UserId>(999)]) assert.equal((await refused(user)).kind, 'not-found');
});

test('who may not delete users learns nothing of who is there', async () => {
  const { ports, signIn } = await anAuthority();
  const caller = await signIn(bob);
  for (const user of [ann, id<UserId>(999)])
    assert.deepEqual(await deleteUser(ports, caller, leave(user)), {
      ok: false,
      refusal: {
        kind: 'forbidden',
        act: 'delete this user',
        missing: [{ permission: deleteUserPermission, place: globalProjectId }],
      },
    });
});
