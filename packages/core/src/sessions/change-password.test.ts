import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aUser, eve } from '../../test/builders.ts';
import { attemptsInMemory } from '../../test/factor-ports.ts';
import { observer } from '../access/role.ts';
import { type PasswordHash, Secret } from '../kernel/secret.ts';
import { malformed } from '../refusal.ts';
import { type ChangePasswordPorts, changePassword } from './change-password.ts';

test('of two changes of a password with the same old one, in one session at the same moment, one wins', async () => {
  const authority = await anAuthority();
  await authority.add({
    users: [aUser({ id: eve, login: 'eve', name: 'Eve', passwordHash: 'hash of old' as PasswordHash })],
    given: [[observer, eve]],
  });
  const ports = { ...authority.ports, store: { ...authority.ports.store, attempts: attemptsInMemory() } };
  const caller = await authority.signIn(eve);
  const change = (newPassword: string, as: ChangePasswordPorts = ports) =>
    changePassword(as, caller, {
      userId: eve,
      oldPassword: new Secret('old'),
      newPassword: new Secret(newPassword),
      endsApplicationPasswords: false,
    });
  const passwordHasher: typeof ports.passwordHasher = {
    ...ports.passwordHasher,
    async hash(password) {
      done(await change('willow heron mill weir pond'));
      return ports.passwordHasher.hash(password);
    },
  };
  const late = await change('kettle under the pear tree', { ...ports, passwordHasher });
  assert.deepEqual(refusalOf(late), malformed('password.oldValue', 'is not your password'));
  const user = await ports.store.tables.users.find(eve);
  assert.equal(user?.passwordHash, 'hash of willow heron mill weir pond');
});
