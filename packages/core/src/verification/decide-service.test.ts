import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { serviceIds } from '../../test/arbitraries.ts';
import { aService, aServiceByItself, aServiceToken, bob, tracker, wiki } from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { authorityServiceId } from '../kernel/id.ts';
import { instantMax, later } from '../kernel/instant.ts';
import { decide, type ServiceDecisionFacts } from './decide.ts';

/** A token of the wiki by itself, presented to the tracker: all is well. */
function someFacts(given: Partial<ServiceDecisionFacts> = {}): ServiceDecisionFacts {
  return { credential: aServiceToken(), client: aServiceByItself(), service: tracker, now: noon, ...given };
}

const reasonOf = (given: Partial<ServiceDecisionFacts>) => {
  const verdict = decide(someFacts(given));
  return verdict.active ? 'active' : verdict.reason;
};

test('a token of a service by itself says who calls, and nothing that it may do', () => {
  const facts = someFacts();
  assert.deepEqual(decide(facts), {
    active: true,
    credential: facts.credential,
    subject: undefined,
    client: facts.client,
  });
});

test('a token of a service by itself is good for its audience alone', () => {
  assert.equal(reasonOf({ service: wiki }), 'wrong-audience');
  assert.equal(reasonOf({ service: authorityServiceId }), 'wrong-audience');
  const everywhere = aServiceToken({ audience: [tracker, authorityServiceId] });
  assert.equal(reasonOf({ credential: everywhere, service: authorityServiceId }), 'active');
  assert.equal(reasonOf({ credential: aServiceToken({ audience: [] }) }), 'wrong-audience');
});

test('a token of a service by itself ends with its time, with its revocation, with its service and with the flow', () => {
  assert.equal(reasonOf({ now: later(noon, 3_599_999) }), 'active');
  assert.equal(reasonOf({ now: later(noon, 3_600_000) }), 'expired');
  assert.equal(reasonOf({ now: instantMax }), 'expired');
  assert.equal(
    reasonOf({ credential: aServiceToken({ state: { kind: 'revoked', at: noon, by: bob } }) }),
    'revoked',
  );
  assert.equal(reasonOf({ credential: aServiceToken({ state: { kind: 'paused' } }) }), 'paused');
  assert.equal(reasonOf({ credential: undefined }), 'unknown');
  assert.equal(reasonOf({ client: undefined }), 'subject-unknown');
  assert.equal(reasonOf({ client: aServiceByItself({ id: tracker }) }), 'subject-unknown');
  assert.equal(reasonOf({ client: aService() }), 'flow-off');
  const { client } = aServiceByItself();
  assert.ok(client);
  assert.equal(reasonOf({ client: aService({ client: { ...client, isConfidential: false } }) }), 'flow-off');
});

test('a token of a service by itself that is bound to a key is good with that key alone', () => {
  const credential = aServiceToken({ keyThumbprint: 'of a key' });
  const proved = (keyThumbprint: string) => ({ kind: 'proved', keyThumbprint }) as const;
  assert.equal(reasonOf({ credential }), 'key-not-shown');
  assert.equal(reasonOf({ credential, possession: proved('of another key') }), 'wrong-key');
  assert.equal(reasonOf({ credential, possession: proved('of a key') }), 'active');
  assert.equal(reasonOf({ credential, possession: { kind: 'left-to-service' } }), 'active');
  assert.equal(reasonOf({ possession: proved('of a key') }), 'wrong-key');
});

test('whatever its audience, a token of a service by itself is refused where that is not', () => {
  fc.assert(
    fc.property(fc.array(serviceIds), serviceIds, (audience, service) => {
      const verdict = decide(someFacts({ credential: aServiceToken({ audience }), service }));
      assert.equal(verdict.active, audience.includes(service));
    }),
  );
});
