import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AuthorizationCode } from 'simple-oauth2';
import { authorize } from '../harness/oauth-visitor.ts';
import { type OAuthWorld, openOAuthWorld, rememberTokens } from '../harness/oauth-world.ts';
import { rememberSecret } from '../harness/run-folder.ts';

/** `simple-oauth2`, unmodified: it says who it is as Basic, percent-encoded, and knows its addresses by heart. */
let world: OAuthWorld;
let client: AuthorizationCode;

before(async () => {
  world = await openOAuthWorld('reports');
  client = new AuthorizationCode({
    client: { id: world.client.id, secret: world.client.secret ?? '' },
    auth: {
      tokenHost: world.url,
      authorizePath: '/api/rest/oauth2/auth',
      tokenPath: '/api/rest/oauth2/token',
      revokePath: '/api/rest/oauth2/revoke',
    },
    // By itself it takes an answer without a body for a failure (RFC 7009 §2.2).
    http: { json: true },
  });
});

after(() => world?.stop());

async function arrive(verifier: string, press: 'allow' | 'deny' = 'allow'): Promise<URL> {
  const address = client.authorizeURL({
    redirect_uri: world.client.redirectUri,
    scope: [world.archive],
    state: 'of the reports',
    access_type: 'offline',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  } as never);
  const { location, page } = await authorize(world, address, press);
  assert.ok(location !== undefined, `no redirect: ${page?.text}`);
  return new URL(location);
}

async function signIn() {
  const verifier = randomBytes(32).toString('base64url');
  const arrived = await arrive(verifier);
  assert.equal(arrived.searchParams.get('state'), 'of the reports');
  const code = rememberSecret(arrived.searchParams.get('code') ?? '');
  const given = await client.getToken({
    code,
    redirect_uri: world.client.redirectUri,
    code_verifier: verifier,
  } as never);
  rememberTokens(given.token);
  return given;
}

const access = ({ token }: { readonly token: Readonly<Record<string, unknown>> }) =>
  String(token.access_token);

test('says that it was refused by whoever does not agree', async () => {
  const arrived = await arrive(randomBytes(32).toString('base64url'), 'deny');
  assert.equal(arrived.searchParams.get('error'), 'access_denied');
  assert.equal(arrived.searchParams.get('code'), null);
  assert.equal(arrived.searchParams.get('state'), 'of the reports');
});

test('signs somebody in, acts for them at a service, renews its token twice, and gives it back', async () => {
  const first = await signIn();
  assert.equal(first.expired(), false);
  assert.equal((await world.askArchive(access(first))).json.shelvedFor, 'ada');

  const second = await first.refresh();
  rememberTokens(second.token);
  const third = await second.refresh();
  rememberTokens(third.token);
  assert.equal(new Set([first, second, third].map(access)).size, 3);
  assert.equal((await world.askArchive(access(third))).status, 200);

  await third.revokeAll();
  for (const one of [first, second, third]) assert.equal((await world.askArchive(access(one))).status, 401);
  await assert.rejects(third.refresh(), ({ data }) => data.payload.error === 'invalid_grant');
});

test('says what was wrong with a code that was used before', async () => {
  const verifier = randomBytes(32).toString('base64url');
  const code = rememberSecret((await arrive(verifier)).searchParams.get('code') ?? '');
  const fields = { code, redirect_uri: world.client.redirectUri, code_verifier: verifier } as never;
  const first = await client.getToken(fields);
  rememberTokens(first.token);
  await assert.rejects(client.getToken(fields), ({ data }) => data.payload.error === 'invalid_grant');
  assert.equal((await world.askArchive(access(first))).status, 401);
});
