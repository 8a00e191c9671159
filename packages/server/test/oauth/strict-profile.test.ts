import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authenticationOf,
  authorizationRequest,
  connect,
  postAsWritten,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { startDevice, typeCode } from '../../../../test/harness/oauth-device.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import { makeKey } from '../../../../test/harness/proof-of-key.ts';
import { ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { askBound, askWithKey, refreshWithKey } from './bound-tokens.ts';

/** A service that takes part in the strictest way alone (ASVS 10.4.13, 10.4.14): everything weaker is refused. */
const house = await openHouse();
const { url, cookie } = house;
const wiki = await registerService(url, cookie, 'wiki');
const strict = { strictProfile: true, clientCredentialsFlowEnabled: true, deviceFlowEnabled: true };
const server = await registerClient(house, 'server', strict);
const script = await registerClient(house, 'script', {
  ...strict,
  trusted: false,
  clientCredentialsFlowEnabled: false,
});
const key = makeKey();
const me = `${url}/api/rest/users/me`;

/** Pushes a request, and lets the administrator agree to it; answers what the code is redeemed with. */
async function codeOf(client: TestClient) {
  const { address, verifier } = authorizationRequest(client, { scope: 'Hub wiki', access_type: 'offline' });
  const body = new URL(address).search.slice(1);
  const pushed = await postAsWritten(client, 'par', body, authenticationOf(client));
  assert.equal(pushed.status, 201, pushed.text);
  const query = new URLSearchParams({ client_id: client.id, request_uri: pushed.json.request_uri });
  const { location, page } = await authorize(house, `${url}/api/rest/oauth2/auth?${query}`);
  const code = URL.parse(location ?? '')?.searchParams.get('code');
  assert.ok(code, `no code came: ${page?.text ?? location}`);
  return {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: client.redirectUri,
  };
}

for (const client of [server, script]) {
  describe(`a ${client.secret === undefined ? 'public' : 'confidential'} service with the strict profile`, () => {
    test('is refused an authorization request that it did not push, whoever sends it', async () => {
      for (const more of [
        {},
        { dpop_jkt: key.thumbprint },
        { request_uri: 'https://evil.example/request' },
      ]) {
        const { location, page } = await authorize(house, authorizationRequest(client, more).address);
        const answer = URL.parse(location ?? '')?.searchParams;
        assert.equal(answer?.get('code') ?? null, null);
        if (location !== undefined)
          assert.match(answer?.get('error') ?? '', /^(invalid_request|request_uri_not_supported)$/);
        else assert.equal(page?.status, 400);
      }
    });

    test('is refused tokens without a proof, and given bound ones with it, at every renewal too', async () => {
      const bare = await askWithKey(client, undefined, await codeOf(client));
      assert.deepEqual([bare.status, bare.json.error], [400, 'invalid_grant']);
      const given = await askWithKey(client, key, await codeOf(client));
      assert.equal(given.json.token_type, 'DPoP', given.text);
      assert.equal((await askBound(me, key, given.json.access_token)).status, 200);
      assert.equal((await ask(me, { token: given.json.access_token })).status, 401);
      const { refresh_token } = given.json;
      assert.equal((await refreshWithKey(client, undefined, refresh_token)).json.error, 'invalid_grant');
      assert.equal((await refreshWithKey(client, key, refresh_token)).json.token_type, 'DPoP');
    });

    test('is refused the tokens of a device without a proof', async () => {
      const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
      const device = await startDevice(client);
      await typeCode(house, cookie, device.shown, 'allow');
      const asked = { grant_type, device_code: device.kept };
      assert.equal((await askWithKey(client, undefined, asked)).json.error, 'invalid_grant');
      const other = await startDevice(client);
      await typeCode(house, cookie, other.shown, 'allow');
      const given = await askWithKey(client, key, { grant_type, device_code: other.kept });
      assert.equal(given.json.token_type, 'DPoP', given.text);
    });
  });
}

test('a service by itself is refused a token without a proof', async () => {
  const asked = { grant_type: 'client_credentials', scope: 'wiki' };
  const bare = await askWithKey(server, undefined, asked);
  assert.deepEqual([bare.status, bare.json.access_token], [400, undefined]);
  const { access_token } = (await askWithKey(server, key, asked)).json;
  assert.deepEqual((await introspect(url, wiki, access_token)).json.cnf, { jkt: key.thumbprint });
});

test('neither a token in an address nor one for a password is given beside it, whatever is asked for', async () => {
  const { location } = await authorize(
    house,
    authorizationRequest(server, { response_type: 'token', code_challenge: undefined }).address,
  );
  assert.doesNotMatch(location ?? '', /access_token/);
  const fields = { grant_type: 'password', username: 'ada', password: 'x', scope: 'Hub' };
  assert.equal((await askWithKey(server, undefined, fields)).json.error, 'unauthorized_client');
});

test('what it was given before is renewed with a proof alone, from the moment it is switched on', async () => {
  const before = await registerClient(house, 'before', { trusted: false });
  const own = await connect(before, house, 'Hub');
  const path = `${url}/api/rest/services/${before.id}`;
  const set = await ask(path, { method: 'POST', cookie, body: { strictProfile: true } });
  assert.equal(set.json.strictProfile, true, set.text);
  assert.equal((await refreshWithKey(before, undefined, own.refresh)).json.error, 'invalid_grant');
  const bound = await refreshWithKey(before, key, own.refresh);
  assert.equal(bound.json.token_type, 'DPoP', bound.text);
  assert.equal((await refreshWithKey(before, makeKey(), bound.json.refresh_token)).status, 400);
  const events = await ask(`${url}/api/rest/events?$top=5`, { cookie });
  assert.match(events.text, /isStrict/);
});
