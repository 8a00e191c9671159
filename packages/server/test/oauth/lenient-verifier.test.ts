import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  authorizationRequest,
  redeem,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import { ask, postForm } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';

const house = await openHouse();
const lenient = await registerClient(house, 'lenient', { lenientVerifier: true });
const script = await registerClient(house, 'script', { trusted: false, lenientVerifier: true });
const strict = await registerClient(house, 'strict');

/** As git-credential-oauth makes them: base 64 with `+`, `/` and `=`. */
const oddVerifier = () => `+/${randomBytes(32).toString('base64')}==`;
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

async function askWith(client: TestClient, challenge: string): Promise<URLSearchParams> {
  const { address } = authorizationRequest(client, { code_challenge: challenge });
  const { location = '' } = await authorize(house, address);
  return new URL(location).searchParams;
}

async function exchange(client: TestClient, verifier: string, shown = verifier) {
  const code = (await askWith(client, challengeOf(verifier))).get('code') ?? '';
  return redeem(client, { code, verifier: shown });
}

describe('the verifier of a service that is marked as lenient', () => {
  test('may hold any visible letters, and those of the standard as well', async () => {
    for (const client of [lenient, script])
      for (const verifier of [
        oddVerifier(),
        `~!"#$%&'()*<>?${'x'.repeat(40)}`,
        'a'.repeat(43),
        '/'.repeat(128),
      ])
        assert.equal((await exchange(client, verifier)).status, 200, verifier);
  });

  test('is compared as strictly as any: another one is refused, and the challenge itself', async () => {
    const verifier = oddVerifier();
    for (const shown of [oddVerifier(), verifier.toLowerCase(), challengeOf(verifier), `${verifier}=`]) {
      const answer = await exchange(lenient, verifier, shown);
      assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_grant'], shown);
    }
  });

  test('is as long as the standard has it, and visible', async () => {
    for (const verifier of ['+'.repeat(42), '+'.repeat(129), `${'x'.repeat(50)} `, `${'x'.repeat(50)}é`])
      assert.equal((await exchange(lenient, verifier)).status, 400, verifier);
  });

  test('comes from a challenge of S256 and of no other form', async () => {
    for (const challenge of ['x'.repeat(42), `${'x'.repeat(42)}=`, `${'x'.repeat(42)}+`, 'x'.repeat(129)])
      assert.equal((await askWith(lenient, challenge)).get('error'), 'invalid_request', challenge);
    const { address } = authorizationRequest(lenient, { code_challenge_method: 'plain' });
    const { location = '' } = await authorize(house, address);
    assert.equal(new URL(location).searchParams.get('error'), 'invalid_request');
  });

  test('is read for the client that Basic names, encoded or not, with its secret in the form as well', async () => {
    const verifier = oddVerifier();
    const code = (await askWith(lenient, challengeOf(verifier))).get('code') ?? '';
    const answer = await postForm(`${lenient.url}/api/rest/oauth2/token`, {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: lenient.redirectUri,
      client_id: lenient.id,
      client_secret: lenient.secret ?? '',
    });
    assert.equal(answer.status, 200, answer.text);
  });
});

test('the verifier of every other service holds the letters of RFC 7636 alone, and the answer says so', async () => {
  const answer = await exchange(strict, oddVerifier());
  assert.equal(answer.status, 400);
  assert.match(answer.json.error_description, /code_verifier/);
});

test('a mark that goes while a code is under way ends the exchange, and opens nothing', async () => {
  const once = await registerClient(house, 'once', { lenientVerifier: true });
  const verifier = oddVerifier();
  const code = (await askWith(once, challengeOf(verifier))).get('code') ?? '';
  const path = `${house.url}/api/rest/services/${once.id}`;
  await ask(path, { method: 'POST', cookie: house.cookie, body: { lenientVerifier: false } });
  assert.equal((await redeem(once, { code, verifier })).status, 400);
});
