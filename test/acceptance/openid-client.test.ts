import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { authorize } from '../harness/oauth-visitor.ts';
import { ask, registerService, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';

/** `openid-client`, unmodified, drives a running authority: discovery, code with PKCE, refresh, userinfo, revocation. */
const redirectUri = 'https://wiki.example.test/callback';
let authority: RunningAuthority;
let cookie: string;
let wiki: { readonly id: string; readonly secret: string };
let config: client.Configuration;

before(async () => {
  authority = await startAuthority();
  cookie = await setUp(authority);
  wiki = await registerService(authority.url, cookie, 'wiki', 'Wiki');
  const set = await ask(`${authority.url}/api/rest/services/${wiki.id}`, {
    method: 'POST',
    cookie,
    body: { redirectUris: [redirectUri], authCodeFlowEnabled: true, refreshTokensEnabled: true },
  });
  assert.equal(set.status, 200, set.text);
  config = await client.discovery(new URL(authority.url), wiki.id, wiki.secret, undefined, {
    execute: [client.allowInsecureRequests],
  });
});

after(() => authority?.stop());

async function signInAt(scope: string, more: Readonly<Record<string, string>> = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  });
  const { location, page } = await authorize({ url: authority.url, cookie }, address.href);
  assert.ok(location !== undefined, `no redirect: ${page?.text}`);
  const tokens = await client.authorizationCodeGrant(config, new URL(location), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  for (const secret of [
    tokens.access_token,
    tokens.refresh_token,
    new URL(location).searchParams.get('code'),
  ])
    if (typeof secret === 'string') rememberSecret(secret);
  return tokens;
}

test('signs somebody in by what it discovered, and reads who it is', async () => {
  const tokens = await signInAt('openid profile');
  const claims = tokens.claims();
  assert.ok(claims !== undefined);
  const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  assert.equal(info.preferred_username, 'ada');
  assert.equal(info.name, 'Ada Lovelace');
});

test('acts for somebody at the authority, renews what it has, and gives it back', async () => {
  const tokens = await signInAt('openid Hub', { access_type: 'offline' });
  assert.match(tokens.access_token, /^csn_acc_/);
  assert.match(tokens.refresh_token ?? '', /^csn_ref_/);
  assert.equal(tokens.scope, 'openid Hub');
  const me = await ask(`${authority.url}/api/rest/users/me?fields=login`, { token: tokens.access_token });
  assert.equal(me.json.login, 'ada');

  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  rememberSecret(renewed.access_token);
  assert.notEqual(renewed.access_token, tokens.access_token);
  assert.equal(
    (await ask(`${authority.url}/api/rest/users/me`, { token: renewed.access_token })).status,
    200,
  );

  await client.tokenRevocation(config, tokens.refresh_token ?? '');
  for (const token of [tokens.access_token, renewed.access_token])
    assert.equal((await ask(`${authority.url}/api/rest/users/me`, { token })).status, 401);
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ''), {
    error: 'invalid_grant',
  });
});
