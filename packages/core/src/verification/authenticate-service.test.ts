import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aService, tracker, wiki } from '../../test/builders.ts';
import { digest, fixedClock, noon, seededRandom } from '../../test/platform.ts';
import { ScriptedFacts } from '../../test/scripted-facts.ts';
import { newId, type ServiceSecretId } from '../kernel/id.ts';
import { type Instant, later } from '../kernel/instant.ts';
import type { Secret } from '../kernel/secret.ts';
import { newTokenText, type TokenKind } from '../kernel/token-text.ts';
import { authenticateService } from './authenticate-service.ts';
import { FreshFacts } from './fresh-facts.ts';

const secret = newTokenText('clientSecret', seededRandom('the wiki'));
const stored = (text: Secret) => ({
  id: newId<ServiceSecretId>(seededRandom(text.reveal())),
  hash: digest.secret(text),
  hint: text.reveal().slice(-4),
  createdAt: noon,
});
const earlier = newTokenText('clientSecret', seededRandom('the wiki, once'));
const endsAt = later(noon, 60_000);

function aWorld(now: Instant = noon) {
  const source = new ScriptedFacts();
  source.services.set(
    wiki,
    aService({ key: 'Wiki', secret: stored(secret), earlierSecret: { ...stored(earlier), endsAt } }),
  );
  source.services.set(tracker, aService({ id: tracker, key: 'tracker', secret: undefined }));
  return { source, ports: { clock: fixedClock(now), digest, facts: new FreshFacts(source) } };
}

/** Why the service was not believed, or its id. */
async function outcome(clientId: string, clientSecret: string, now: Instant = noon): Promise<string> {
  const authenticated = await authenticateService(aWorld(now).ports, clientId, clientSecret);
  if (authenticated.ok) return authenticated.value.service.id;
  assert.equal(authenticated.refusal.kind, 'client-unauthenticated');
  return 'internalReason' in authenticated.refusal ? authenticated.refusal.internalReason : '';
}

test('a service proves itself with its id or, in any case, its key', async () => {
  for (const clientId of [wiki, 'Wiki', 'wiki', 'WIKI'])
    assert.equal(await outcome(clientId, secret.reveal()), wiki);
});

test('the secret before the one in force is good until its end, and not a moment longer', async () => {
  for (const [now, expected] of [
    [noon, wiki],
    [later(endsAt, -1), wiki],
    [endsAt, 'wrong secret'],
    [later(endsAt, 1), 'wrong secret'],
  ] as const) {
    assert.equal(await outcome('wiki', earlier.reveal(), now), expected);
    assert.equal(await outcome('wiki', secret.reveal(), now), wiki);
  }
});

test('it is known which of the two was shown', async () => {
  for (const shown of [secret, earlier]) {
    const authenticated = await authenticateService(aWorld().ports, 'wiki', shown.reveal());
    assert.equal(authenticated.ok && authenticated.value.secretId, stored(shown).id);
  }
});

test("another service's secret, and a service without one, prove nothing", async () => {
  const other = newTokenText('clientSecret', seededRandom('another')).reveal();
  assert.equal(await outcome('wiki', other), 'wrong secret');
  assert.equal(await outcome('tracker', secret.reveal()), 'unknown service');
  assert.equal(await outcome('nobody', secret.reveal()), 'unknown service');
  assert.equal(await outcome('', secret.reveal()), 'unknown service');
});

test('what is no client secret is refused without a look-up', async () => {
  const otherKinds: readonly TokenKind[] = ['permanentToken', 'session'];
  const tokens = otherKinds.map((kind) => newTokenText(kind, seededRandom('the wiki')).reveal());
  for (const presented of [...tokens, '', 'secret', `${secret.reveal()}\n`, secret.reveal().toLowerCase()]) {
    const { source, ports } = aWorld();
    assert.ok(!(await authenticateService(ports, 'wiki', presented)).ok);
    assert.deepEqual(source.reads, []);
  }
});
