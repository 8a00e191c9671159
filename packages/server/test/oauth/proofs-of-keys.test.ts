import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { later } from '@countersign/core';
import { authenticationOf, registerClient } from '../../../../test/harness/oauth-client.ts';
import { makeKey, proofFor } from '../../../../test/harness/proof-of-key.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { claimProof } from '../../src/possession/claim-proof.ts';
import { proofWindowSeconds } from '../../src/possession/verify-proof.ts';
import { openHouse, openNodeBeside } from '../harness/open-house.ts';
import { badProofs, type Target } from './bad-proofs.ts';
import { connectBound } from './bound-tokens.ts';

const house = await openHouse();
const { url } = house;
const beside = await openNodeBeside(house);
const script = await registerClient(house, 'script', { trusted: false });
const robot = await registerClient(house, 'robot', { clientCredentialsFlowEnabled: true });
const key = makeKey();
const { access } = await connectBound(script, house, key, 'openid Hub');

/** Where proofs are taken. Tokens are asked for by a service by itself, as often as one likes. */
interface Door {
  readonly name: string;
  readonly target: Target;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly refusal: number;
}

const bound = { authorization: `DPoP ${access}` };
const doors: readonly Door[] = [
  {
    name: 'REST',
    target: { method: 'GET', address: `${url}/api/rest/users/me`, token: access },
    headers: bound,
    refusal: 401,
  },
  {
    name: 'userinfo',
    target: { method: 'GET', address: `${url}/api/rest/oauth2/userinfo`, token: access },
    headers: bound,
    refusal: 401,
  },
  {
    name: 'the token endpoint',
    target: { method: 'POST', address: `${url}/api/rest/oauth2/token` },
    headers: { ...authenticationOf(robot), 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&scope=Hub',
    refusal: 400,
  },
];

interface Reply {
  readonly status: number;
  readonly error: string | undefined;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}

/** Asks with as many `DPoP` headers as there are, as they are: `fetch` would put them together. */
function knock({ target, headers, body }: Door, proofs: readonly string[], at = url): Promise<Reply> {
  const address = new URL(target.address.replace(url, at));
  return new Promise((resolve, reject) => {
    const asked = request(address, { method: target.method, headers: { ...headers, dpop: [...proofs] } });
    asked.on('error', reject);
    asked.on('response', async (response) => {
      const text = (await response.toArray()).join('');
      resolve({
        status: response.statusCode ?? 0,
        error: (JSON.parse(text) as { error?: string }).error,
        challenge: response.headers['www-authenticate'],
        nonce: response.headers['dpop-nonce'] as string | undefined,
      });
    });
    asked.end(body);
  });
}

for (const door of doors) {
  const { target } = door;
  describe(`at ${door.name} a proof`, () => {
    const { address, token } = target;
    const other = token === undefined ? makeKey() : key;

    for (const [name, { headers, fault, needsToken }] of Object.entries(badProofs)) {
      if (needsToken === true && token === undefined) continue;
      test(`is refused ${name}`, async () => {
        const reply = await knock(door, headers(other, target));
        assert.deepEqual([reply.status, reply.error], [door.refusal, fault]);
        if (fault === 'use_dpop_nonce') assert.ok(reply.nonce);
        if (door.refusal !== 401) return;
        assert.match(reply.challenge ?? '', new RegExp(`^DPoP .*error="${fault}".*algs="ES256 `));
      });
    }

    test('is good once', async () => {
      const proof = proofFor(other, target);
      assert.equal((await knock(door, [proof])).status, 200);
      const again = await knock(door, [proof]);
      assert.notEqual(again.status, 200);
      assert.match(again.error ?? '', /^invalid_(dpop_proof|token|grant)$/);
    });

    test('that was good on one node is good on no other', async () => {
      const proof = proofFor(other, target);
      assert.equal((await knock(door, [proof], beside)).status, 200);
      assert.equal((await knock(door, [proof])).status, door.refusal);
      assert.equal((await knock(door, [proof], beside)).status, door.refusal);
    });

    test('is good for one of sixteen who send it at once, to two nodes', async () => {
      const proof = proofFor(other, target);
      const all = Array.from({ length: 16 }, (_, index) => knock(door, [proof], index % 2 ? url : beside));
      const statuses = (await Promise.all(all)).map(({ status }) => status);
      assert.equal(statuses.filter((status) => status === 200).length, 1);
      assert.equal(statuses.filter((status) => status === door.refusal).length, 15);
    });

    test('that was refused is not used up by that', async () => {
      const claims = { jti: crypto.randomUUID() };
      const early = proofFor(other, target, { claims: { ...claims, htm: 'PUT' } });
      assert.equal((await knock(door, [early])).status, door.refusal);
      assert.equal((await knock(door, [proofFor(other, target, { claims })])).status, 200);
    });

    test('may come with a query and a fragment in its address, which are not compared', async () => {
      const upper = address.replace('http://localhost', 'HTTP://LOCALHOST');
      for (const htu of [`${address}?x=y`, `${address}#z`, upper])
        assert.equal((await knock(door, [proofFor(other, target, { claims: { htu } })])).status, 200, htu);
    });

    test('from a wrong clock is good with the nonce that was answered, on every node', async () => {
      const iat = 1_000_000_000;
      const { nonce } = await knock(door, [proofFor(other, target, { claims: { iat } })]);
      for (const at of [url, beside]) {
        const proof = proofFor(other, target, { claims: { iat, nonce } });
        assert.equal((await knock(door, [proof], at)).status, 200);
        assert.notEqual((await knock(door, [proof], at)).status, 200);
      }
    });
  });
}

test('a nonce that one of them answers is good at all of them, as clients keep one for an origin (RFC 9449 §8.2)', async () => {
  const iat = 1_000_000_000;
  const proving = ({ target }: Door) => (target.token === undefined ? makeKey() : key);
  for (const from of doors) {
    const { nonce } = await knock(from, [proofFor(proving(from), from.target, { claims: { iat } })]);
    for (const door of doors) {
      const proof = proofFor(proving(door), door.target, { claims: { iat, nonce } });
      assert.equal((await knock(door, [proof])).status, 200, `${from.name} to ${door.name}`);
    }
  }
});

for (const algorithm of ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'RS256', 'PS256'] as const) {
  test(`a client may prove its key by ${algorithm}`, async () => {
    const own = makeKey(algorithm);
    const tokens = await connectBound(script, house, own, 'Hub');
    const me = `${url}/api/rest/users/me`;
    const dpop = proofFor(own, { method: 'GET', address: me, token: tokens.access });
    const answer = await ask(me, { headers: { authorization: `DPoP ${tokens.access}`, dpop } });
    assert.equal(answer.status, 200, answer.text);
  });
}

test('a proof is remembered for as long as it could be good, from a clock that is ahead as well', async () => {
  const { authority } = house;
  const start = authority.clock.now();
  const claimAt = (seconds: number) =>
    claimProof({ ...authority, clock: { now: () => later(start, seconds * 1_000) } }, 'somebody’s proof');
  const sweepAt = (seconds: number) => authority.store.artefacts.sweep(later(start, seconds * 1_000));
  assert.equal(await claimAt(0), true);
  // From five minutes ahead, and used at once: good until ten minutes from then.
  await sweepAt(2 * proofWindowSeconds);
  assert.equal(await claimAt(2 * proofWindowSeconds), false);
  await sweepAt(2 * proofWindowSeconds + 61);
  assert.equal(await claimAt(2 * proofWindowSeconds + 61), true);
});

test('what is kept of a proof is a digest, and nothing that it says', async () => {
  const jti = 'a name that would be found';
  const [rest] = doors;
  assert.ok(rest);
  const proof = proofFor(key, rest.target, { claims: { jti } });
  assert.equal((await knock(rest, [proof])).status, 200);
  const dump = readFileSync(join(house.authority.settings.data.directory, 'countersign.db-wal'), 'latin1');
  assert.ok(dump.includes('ReplayDetection:'));
  for (const secret of [jti, key.thumbprint + jti, proof.slice(-40)]) assert.ok(!dump.includes(secret));
});

test('the table has more cases than the forty that were promised', () => {
  assert.ok(Object.keys(badProofs).length >= 40);
});
