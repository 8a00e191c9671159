import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aUser, endsOfSignIn, eve } from '../../test/builders.ts';
import { attemptsInMemory, hmacSha1, passkeyVerifier, seedCipher } from '../../test/factor-ports.ts';
import { type PasswordHash, Secret } from '../kernel/secret.ts';
import { signIn } from './sign-in.ts';

const password = 'a kettle under the pear tree';

/** An authority in which Eve signs in with a password alone. */
async function aHouse() {
  const authority = await anAuthority();
  const known = aUser({
    id: eve,
    login: 'eve',
    name: 'Eve',
    passwordHash: `hash of ${password}` as PasswordHash,
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
  const enter = (passwordHasher = ports.passwordHasher) =>
    signIn(
      { ...ports, passwordHasher },
      { requestId: 'a sign-in' },
      { login: 'eve', password: new Secret(password) },
    );
  return { ...authority, ports, tables: ports.store.tables, known, enter };
}

describe('a sign-in with a password alone', () => {
  test('opens a session', async () => {
    const { enter, events } = await aHouse();
    assert.equal(done(await enter()).kind, 'session');
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['session.started'],
    );
  });

  for (const [what, change] of Object.entries(endsOfSignIn))
    test(`opens none for an account that ${what} while the password is looked at, and the log has it`, async () => {
      const { ports, tables, known, events, enter } = await aHouse();
      const refused = await enter({
        ...ports.passwordHasher,
        async verify(presented, hash) {
          await tables.users.update({ ...known, ...change });
          return ports.passwordHasher.verify(presented, hash);
        },
      });
      assert.equal(refusalOf(refused).kind, 'sign-in-failed');
      assert.equal(await tables.sessions.deleteOfUser(eve), 0);
      assert.deepEqual(
        events.map(({ kind, subject }) => [kind, subject]),
        [['sign-in.failed', eve]],
      );
    });
});
