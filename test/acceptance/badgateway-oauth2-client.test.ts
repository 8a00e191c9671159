import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateCodeVerifier, OAuth2Client, OAuth2Error, type OAuth2Token } from '@badgateway/oauth2-client';
import { authorize } from '../harness/oauth-visitor.ts';
import { type OAuthWorld, openOAuthWorld, rememberTokens } from '../harness/oauth-world.ts';
import { rememberSecret } from '../harness/run-folder.ts';

/** `@badgateway/oauth2-client`, unmodified, as a public client that discovers its addresses. */
let world: OAuthWorld;
let client: OAuth2Client;

before(async () => {
  world = await openOAuthWorld('planner', { trusted: false });
  client = new OAuth2Client({
    server: `${world.url}/`,
    clientId: world.client.id,
    discoveryEndpoint: '/.well-known/oauth-authorization-server',
  });
});

after(() => world?.stop());

interface Arrived {
  readonly location: string;
  readonly codeVerifier: string;
}

async function arrive(press: 'allow' | 'deny' = 'allow'): Promise<Arrived> {
  const codeVerifier = await generateCodeVerifier();
  const address = await client.authorizationCode.getAuthorizeUri({
    redirectUri: world.client.redirectUri,
    scope: [world.archive],
    state: 'of the planner',
    codeVerifier,
    extraParams: { access_type: 'offline' },
  });
  const { location, page } = await authorize(world, address, press);
  assert.ok(location !== undefined, `no redirect: ${page?.text}`);
  return { location, codeVerifier };
}

async function redeem({ location, codeVerifier }: Arrived): Promise<OAuth2Token> {
  rememberSecret(new URL(location).searchParams.get('code') ?? '');
  const token = await client.authorizationCode.getTokenFromCodeRedirect(location, {
    redirectUri: world.client.redirectUri,
    state: 'of the planner',
    codeVerifier,
  });
  return rememberTokens({ ...token });
}

test('says that it was refused by whoever does not agree', async () => {
  const arrived = await arrive('deny');
  await assert.rejects(
    redeemDenied(arrived),
    (error) => error instanceof OAuth2Error && error.oauth2Code === 'access_denied',
  );
});

function redeemDenied({ location, codeVerifier }: Arrived): Promise<OAuth2Token> {
  const { redirectUri } = world.client;
  return client.authorizationCode.getTokenFromCodeRedirect(location, { redirectUri, codeVerifier });
}

test('signs somebody in, acts for them at a service, renews its tokens, and gives them back', async () => {
  const first = await redeem(await arrive());
  assert.ok(first.expiresAt !== null && first.expiresAt > Date.now());
  assert.equal((await world.askArchive(first.accessToken)).json.shelvedFor, 'ada');

  const second = rememberTokens({ ...(await client.refreshToken(first)) });
  assert.notEqual(second.refreshToken, first.refreshToken);
  assert.equal((await world.askArchive(second.accessToken)).status, 200);

  await client.revoke(second, 'refresh_token');
  for (const { accessToken } of [first, second])
    assert.equal((await world.askArchive(accessToken)).status, 401);
  await assert.rejects(
    client.refreshToken(second),
    (error) => error instanceof OAuth2Error && error.oauth2Code === 'invalid_grant',
  );
});

test('that sends the same refresh token twice at once stays signed in', async () => {
  const first = await redeem(await arrive());
  const both = await Promise.all([client.refreshToken(first), client.refreshToken(first)]);
  const [one, other] = both.map((token) => rememberTokens({ ...token }));
  assert.equal(one?.refreshToken, other?.refreshToken);
  const next = rememberTokens({ ...(await client.refreshToken(one ?? assert.fail())) });
  assert.equal((await world.askArchive(next.accessToken)).status, 200);
});
