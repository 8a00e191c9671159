import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aUser } from '../../test/builders.ts';
import { Secret } from '../kernel/secret.ts';
import { malformed } from '../refusal.ts';
import { hashNewPassword } from './new-password.ts';

const { passwordHasher } = (await anAuthority()).ports;
const owner = aUser({
  login: 'gardener',
  name: 'Alexandra Harbour',
  email: 'bobby@droptable.example',
});

const hash = (wanted: string, { current, user = owner }: { current?: string; user?: typeof owner } = {}) =>
  hashNewPassword(passwordHasher, user, {
    current: current === undefined ? undefined : new Secret(current),
    wanted: new Secret(wanted),
    field: 'newPassword',
  });

for (const [what, wanted] of [
  ['login', 'gardener-gardener'],
  ['name', 'Alexandra.Harbour'],
  ['e-mail address', 'droptable.bobby!'],
] as const) {
  test(`a new password that is the ${what} of its owner is too easy to guess, and not for somebody else`, async () => {
    assert.deepEqual(refusalOf(await hash(wanted)), malformed('newPassword', 'is too easy to guess'));
    done(await hash(wanted, { user: aUser() }));
  });
}

test('a new password is not the old one, in whatever form of Unicode it is typed', async () => {
  const text = 'Zürich im Frühling';
  const [composed, decomposed] = [text.normalize('NFC'), text.normalize('NFD')];
  for (const [wanted, current] of [
    [composed, composed],
    [composed, decomposed],
    [decomposed, composed],
  ] as const)
    assert.deepEqual(
      refusalOf(await hash(wanted, { current })),
      malformed('newPassword', 'must differ from the old one'),
    );
  done(await hash(composed, { current: composed.toLowerCase() }));
  done(await hash(composed));
});
