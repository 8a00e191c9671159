import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { authorize } from '../harness/oauth-visitor.ts';
import { ask, issueToken, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';

/** `openid-client`, unmodified, asks the metadata, registers itself (RFC 7591), and signs somebody in. */
let authority: RunningAuthority;
let cookie: string;
let initialAccessToken: string;

before(async () => {
  authority = await startAuthority({ env: { COUNTERSIGN_OAUTH__REGISTRATION: 'authenticated' } });
  cookie = await setUp(authority);
  initialAccessToken = (await issueToken(authority.url, cookie, ['0-0-0-0-0'])).token;
});

after(() => authority?.stop());

const register = (
  metadata: Readonly<Record<string, client.JsonValue>>,
  authentication: client.ClientAuth | undefined,
  token: string | undefined = initialAccessToken,
) =>
  client.dynamicClientRegistration(
    new URL(authority.url),
    { client_name: 'Wiki', grant_types: ['authorization_code', 'refresh_token'], ...metadata },
    authentication,
    { execute: [client.allowInsecureRequests], ...(token !== undefined && { initialAccessToken: token }) },
  );

const kinds: Readonly<
  Record<string, { readonly method: string; readonly redirectUri: string; readonly by?: client.ClientAuth }>
> = {
  'a server, with its secret as Basic': {
    method: 'client_secret_basic',
    redirectUri: 'https://wiki.example.test/callback',
  },
  'a server, with its secret in the body': {
    method: 'client_secret_post',
    redirectUri: 'https://wiki.example.test/callback',
  },
  'an installed program, without a secret': {
    method: 'none',
    redirectUri: 'http://127.0.0.1:33418/callback',
    by: client.None(),
  },
};

for (const [what, { method, redirectUri, by }] of Object.entries(kinds))
  test(`registers itself and signs somebody in: ${what}`, async () => {
    const config = await register(
      { redirect_uris: [redirectUri], response_types: ['code'], token_endpoint_auth_method: method },
      by,
    );
    const { client_id: id, client_secret: secret } = config.clientMetadata();
    assert.equal(typeof secret === 'string', method !== 'none');
    if (typeof secret === 'string') rememberSecret(secret);

    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid Hub',
      access_type: 'offline',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    });
    assert.equal(address.searchParams.get('client_id'), id);
    const { location, page } = await authorize({ url: authority.url, cookie }, address.href);
    assert.ok(location !== undefined, `no redirect: ${page?.text}`);
    const tokens = await client.authorizationCodeGrant(config, new URL(location), {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    rememberSecret(tokens.access_token);
    const me = await ask(`${authority.url}/api/rest/users/me?fields=login`, { token: tokens.access_token });
    assert.equal(me.json.login, 'ada');
    const renewed = await client.refreshTokenGrant(config, rememberSecret(tokens.refresh_token ?? ''));
    rememberSecret(renewed.access_token);
    if (renewed.refresh_token !== undefined) rememberSecret(renewed.refresh_token);
  });

test('reads what is wrong with what it said, and that it needs a token', async () => {
  await assert.rejects(register({ redirect_uris: ['http://wiki.example.test/'] }, undefined), {
    error: 'invalid_redirect_uri',
    error_description: 'redirect_uris.0 must be https; http is for localhost, 127.0.0.1 and [::1] alone',
  });
  await assert.rejects(register({ redirect_uris: ['https://wiki.example.test/'] }, undefined, 'x'), {
    code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
  });
});
