import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anAccessToken,
  anApplicationPassword,
  anAssignment,
  aToken,
  aUser,
  bob,
  id,
  tracker,
  wiki,
} from '../../test/builders.ts';
import { digest, fixedClock, noon, seededRandom } from '../../test/platform.ts';
import { ScriptedFacts } from '../../test/scripted-facts.ts';
import { systemAdministrator } from '../access/role.ts';
import { type ApplicationPassword, newApplicationPassword } from '../credentials/application-password.ts';
import type { UserState } from '../identity/user.ts';
import { authorityServiceId, type ServiceId } from '../kernel/id.ts';
import { newTokenText } from '../kernel/token-text.ts';
import { authenticateBasic } from './authenticate-user.ts';
import { checkBasic } from './check-basic.ts';
import type { CheckPorts } from './check-token.ts';
import { FreshFacts } from './fresh-facts.ts';

const token = newTokenText('permanentToken', seededRandom('a token'));
const access = newTokenText('accessToken', seededRandom('an access token'));
const { shown, letters } = newApplicationPassword(seededRandom('a program'));

/** Bob, who administers, with a second factor, a token for the wiki and an application password. */
function aWorld(given: Partial<ApplicationPassword> = {}): {
  source: ScriptedFacts;
  ports: CheckPorts & { readonly facts: FreshFacts };
} {
  const source = new ScriptedFacts();
  const hash = digest.secret(letters);
  source.tokens.set(digest.secret(token), aToken({ hash: digest.secret(token), audience: [wiki] }));
  source.accessTokens.set(digest.secret(access), anAccessToken({ audience: [wiki] }));
  source.applicationPasswords.set(hash, anApplicationPassword({ hash, ...given }));
  source.users.set(bob, aUser());
  source.guarded.add(bob);
  source.roles.set(systemAdministrator.id, systemAdministrator);
  source.assignments.push(anAssignment(systemAdministrator));
  return { source, ports: { clock: fixedClock(noon), digest, facts: new FreshFacts(source) } };
}

const basic = (password: string, login = 'bob') => ({ login, password });

test('an application password with the login of its owner opens every door that its owner may use', async () => {
  const { ports } = aWorld();
  for (const service of [wiki, tracker, authorityServiceId]) {
    const verdict = await checkBasic(ports, basic(shown.reveal()), service);
    assert.ok(verdict.active);
    assert.equal(verdict.credential.kind, 'application-password');
  }
});

test('one for a single service is good there and nowhere else', async () => {
  const { ports } = aWorld({ service: wiki });
  assert.equal((await checkBasic(ports, basic(shown.reveal()), wiki)).active, true);
  for (const service of [tracker, authorityServiceId])
    assert.deepEqual(await checkBasic(ports, basic(shown.reveal()), service), {
      active: false,
      reason: 'wrong-audience',
    });
});

test('dashes, spaces and case are forgiven in the password, and case and white space in the login', async () => {
  const { ports } = aWorld();
  for (const [typed, login] of [
    [letters.reveal(), 'bob'],
    [shown.reveal().toUpperCase().replaceAll('-', ' '), ' BOB '],
  ] as const)
    assert.equal((await checkBasic(ports, basic(typed, login), wiki)).active, true);
});

test('an application password with any other login is refused', async () => {
  const { ports } = aWorld();
  for (const login of ['', 'ann', 'bob@example.org', 'bobby'])
    assert.deepEqual(await checkBasic(ports, basic(shown.reveal(), login), wiki), {
      active: false,
      reason: 'wrong-login',
    });
});

test('a permanent token as the password is decided as Bearer is, whatever the user name says', async () => {
  const { ports } = aWorld();
  for (const login of ['', 'x-access-token', 'ann', 'bob']) {
    const verdict = await checkBasic(ports, basic(token.reveal(), login), wiki);
    assert.ok(verdict.active);
    assert.equal(verdict.credential.kind, 'permanent-token');
  }
  assert.deepEqual(await checkBasic(ports, basic(token.reveal()), tracker), {
    active: false,
    reason: 'wrong-audience',
  });
});

const neverGood = [
  access.reveal(),
  '',
  'correct horse battery staple',
  'x'.repeat(24),
  `${token.reveal()}x`,
  '123456',
];

for (const password of neverGood) {
  test(`${JSON.stringify(password.slice(0, 30))} as the password is refused without a look-up`, async () => {
    const { source, ports } = aWorld();
    const presented = basic(password.startsWith('x') ? password.replaceAll('x', 'u') : password);
    assert.deepEqual(await checkBasic(ports, presented, wiki), { active: false, reason: 'malformed' });
    assert.deepEqual(await authenticateBasic(ports, presented), {
      ok: false,
      refusal: { kind: 'token-inactive', internalReason: 'malformed' },
    });
    assert.deepEqual(source.reads, []);
  });
}

const ends: Readonly<Record<string, readonly [(world: ScriptedFacts) => void, string]>> = {
  'was revoked': [
    ({ applicationPasswords }) => {
      for (const [hash, password] of applicationPasswords)
        applicationPasswords.set(hash, { ...password, state: { kind: 'revoked', at: noon, by: bob } });
    },
    'revoked',
  ],
  'has an owner without a second factor': [({ guarded }) => guarded.clear(), 'second-factor-missing'],
  'has an owner who was banned': [
    ({ users }) => users.set(bob, aUser({ state: { kind: 'banned', reason: undefined } })),
    'subject-banned',
  ],
  'has an owner who was deleted': [
    ({ users }) => users.set(bob, aUser({ state: { kind: 'deleted' } satisfies UserState })),
    'subject-deleted',
  ],
  'has an owner whom nobody knows': [({ users }) => users.clear(), 'subject-unknown'],
  'was never issued': [({ applicationPasswords }) => applicationPasswords.clear(), 'unknown'],
};

for (const [name, [end, reason]] of Object.entries(ends)) {
  test(`an application password that ${name} opens nothing, also where it was good a moment ago`, async () => {
    const { source, ports } = aWorld();
    assert.equal((await checkBasic(ports, basic(shown.reveal()), wiki)).active, true);
    source.commit(
      [
        { kind: 'application-password', id: digest.secret(letters) },
        { kind: 'user', id: bob },
      ],
      () => end(source),
    );
    const facts = await ports.facts.prove();
    const verdict = await checkBasic({ ...ports, facts }, basic(shown.reveal()), wiki);
    assert.deepEqual(verdict, { active: false, reason });
  });
}

test('one that nobody knew is found as soon as it is issued: absence is never remembered', async () => {
  const { source, ports } = aWorld();
  const [[hash, password] = []] = [...source.applicationPasswords];
  assert.ok(hash !== undefined && password !== undefined);
  source.applicationPasswords.clear();
  source.guarded.clear();
  assert.equal((await checkBasic(ports, basic(shown.reveal()), wiki)).active, false);
  source.applicationPasswords.set(hash, password);
  assert.equal((await checkBasic(ports, basic(shown.reveal()), wiki)).active, false);
  source.guarded.add(bob);
  assert.equal((await checkBasic(ports, basic(shown.reveal()), wiki)).active, true);
});

test('to the authority itself an application password is an actor that knows what it came with', async () => {
  const { ports } = aWorld();
  const known = await authenticateBasic(ports, basic(shown.reveal()));
  assert.ok(known.ok);
  assert.deepEqual(known.value.actor.via, { kind: 'application-password', id: anApplicationPassword().id });
  assert.equal(known.value.actor.login, 'bob');
});

test('a service that is unknown to everybody is no door', async () => {
  const { source, ports } = aWorld();
  source.assignments.length = 0;
  assert.deepEqual(await checkBasic(ports, basic(shown.reveal()), id<ServiceId>(99)), {
    active: false,
    reason: 'service-shut',
  });
});
