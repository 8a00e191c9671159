import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Authority, anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aCaller, aGroup, aRole, aUser, bob, editors, eve, id, system } from '../../test/builders.ts';
import type { Caller } from '../access/actor.ts';
import { updateUserPermission } from '../access/permission.ts';
import { observer, systemAdministrator } from '../access/role.ts';
import { banUser } from '../identity/ban-user.ts';
import { addMember } from '../identity/change-membership.ts';
import { deleteUser } from '../identity/delete-user.ts';
import { updateGroup } from '../identity/update-group.ts';
import { globalProjectId } from '../kernel/id.ts';
import { type PasswordHash, Secret } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import { assignRole, unassignRole } from '../roles/assign-role.ts';
import { issueResetLink } from './issue-reset-link.ts';
import { findResetOwner, type ResetPasswordPorts, resetPassword } from './reset-password.ts';

const help = aRole({ id: id(72), key: 'help', permissions: [updateUserPermission] });
const administrators = aGroup({ id: editors, name: 'Administrators' });
const origin = { requestId: 'a reset' };

/** Bob may help; Eve, who lost her password, holds nothing. */
async function aHelpdesk() {
  const authority = await anAuthority();
  await authority.add({
    users: [aUser({ id: eve, login: 'eve', name: 'Eve', passwordHash: 'lost' as PasswordHash })],
    groups: [administrators],
    roles: [help],
    given: [
      [help, bob],
      [systemAdministrator, { kind: 'group', id: editors }],
    ],
  });
  return authority;
}

async function aLink({ ports, signIn }: Authority, maker?: Caller): Promise<string> {
  return done(await issueResetLink(ports, maker ?? (await signIn(bob)), eve)).secret.reveal();
}

const use = (ports: ResetPasswordPorts, link: string) =>
  resetPassword(ports, origin, {
    link,
    newPassword: new Secret('willow heron mill weir pond'),
    endsTokens: false,
  });

async function passwordOf(authority: Authority): Promise<string | undefined> {
  return (await authority.ports.store.tables.users.find(eve))?.passwordHash;
}

type Act = (authority: Authority, ann: Caller) => Promise<Result<unknown>>;

/** What happens to the author of a link, or to whom it is for. */
const outgrown: readonly (readonly [what: string, meanwhile: Act])[] = [
  [
    'whose owner was given a role that its author lacks',
    ({ ports }, caller) =>
      assignRole(ports, caller, {
        roleId: systemAdministrator.id,
        holder: { kind: 'user', id: eve },
        projectId: globalProjectId,
      }),
  ],
  [
    'whose owner joined a group that holds what its author lacks',
    ({ ports }, caller) => addMember(ports, caller, { groupId: editors, userId: eve }),
  ],
  [
    'whose author may change users no more',
    async ({ ports }, caller) => {
      const [given] = await ports.store.tables.access.listHolders(help.id, globalProjectId);
      return unassignRole(ports, caller, given?.id ?? assert.fail());
    },
  ],
  [
    'whose author was banned',
    ({ ports }, caller) =>
      banUser(ports, caller, { userId: bob, banned: true, reason: undefined, successor: undefined }),
  ],
  [
    'whose author was deleted',
    ({ ports }, caller) => deleteUser(ports, caller, { userId: bob, successor: undefined }),
  ],
];

describe('a reset link', () => {
  test('sets a password as long as its author could make it, whether or not they are signed in', async () => {
    const authority = await aHelpdesk();
    const { ports } = authority;
    const link = await aLink(authority);
    await ports.store.tables.sessions.deleteOfUser(bob);
    assert.equal((await findResetOwner(ports, link))?.id, eve);
    done(await use(ports, link));
    assert.equal(await passwordOf(authority), 'hash of willow heron mill weir pond');
    assert.equal(refusalOf(await use(ports, link)).kind, 'not-found');
  });

  for (const [what, meanwhile] of outgrown) {
    test(`${what} is like one that never was`, async () => {
      const authority = await aHelpdesk();
      const { ports } = authority;
      const link = await aLink(authority);
      done(await meanwhile(authority, await authority.asAnn()));
      const told = authority.events.length;
      assert.equal(await findResetOwner(ports, link), undefined);
      assert.deepEqual(refusalOf(await use(ports, link)), refusalOf(await use(ports, 'made up')));
      assert.deepEqual([await passwordOf(authority), authority.events.length], ['lost', told]);
    });

    test(`${what} while the new password is hashed is not taken either`, async () => {
      const authority = await aHelpdesk();
      const { ports } = authority;
      const link = await aLink(authority);
      const caller = await authority.asAnn();
      const passwordHasher: typeof ports.passwordHasher = {
        ...ports.passwordHasher,
        async hash(password) {
          done(await meanwhile(authority, caller));
          return ports.passwordHasher.hash(password);
        },
      };
      assert.equal(refusalOf(await use({ ...ports, passwordHasher }, link)).kind, 'not-found');
      assert.equal(await passwordOf(authority), 'lost');
    });
  }

  test('made by the authority itself is good for whomever, whatever they become', async () => {
    const authority = await aHelpdesk();
    const link = await aLink(authority, aCaller(system));
    await authority.add({ given: [[systemAdministrator, eve]] });
    done(await use(authority.ports, link));
  });

  test('outlives that its author is required to have a second factor: what they hold counts', async () => {
    const authority = await aHelpdesk();
    const { ports } = authority;
    await authority.add({ groups: [aGroup({ id: id(63), name: 'Helpers' })], members: [[id(63), bob]] });
    const link = await aLink(authority);
    done(await updateGroup(ports, await authority.asAnn(), id(63), { requiresTwoFactor: true }));
    assert.equal(
      refusalOf(await issueResetLink(ports, await authority.signIn(bob), eve)).kind,
      'second-factor-required',
    );
    done(await use(ports, link));
  });

  test('is good for an owner who rose no further than its author', async () => {
    const authority = await aHelpdesk();
    const link = await aLink(authority);
    await authority.add({ given: [[observer, eve]] });
    done(await use(authority.ports, link));
  });
});
