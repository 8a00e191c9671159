import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { authorize } from '../harness/oauth-visitor.ts';
import { type OAuthWorld, openOAuthWorld, rememberTokens } from '../harness/oauth-world.ts';
import { rememberSecret } from '../harness/run-folder.ts';

/**
 * `oauth4webapi`, unmodified: it validates every answer as strictly as the specifications allow, who answered
 * (RFC 9207) and the mark of the identity token among them.
 */
const plain = { [oauth.allowInsecureRequests]: true };
let world: OAuthWorld;
let issuer: oauth.AuthorizationServer;
let client: oauth.Client;
let authentication: oauth.ClientAuth;

before(async () => {
  world = await openOAuthWorld('ledger');
  const url = new URL(world.url);
  const answer = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...plain });
  issuer = await oauth.processDiscoveryResponse(url, answer);
  client = { client_id: world.client.id };
  authentication = oauth.ClientSecretBasic(world.client.secret ?? '');
});

after(() => world?.stop());

async function arrive(nonce: string, press: 'allow' | 'deny' = 'allow') {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const address = new URL(issuer.authorization_endpoint ?? '');
  address.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: world.client.redirectUri,
    response_type: 'code',
    scope: `openid profile ${world.archive}`,
    access_type: 'offline',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const { location, page } = await authorize(world, address.href, press);
  assert.ok(location !== undefined, `no redirect: ${page?.text}`);
  return { answer: new URL(location), state, verifier };
}

async function signIn() {
  const nonce = oauth.generateRandomNonce();
  const { answer, state, verifier } = await arrive(nonce);
  const parameters = oauth.validateAuthResponse(issuer, client, answer, state);
  rememberSecret(parameters.get('code') ?? '');
  const { redirectUri } = world.client;
  const redeemed = await oauth.authorizationCodeGrantRequest(
    issuer,
    client,
    authentication,
    parameters,
    redirectUri,
    verifier,
    plain,
  );
  const options = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(issuer, client, redeemed, options);
  await oauth.validateApplicationLevelSignature(issuer, redeemed, plain);
  return rememberTokens(tokens);
}

test('says that it was refused by whoever does not agree', async () => {
  const { answer, state } = await arrive(oauth.generateRandomNonce(), 'deny');
  assert.throws(() => oauth.validateAuthResponse(issuer, client, answer, state), {
    error: 'access_denied',
  });
});

test('finds nothing to refuse in a sign-in, in who it was, in a renewal and in a revocation', async () => {
  const first = await signIn();
  const claims = oauth.getValidatedIdTokenClaims(first) ?? assert.fail();
  const info = await oauth.userInfoRequest(issuer, client, first.access_token, plain);
  const { preferred_username } = await oauth.processUserInfoResponse(issuer, client, claims.sub, info);
  assert.equal(preferred_username, 'ada');
  assert.equal((await world.askArchive(first.access_token)).json.shelvedFor, 'ada');

  const token = first.refresh_token ?? assert.fail();
  const renewed = await oauth.refreshTokenGrantRequest(issuer, client, authentication, token, plain);
  const second = rememberTokens(await oauth.processRefreshTokenResponse(issuer, client, renewed));
  assert.equal((await world.askArchive(second.access_token)).status, 200);

  const given = await oauth.revocationRequest(issuer, client, authentication, token, plain);
  await oauth.processRevocationResponse(given);
  for (const { access_token } of [first, second])
    assert.equal((await world.askArchive(access_token)).status, 401);
  const late = await oauth.refreshTokenGrantRequest(issuer, client, authentication, token, plain);
  await assert.rejects(oauth.processRefreshTokenResponse(issuer, client, late), { error: 'invalid_grant' });
});

test('is told what is wrong with a token in the challenge (RFC 6750 §3)', async () => {
  const { access_token } = await signIn();
  const info = await oauth.userInfoRequest(issuer, client, `${access_token}x`, plain);
  await assert.rejects(
    oauth.processUserInfoResponse(issuer, client, oauth.skipSubjectCheck, info),
    (error) => {
      assert.ok(error instanceof oauth.WWWAuthenticateChallengeError);
      assert.equal(error.cause[0]?.scheme, 'bearer');
      assert.equal(error.cause[0]?.parameters.error, 'invalid_token');
      return true;
    },
  );
});
