import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { appCode } from '../harness/app-code.ts';
import { registerClient, type TestClient } from '../harness/oauth-client.ts';
import { type CookieJar, cookieHeader, keep } from '../harness/oauth-visitor.ts';
import { administrator, ask, postForm, registerService, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';

/**
 * The exchange of YouTrack's mobile application, step by step, with the requests that it sends: the application itself
 * runs on a telephone alone.
 */
const scope = 'Hub YouTrack Konnector';
const redirectUri = 'ytoauth://landing.url';
let authority: RunningAuthority;
let cookie: string;
let mobile: TestClient;
let withSecret: TestClient;

before(async () => {
  authority = await startAuthority();
  cookie = await setUp(authority);
  for (const name of ['YouTrack', 'Konnector'])
    await registerService(authority.url, cookie, name.toLowerCase(), name);
  const house = { url: authority.url, cookie };
  mobile = await registerClient(house, 'mobile', { trusted: false, redirectUris: [redirectUri] });
  withSecret = await registerClient(house, 'mobile-with-secret', { resourceOwnerFlowEnabled: true });
});

after(() => authority?.stop());

/** As the application sends forms, and reads what comes. */
async function post(
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const answer = await ask(`${authority.url}/api/rest/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
  for (const token of [answer.json.access_token, answer.json.refresh_token])
    if (typeof token === 'string') rememberSecret(token);
  return answer;
}

/** Signs in where the application led the browser of the telephone, and agrees; answers where it is led back. */
async function signInOnTheWay(address: string): Promise<string> {
  const jar: CookieJar = new Map();
  let next = address;
  for (let step = 0; step < 12; step += 1) {
    if (next.startsWith('ytoauth:')) return next;
    let answer = keep(jar, await ask(next, { cookie: cookieHeader(jar), headers: { accept: 'text/html' } }));
    const consent = /<form class="answers" method="post" action="([^"]+)"/.exec(answer.text)?.[1];
    const { login, password } = administrator;
    if (consent !== undefined)
      answer = await postForm(new URL(consent, next).href, { answer: 'allow' }, cookieHeader(jar));
    else if (answer.status === 200) answer = await postForm(next, { login, password }, cookieHeader(jar));
    keep(jar, answer);
    next = new URL(answer.headers.get('location') ?? '', next).href;
  }
  throw new Error('the authority leads in a circle');
}

const apiHeaders = { 'hub-api-version': '2', accept: 'application/json' };
const me = (token: string) =>
  ask(
    `${authority.url}/api/rest/users/me?fields=id,guest,name,banned,profile/avatar/url,endUserAgreementConsent(accepted)`,
    { token, headers: apiHeaders },
  );

describe('by a browser, with PKCE', () => {
  test('signs in, reads who it is, and refreshes with the same scope', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const state = randomBytes(16).toString('base64url');
    const query = new URLSearchParams({
      client_id: mobile.id,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope,
      access_type: 'offline',
      prompt: 'login',
      state,
      nonce: randomBytes(16).toString('base64url'),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const led = new URL(await signInOnTheWay(`${authority.url}/api/rest/oauth2/auth?${query}`));
    assert.deepEqual(
      [led.searchParams.get('error_description'), led.searchParams.get('state')],
      [null, state],
    );
    const code = rememberSecret(led.searchParams.get('code') ?? '');
    const { status, json } = await post({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      client_id: mobile.id,
    });
    assert.equal(status, 200);
    assert.deepEqual([json.token_type, json.scope], ['Bearer', scope]);
    const user = await me(json.access_token);
    assert.deepEqual([user.status, user.json.guest, user.json.banned], [200, false, false]);
    const renewed = await post({
      grant_type: 'refresh_token',
      refresh_token: json.refresh_token,
      scope,
      client_id: mobile.id,
    });
    assert.equal(renewed.status, 200, renewed.text);
    assert.equal(renewed.json.scope, scope);
    assert.equal((await me(renewed.json.access_token)).status, 200);
  });

  test('asks for the public settings without signing in', async () => {
    const { status } = await ask(`${authority.url}/api/rest/settings/public?fields=helpdeskEnabled`);
    assert.equal(status, 200);
  });
});

describe('by an application password, where an administrator switched that on', () => {
  test('signs in and refreshes; what people sign in with is refused in words for them', async () => {
    const path = `${authority.url}/api/rest/users/me/twoFactorAuthentication`;
    const started = await ask(path, { method: 'POST', cookie, body: {} });
    const key = rememberSecret(started.json.secretKey);
    for (const one of started.json.scratchCodes) rememberSecret(one);
    await ask(`${path}/confirm`, { method: 'POST', cookie, body: { code: appCode(key) } });
    const made = await ask(`${authority.url}/api/rest/users/me/applicationPasswords?fields=password`, {
      method: 'POST',
      cookie,
      body: { name: 'Telephone' },
    });
    const password = rememberSecret(made.json.password);
    const basic = `Basic ${Buffer.from(`${withSecret.id}:${withSecret.secret}`).toString('base64')}`;
    const fields = { grant_type: 'password', access_type: 'offline', username: administrator.login, scope };
    const { status, json } = await post({ ...fields, password }, { authorization: basic });
    assert.equal(status, 200);
    assert.equal((await me(json.access_token)).status, 200);
    const again = await post(
      { grant_type: 'refresh_token', refresh_token: json.refresh_token, scope },
      { authorization: basic },
    );
    assert.equal(again.status, 200, again.text);
    const own = await post({ ...fields, password: administrator.password }, { authorization: basic });
    assert.equal(own.json.error, 'invalid_grant');
    assert.match(own.json.error_description, /Invalid resource owner credentials.*application password/);
  });
});
