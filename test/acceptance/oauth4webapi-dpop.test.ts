import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { registerClient } from '../harness/oauth-client.ts';
import { authorize } from '../harness/oauth-visitor.ts';
import { type OAuthWorld, openOAuthWorld, rememberTokens } from '../harness/oauth-world.ts';
import { ask } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';

/** `oauth4webapi`, unmodified, as a public client that proves its key (RFC 9449) and pushes its requests (RFC 9126). */
const plain = { [oauth.allowInsecureRequests]: true };
let world: OAuthWorld;
let issuer: oauth.AuthorizationServer;
let client: oauth.Client;

before(async () => {
  world = await openOAuthWorld('till', { trusted: false });
  const url = new URL(world.url);
  const answer = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...plain });
  issuer = await oauth.processDiscoveryResponse(url, answer);
  client = { client_id: world.client.id };
});

after(() => world?.stop());

interface Key {
  readonly DPoP: oauth.DPoPHandle;
}

async function makeKey(off: number = 0): Promise<Key> {
  const pair = await oauth.generateKeyPair('ES256');
  return { DPoP: oauth.DPoP({ ...client, [oauth.clockSkew]: off }, pair) };
}

/** As clients do it: a request is repeated once where the answer wants a nonce (RFC 9449 §8). */
async function withNonce<Value>(attempt: () => Promise<Value>): Promise<Value> {
  try {
    return await attempt();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return attempt();
  }
}

async function arrive(key: Key, isPushed: boolean) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const wanted = {
    client_id: client.client_id,
    redirect_uri: world.client.redirectUri,
    response_type: 'code',
    scope: `openid Hub ${world.archive}`,
    access_type: 'offline',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const address = new URL(issuer.authorization_endpoint ?? '');
  address.search = new URLSearchParams(isPushed ? await push(key, wanted) : wanted).toString();
  const { location, page } = await authorize(world, address.href);
  assert.ok(location !== undefined, `no redirect: ${page?.text}`);
  const parameters = oauth.validateAuthResponse(issuer, client, new URL(location), state);
  rememberSecret(parameters.get('code') ?? '');
  return { parameters, verifier };
}

async function push(key: Key, wanted: Record<string, string>): Promise<Record<string, string>> {
  const pushed = await withNonce(async () => {
    const none = oauth.None();
    const options = { ...key, ...plain };
    const answer = await oauth.pushedAuthorizationRequest(issuer, client, none, wanted, options);
    return oauth.processPushedAuthorizationResponse(issuer, client, answer);
  });
  return { client_id: client.client_id, request_uri: pushed.request_uri };
}

async function signIn(key: Key, isPushed = false) {
  const { parameters, verifier } = await arrive(key, isPushed);
  const { redirectUri } = world.client;
  return withNonce(async () => {
    const answer = await oauth.authorizationCodeGrantRequest(
      issuer,
      client,
      oauth.None(),
      parameters,
      redirectUri,
      verifier,
      { ...key, ...plain },
    );
    const tokens = await oauth.processAuthorizationCodeResponse(issuer, client, answer);
    return rememberTokens(tokens);
  });
}

function askRest(key: Partial<Key>, token: string): Promise<Response> {
  const me = new URL(`${world.url}/api/rest/users/me?fields=login`);
  return oauth.protectedResourceRequest(token, 'GET', me, undefined, undefined, { ...key, ...plain });
}

test('binds its tokens to a key, and finds nothing to refuse in a sign-in, a renewal and what is asked with them', async () => {
  const key = await makeKey();
  const first = await signIn(key);
  assert.equal(first.token_type, 'dpop');
  const claims = oauth.getValidatedIdTokenClaims(first) ?? assert.fail();
  const options = { ...key, ...plain };
  const info = await oauth.userInfoRequest(issuer, client, first.access_token, options);
  assert.equal((await oauth.processUserInfoResponse(issuer, client, claims.sub, info)).sub, claims.sub);
  for (let time = 0; time < 3; time += 1) {
    const answer = await askRest(key, first.access_token);
    assert.deepEqual(((await answer.json()) as { login: string }).login, 'ada');
  }

  const token = first.refresh_token ?? assert.fail();
  const renewed = await oauth.refreshTokenGrantRequest(issuer, client, oauth.None(), token, options);
  const second = rememberTokens(await oauth.processRefreshTokenResponse(issuer, client, renewed));
  assert.equal((await askRest(key, second.access_token)).status, 200);

  const given = await oauth.revocationRequest(
    issuer,
    client,
    oauth.None(),
    second.refresh_token ?? '',
    plain,
  );
  await oauth.processRevocationResponse(given);
  await assert.rejects(askRest(key, second.access_token), oauth.WWWAuthenticateChallengeError);
});

test('reads of its challenges that a bound token is nothing by itself, and nothing with another key', async () => {
  const { access_token, refresh_token } = await signIn(await makeKey());
  const other = await makeKey();
  await assert.rejects(askRest(other, access_token), (error) => {
    assert.ok(error instanceof oauth.WWWAuthenticateChallengeError);
    assert.deepEqual(
      [error.cause[0]?.scheme, error.cause[0]?.parameters.error, error.status],
      ['dpop', 'invalid_token', 401],
    );
    return true;
  });
  const me = `${world.url}/api/rest/users/me`;
  assert.equal((await ask(me, { token: access_token })).status, 401);
  const options = { ...other, ...plain };
  const stolen = await oauth.refreshTokenGrantRequest(
    issuer,
    client,
    oauth.None(),
    refresh_token ?? '',
    options,
  );
  await assert.rejects(oauth.processRefreshTokenResponse(issuer, client, stolen), { error: 'invalid_grant' });
});

test('pushes its request with a proof, and its code is then bound to that key (RFC 9449 §10.1)', async () => {
  const key = await makeKey();
  const { access_token } = await signIn(key, true);
  assert.equal((await askRest(key, access_token)).status, 200);
  const { parameters, verifier } = await arrive(key, true);
  const { redirectUri } = world.client;
  const answer = await oauth.authorizationCodeGrantRequest(
    issuer,
    client,
    oauth.None(),
    parameters,
    redirectUri,
    verifier,
    { ...(await makeKey()), ...plain },
  );
  await assert.rejects(oauth.processAuthorizationCodeResponse(issuer, client, answer), {
    error: 'invalid_grant',
  });
});

test('with a clock that is an hour off takes the nonces that it is given, everywhere', async () => {
  const key = await makeKey(-3_600);
  const { access_token } = await signIn(key, true);
  const answer = await withNonce(() => askRest(key, access_token));
  assert.equal(answer.status, 200);
});

test('with the strict profile has to push and to prove, and finds nothing to refuse when it does', async () => {
  const { id, secret = '', redirectUri } = await registerClient(world, 'vault', { strictProfile: true });
  const strict: oauth.Client = { client_id: id };
  const authentication = oauth.ClientSecretBasic(secret);
  const key = await makeKey();
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const wanted = {
    client_id: id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: `openid ${world.archive}`,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const arriveWith = async (fields: Record<string, string>) => {
    const address = `${issuer.authorization_endpoint}?${new URLSearchParams(fields)}`;
    const { location } = await authorize(world, address);
    return oauth.validateAuthResponse(issuer, strict, new URL(location ?? ''), state);
  };
  await assert.rejects(arriveWith(wanted), { error: 'invalid_request' });

  const pushed = await withNonce(async () => {
    const options = { ...key, ...plain };
    const answer = await oauth.pushedAuthorizationRequest(issuer, strict, authentication, wanted, options);
    return oauth.processPushedAuthorizationResponse(issuer, strict, answer);
  });
  const parameters = await arriveWith({ client_id: id, request_uri: pushed.request_uri });
  rememberSecret(parameters.get('code') ?? '');
  const tokens = await withNonce(async () => {
    const options = { ...key, ...plain };
    const answer = await oauth.authorizationCodeGrantRequest(
      issuer,
      strict,
      authentication,
      parameters,
      redirectUri,
      verifier,
      options,
    );
    return oauth.processAuthorizationCodeResponse(issuer, strict, answer);
  });
  assert.equal(rememberTokens(tokens).token_type, 'dpop');
});
