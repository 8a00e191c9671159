import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aUser, eve } from '../../test/builders.ts';
import { attemptsInMemory, hmacSha1, passkeyVerifier, seedCipher } from '../../test/factor-ports.ts';
import { noon } from '../../test/platform.ts';
import type { User } from '../identity/user.ts';
import { later } from '../kernel/instant.ts';
import { type PasswordHash, Secret, type SecretHash } from '../kernel/secret.ts';
import { replacePassword } from './replace-password.ts';

const initial = 'the letter on the doormat';
const wanted = 'a kettle under the pear tree';

/** An authority in which Eve has a password that somebody else chose. */
async function aHouse(given: Partial<User> = {}) {
  const authority = await anAuthority();
  const passwordHash = `hash of ${initial}` as PasswordHash;
  const known = aUser({
    id: eve,
    login: 'eve',
    name: 'Eve',
    passwordHash,
    passwordChangeRequired: true,
    ...given,
  });
  await authority.add({ users: [known] });
  const ports = {
    ...authority.ports,
    hmacSha1,
    seedCipher,
    passkeyVerifier,
    limits: { idleSeconds: 3_600, absoluteSeconds: 86_400 },
    store: { ...authority.ports.store, attempts: attemptsInMemory() },
  };
  const { tables } = ports.store;
  const replace = (passwordHasher = ports.passwordHasher) =>
    replacePassword(
      { ...ports, passwordHasher },
      { requestId: 'a replacement' },
      { login: 'eve', password: new Secret(initial), newPassword: new Secret(wanted) },
    );
  return { ...authority, ports, tables, known, replace };
}

/** What an account may become between the proof of its old password and the change. */
const meanwhile: Readonly<Record<string, Partial<User>>> = {
  'is banned': { state: { kind: 'banned', reason: undefined } },
  'is deleted': { state: { kind: 'deleted' } },
  'gets another password': { passwordHash: 'hash of another' as PasswordHash },
  'need not replace it any more': { passwordChangeRequired: false },
};

describe('the replacement of a password that somebody else chose', () => {
  test('opens a session, and ends the link that would have set another one', async () => {
    const { tables, replace } = await aHouse();
    const link = { userId: eve, hash: 'a link' as SecretHash, author: 'system' } as const;
    await tables.passwordResets.put({ ...link, createdAt: noon, expiresAt: later(noon, 60_000) });
    assert.equal(done(await replace()).kind, 'session');
    const user = await tables.users.find(eve);
    assert.deepEqual([user?.passwordHash, user?.passwordChangeRequired], [`hash of ${wanted}`, false]);
    assert.equal(await tables.passwordResets.findByHash(link.hash), undefined);
  });

  for (const [what, change] of Object.entries(meanwhile))
    test(`is not done for an account that ${what} while the new one is hashed`, async () => {
      const { ports, tables, known, events, replace } = await aHouse();
      const refused = await replace({
        ...ports.passwordHasher,
        async hash(password) {
          await tables.users.update({ ...known, ...change });
          return ports.passwordHasher.hash(password);
        },
      });
      assert.equal(refusalOf(refused).kind, 'sign-in-failed');
      assert.deepEqual(await tables.users.find(eve), { ...known, ...change });
      assert.equal(await tables.sessions.deleteOfUser(eve), 0);
      assert.deepEqual(
        events.map(({ kind, subject }) => [kind, subject]),
        [['sign-in.failed', eve]],
      );
    });

  test('is not the way in with a password that its owner chose', async () => {
    const { tables, known, replace } = await aHouse({ passwordChangeRequired: false });
    assert.equal(refusalOf(await replace()).kind, 'conflict');
    assert.deepEqual(await tables.users.find(eve), known);
  });
});
