import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aService, tracker, wiki } from '../../test/builders.ts';
import { digest, noon, seededRandom } from '../../test/platform.ts';
import { ScriptedFacts } from '../../test/scripted-facts.ts';
import { newTokenText, type TokenKind } from '../kernel/token-text.ts';
import { authenticateService } from './authenticate-service.ts';
import { FreshFacts } from './fresh-facts.ts';

const secret = newTokenText('clientSecret', seededRandom('the wiki'));
const storedSecret = { hash: digest.secret(secret), hint: secret.reveal().slice(-4), createdAt: noon };

function aWorld() {
  const source = new ScriptedFacts();
  source.services.set(wiki, aService({ key: 'Wiki', secret: storedSecret }));
  source.services.set(tracker, aService({ id: tracker, key: 'tracker', secret: undefined }));
  return { source, ports: { digest, facts: new FreshFacts(source) } };
}

/** Why the service was not believed, or its id. */
async function outcome(clientId: string, clientSecret: string): Promise<string> {
  const authenticated = await authenticateService(aWorld().ports, clientId, clientSecret);
  if (authenticated.ok) return authenticated.value.id;
  assert.equal(authenticated.refusal.kind, 'client-unauthenticated');
  return 'internalReason' in authenticated.refusal ? authenticated.refusal.internalReason : '';
}

test('a service proves itself with its id or, in any case, its key', async () => {
  for (const clientId of [wiki, 'Wiki', 'wiki', 'WIKI'])
    assert.equal(await outcome(clientId, secret.reveal()), wiki);
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
