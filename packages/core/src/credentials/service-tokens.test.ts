import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aService, aServiceByItself, tracker, wiki } from '../../test/builders.ts';
import { digest, noon, seededRandom } from '../../test/platform.ts';
import type { Caller } from '../access/actor.ts';
import { authorityServiceId } from '../kernel/id.ts';
import { later } from '../kernel/instant.ts';
import { newTokenText } from '../kernel/token-text.ts';
import { deleteService } from '../services/delete-service.ts';
import { updateService } from '../services/update-service.ts';
import { checkToken } from '../verification/check-token.ts';
import { FreshFacts } from '../verification/fresh-facts.ts';
import { issueServiceToken } from './issue-service-token.ts';
import { revokeServiceToken } from './revoke-service-token.ts';

const secret = newTokenText('accessToken', seededRandom('a token of the wiki'));
const hash = digest.secret(secret);
const wanted = {
  hash,
  client: wiki,
  audience: [tracker],
  keyThumbprint: undefined,
  expiresAt: later(noon, 60_000),
};
const byWiki: Caller = {
  actor: { kind: 'service', serviceId: wiki },
  origin: { requestId: 'at the token endpoint' },
};

/** An authority in which the wiki may act by itself. */
async function aHouse() {
  const house = await anAuthority();
  const { ports } = house;
  await house.add({
    services: [aServiceByItself(), aService({ id: tracker, key: 'tracker', name: 'Tracker' })],
  });
  const facts = new FreshFacts(ports.store.facts);
  const check = async () => checkToken({ ...ports, facts: await facts.prove() }, secret.reveal(), tracker);
  return { ...house, check };
}

test('a service gets a token of its own, and the log tells what for', async () => {
  const { ports, events, check } = await aHouse();
  const token = done(await issueServiceToken(ports, byWiki, wanted));
  assert.equal((await check()).active, true);
  const { kind, caller, subject, target, details } = events.at(-1) ?? {};
  assert.deepEqual(
    { kind, actor: caller?.actor, subject, target, details },
    {
      kind: 'service-token.issued',
      actor: byWiki.actor,
      subject: undefined,
      target: { kind: 'service', id: wiki, name: 'Wiki' },
      details: { token: token.id, audience: [tracker] },
    },
  );
});

test('a service that may not act by itself gets none, and neither does one that names nobody to call', async () => {
  const { ports, events } = await aHouse();
  const before = events.length;
  for (const client of [tracker, authorityServiceId])
    assert.equal(
      refusalOf(await issueServiceToken(ports, byWiki, { ...wanted, client })).kind,
      'grant-spent',
    );
  assert.equal(
    refusalOf(await issueServiceToken(ports, byWiki, { ...wanted, audience: [] })).kind,
    'malformed',
  );
  assert.equal(await ports.store.tables.serviceTokens.findByHash(hash), undefined);
  assert.equal(events.length, before);
});

test('a token that its service gives back is refused at the next check, and given back once', async () => {
  const { ports, events, check } = await aHouse();
  done(await issueServiceToken(ports, byWiki, wanted));
  assert.equal((await check()).active, true);
  done(await revokeServiceToken(ports, byWiki, hash));
  assert.deepEqual(await check(), { active: false, reason: 'revoked' });
  assert.equal(events.at(-1)?.kind, 'service-token.revoked');
  assert.equal(refusalOf(await revokeServiceToken(ports, byWiki, hash)).kind, 'not-found');
});

test('tokens of a service end for good when its flow is switched off, and when it is deleted', async () => {
  const switchedOff = await aHouse();
  const { ports, asAnn } = switchedOff;
  done(await issueServiceToken(ports, byWiki, wanted));
  assert.equal((await switchedOff.check()).active, true);
  const set = async (clientCredentials: boolean) =>
    done(await updateService(ports, await asAnn(), wiki, { client: { flows: { clientCredentials } } }));
  await set(false);
  assert.deepEqual(await switchedOff.check(), { active: false, reason: 'revoked' });
  await set(true);
  assert.deepEqual(await switchedOff.check(), { active: false, reason: 'revoked' });

  const deleted = await aHouse();
  done(await issueServiceToken(deleted.ports, byWiki, wanted));
  assert.equal((await deleted.check()).active, true);
  done(await deleteService(deleted.ports, await deleted.asAnn(), wiki));
  assert.deepEqual(await deleted.check(), { active: false, reason: 'revoked' });
});

test('another change of a service ends none of its tokens', async () => {
  const { ports, asAnn, check } = await aHouse();
  done(await issueServiceToken(ports, byWiki, wanted));
  done(await updateService(ports, await asAnn(), wiki, { name: 'Our wiki' }));
  assert.equal((await check()).active, true);
});
