import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anAccessToken,
  anAssignment,
  aService,
  aServiceByItself,
  aServiceToken,
  aToken,
  aUser,
  bob,
  tracker,
  wiki,
} from '../../test/builders.ts';
import { digest, fixedClock, noon, seededRandom } from '../../test/platform.ts';
import { ScriptedFacts } from '../../test/scripted-facts.ts';
import { systemAdministrator } from '../access/role.ts';
import type { AccessToken } from '../credentials/access-token.ts';
import { credentialIdOf } from '../credentials/credential.ts';
import type { PermanentToken } from '../credentials/permanent-token.ts';
import { authorityServiceId } from '../kernel/id.ts';
import { newTokenText } from '../kernel/token-text.ts';
import { authenticateBearer } from './authenticate-user.ts';
import { type CheckPorts, checkToken, checkUserToken } from './check-token.ts';
import { FreshFacts } from './fresh-facts.ts';

const secret = newTokenText('permanentToken', seededRandom('a token'));
const text = secret.reveal();

/** A store with Bob, an administrator, and one token of his; and what checking needs. */
function aWorld(given: Partial<PermanentToken> = {}): {
  source: ScriptedFacts;
  ports: CheckPorts & { readonly facts: FreshFacts };
} {
  const source = new ScriptedFacts();
  const hash = digest.secret(secret);
  source.tokens.set(hash, aToken({ hash, audience: [wiki, authorityServiceId], ...given }));
  source.users.set(bob, aUser());
  source.roles.set(systemAdministrator.id, systemAdministrator);
  source.assignments.push(anAssignment(systemAdministrator));
  return { source, ports: { clock: fixedClock(noon), digest, facts: new FreshFacts(source) } };
}

const access = newTokenText('accessToken', seededRandom('an access token'));
const byAccess = access.reveal();

/** The same world, in which the wiki has an access token for Bob. */
function aWorldWithAccess(given: Partial<AccessToken> = {}) {
  const world = aWorld();
  const hash = digest.secret(access);
  world.source.accessTokens.set(
    hash,
    anAccessToken({ hash, audience: [tracker, authorityServiceId], ...given }),
  );
  return world;
}

const junk = [
  '',
  ' ',
  'null',
  text.slice(0, -1),
  `${text}x`,
  text.toUpperCase(),
  text.replace('csn_pat_', 'csn_ses_'),
  newTokenText('clientSecret', seededRandom('a secret')).reveal(),
  newTokenText('session', seededRandom('a session')).reveal(),
  `${text.slice(0, 20)}${text.charAt(20) === 'x' ? 'y' : 'x'}${text.slice(21)}`,
  newTokenText('refreshToken', seededRandom('a refresh token')).reveal(),
  newTokenText('authorizationCode', seededRandom('a code')).reveal(),
  byAccess.slice(0, -1),
  byAccess.toUpperCase(),
  byAccess.replace('csn_acc_', 'csn_pat_'),
  'x'.repeat(64 * 1024),
];

for (const presented of junk) {
  test(`${JSON.stringify(presented.slice(0, 60))} of ${presented.length} is refused without a look-up`, async () => {
    const { source, ports } = aWorld();
    assert.deepEqual(await checkToken(ports, presented, wiki), { active: false, reason: 'malformed' });
    assert.deepEqual(source.reads, []);
  });
}

test('a well-formed token that nobody issued is looked up by its digest, and unknown', async () => {
  const { source, ports } = aWorld();
  const stranger = newTokenText('permanentToken', seededRandom('another token'));
  assert.deepEqual(await checkToken(ports, stranger.reveal(), wiki), { active: false, reason: 'unknown' });
  assert.deepEqual(source.reads, [`token ${digest.secret(stranger)}`]);
});

test('a good token is active at its doors and at no other', async () => {
  const { ports } = aWorld();
  for (const service of [wiki, authorityServiceId])
    assert.equal((await checkToken(ports, text, service)).active, true);
  assert.deepEqual(await checkToken(ports, text, tracker), { active: false, reason: 'wrong-audience' });
});

test('an access token is good at the doors of its audience and at no other, and is looked up among its kind alone', async () => {
  const { source, ports } = aWorldWithAccess();
  for (const service of [tracker, authorityServiceId])
    assert.equal((await checkToken(ports, byAccess, service)).active, true);
  assert.deepEqual(await checkToken(ports, byAccess, wiki), { active: false, reason: 'wrong-audience' });
  assert.ok(!source.reads.some((read) => read.startsWith('token ')));
});

test('an access token that is ended, or whose time has come, opens nothing any more', async () => {
  const { source, ports } = aWorldWithAccess();
  assert.ok((await authenticateBearer(ports, byAccess)).ok);
  const hash = digest.secret(access);
  source.commit([{ kind: 'access-token', id: hash }], () =>
    source.accessTokens.set(hash, anAccessToken({ hash, state: { kind: 'revoked', at: noon, by: bob } })),
  );
  assert.deepEqual(await authenticateBearer(ports, byAccess), {
    ok: false,
    refusal: { kind: 'token-inactive', internalReason: 'revoked' },
  });
  const past = aWorldWithAccess({ expiresAt: noon });
  assert.deepEqual(await checkToken(past.ports, byAccess, tracker), { active: false, reason: 'expired' });
});

test('to the authority itself an access token is an actor that goes by its connection', async () => {
  const { ports } = aWorldWithAccess({ declared: new Map() });
  const authenticated = await authenticateBearer(ports, byAccess);
  assert.ok(authenticated.ok);
  const { actor, verdict } = authenticated.value;
  assert.deepEqual(actor.via, { kind: 'access-token', id: anAccessToken().connectionId });
  assert.deepEqual(actor.permissions, new Map());
  assert.equal(credentialIdOf(verdict.credential), anAccessToken().connectionId);
});

test('a token whose owner is gone from the store is refused', async () => {
  const { source, ports } = aWorld();
  source.users.delete(bob);
  assert.deepEqual(await checkToken(ports, text, wiki), { active: false, reason: 'subject-unknown' });
});

test('when the store cannot be asked a check is neither yes nor no', async () => {
  const { source, ports } = aWorld();
  source.pause = async () => {
    throw new Error('the disk is gone');
  };
  await assert.rejects(checkToken(ports, text, wiki), /the disk is gone/);
  await assert.rejects(authenticateBearer(ports, text), /the disk is gone/);
});

test('a Bearer token makes an actor that holds what the decision says and knows its credential', async () => {
  const { ports } = aWorld({ ceiling: new Map() });
  const authenticated = await authenticateBearer(ports, text);
  assert.ok(authenticated.ok);
  assert.deepEqual(authenticated.value.actor, {
    kind: 'user',
    userId: bob,
    login: 'bob',
    via: { kind: 'permanent-token', id: aToken().id },
    permissions: new Map(),
  });
});

test("a token that is not for the authority is no Bearer token of the authority's own API", async () => {
  const { ports } = aWorld({ audience: [wiki] });
  assert.deepEqual(await authenticateBearer(ports, text), {
    ok: false,
    refusal: { kind: 'token-inactive', internalReason: 'wrong-audience' },
  });
});

test('a Bearer token is proved fresh before anything is answered from memory', async () => {
  const { source, ports } = aWorld();
  assert.ok((await authenticateBearer(ports, text)).ok);
  source.commit([{ kind: 'user', id: bob }], () =>
    source.users.set(bob, aUser({ state: { kind: 'banned', reason: undefined } })),
  );
  assert.deepEqual(await authenticateBearer(ports, text), {
    ok: false,
    refusal: { kind: 'token-inactive', internalReason: 'subject-banned' },
  });
});

/** The wiki, which has a token of its own for the tracker and the authority. */
function aWorldByItself() {
  const world = aWorld();
  const hash = digest.secret(access);
  world.source.services.set(wiki, aServiceByItself());
  world.source.accessTokens.set(hash, aServiceToken({ hash, audience: [tracker, authorityServiceId] }));
  return { ...world, hash };
}

test('a service by itself is told by its token, and refused where somebody must come', async () => {
  const { ports } = aWorldByItself();
  const verdict = await checkToken(ports, byAccess, tracker);
  assert.ok(verdict.active && verdict.subject === undefined);
  assert.equal(verdict.client.id, wiki);
  assert.deepEqual(await checkUserToken(ports, byAccess, tracker), {
    active: false,
    reason: 'acts-for-nobody',
  });
  const known = await authenticateBearer(ports, byAccess);
  assert.ok(!known.ok);
  assert.equal(known.refusal.kind, 'credential-unfit');
  assert.deepEqual(await checkToken(ports, byAccess, wiki), { active: false, reason: 'wrong-audience' });
});

test('a token of a service by itself is refused from the next check on when it is revoked, or its service is changed', async () => {
  const { source, ports, hash } = aWorldByItself();
  assert.ok((await checkToken(ports, byAccess, tracker)).active);
  source.commit([{ kind: 'service', id: wiki }], () => source.services.set(wiki, aService()));
  const next = async () => checkToken({ ...ports, facts: await ports.facts.prove() }, byAccess, tracker);
  assert.deepEqual(await next(), { active: false, reason: 'flow-off' });
  source.commit([{ kind: 'service', id: wiki }], () => source.services.set(wiki, aServiceByItself()));
  assert.ok((await next()).active);
  const revoked = aServiceToken({ hash, state: { kind: 'revoked', at: noon, by: 'system' } });
  source.commit([{ kind: 'access-token', id: hash }], () => source.accessTokens.set(hash, revoked));
  assert.deepEqual(await next(), { active: false, reason: 'revoked' });
});
