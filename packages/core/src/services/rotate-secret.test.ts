import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done } from '../../test/an-authority.ts';
import { aConnection, anAccessToken, aService, bob, wiki } from '../../test/builders.ts';
import { endConnectionsOf } from '../credentials/connections-of-service.ts';
import { authenticateService } from '../verification/authenticate-service.ts';
import { FreshFacts } from '../verification/fresh-facts.ts';
import { registerService } from './register-service.ts';
import { endServiceSecret, rotateServiceSecret } from './rotate-secret.ts';

const named = { name: 'Door', key: 'door', description: undefined, homeUrl: undefined, viewers: [] };

test('a check that remembers a service knows at once of a new secret, and of the end of the earlier one', async () => {
  const { ports, asAnn } = await anAuthority();
  const facts = new FreshFacts(ports.store.facts);
  const { service, secret } = done(await registerService(ports, await asAnn(), named));
  const isTaken = async (shown: typeof secret) =>
    (await authenticateService({ ...ports, facts: await facts.prove() }, service.id, shown.reveal())).ok;
  assert.equal(await isTaken(secret), true);
  const made = done(await rotateServiceSecret(ports, await asAnn(), service.id, 60));
  assert.deepEqual([await isTaken(secret), await isTaken(made.secret)], [true, true]);
  const earlier = made.service.earlierSecret;
  assert.ok(earlier !== undefined);
  done(await endServiceSecret(ports, await asAnn(), service.id, earlier.id));
  assert.deepEqual([await isTaken(secret), await isTaken(made.secret)], [false, true]);
});

test('a check that remembers an access token knows at once of the end of all connections of its service', async () => {
  const { ports, asAnn, add } = await anAuthority();
  await add({ services: [aService()] });
  const connection = aConnection({ userId: bob, clientId: wiki });
  const token = anAccessToken({ connectionId: connection.id, userId: bob, clientId: wiki });
  await ports.store.change(async (tables) => {
    await tables.connections.insert(connection);
    await tables.accessTokens.insert(token);
    return { ok: true, value: { value: undefined, events: [] as never, touched: [] } };
  });
  const facts = new FreshFacts(ports.store.facts);
  const stateOf = async () => (await (await facts.prove()).accessToken(token.hash))?.state.kind;
  assert.equal(await stateOf(), 'active');
  assert.equal(done(await endConnectionsOf(ports, await asAnn(), wiki)), 1);
  assert.equal(await stateOf(), 'revoked');
});
