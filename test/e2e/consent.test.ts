import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { connect, redeem, refresh, registerClient, type TestClient } from '../harness/oauth-client.ts';
import { administrator, ask, setUp, signIn } from '../harness/rest-client.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** An application on another origin sends somebody here, who signs in, agrees or not, and is led back. */
const skip = skipWithout('chromium');
const verifier = 'a-verifier-of-more-than-forty-three-characters';
const challenge = 'AKaopYQ563pi9GQf83eEMKvsNOZCHLRRNarAWfXnrnQ';
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;
let application: Server;
let client: TestClient;

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  cookie = await setUp(authority);
  browser = await openBrowser();
  application = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>Build server</title><h1>Back at the build server</h1>');
  }).listen(0, '127.0.0.1');
  await once(application, 'listening');
  const redirectUri = `http://localhost:${(application.address() as AddressInfo).port}/callback`;
  client = await registerClient({ url: authority.url, cookie }, 'build-server', {
    redirectUris: [redirectUri],
  });
  await ask(`${authority.url}/api/rest/services/${client.id}`, {
    method: 'POST',
    cookie,
    body: { name: 'Build server' },
  });
});

after(async () => {
  await browser?.close();
  application?.close();
  await authority?.stop();
});

function address(scope: string): string {
  const query = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: client.redirectUri,
    scope,
    access_type: 'offline',
    state: 'of the application',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return `/api/rest/oauth2/auth?${query}`;
}

const arrived = (page: Page) => page.getByRole('heading', { name: 'Back at the build server' }).waitFor();

test('the page of consent, in every look', { skip }, async () => {
  await examine({
    browser,
    url: authority.url,
    path: address('openid profile email Hub'),
    cookie,
    state: (page) => page.getByRole('button', { name: 'Allow' }).waitFor(),
  });
});

test('somebody signs in, sees who wants what and where the answer goes, and allows it', {
  skip,
}, async () => {
  const { page, leave } = await visit(browser, authority.url, { scripts: false });
  await page.goto(authority.url + address('openid profile Hub'));
  await page.getByText(`to continue to Build server (${new URL(client.redirectUri).host})`).waitFor();
  await page.getByLabel('Login').fill(administrator.login);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Let Build server act as you?' }).waitFor();
  for (const sentence of [/whatever you may do there/, /while you are away/, /your name and login/])
    await page.getByRole('listitem').filter({ hasText: sentence }).waitFor();
  await page.getByText(new URL(client.redirectUri).host).waitFor();
  await page.getByRole('button', { name: 'Allow' }).click();
  await arrived(page);
  const answer = new URL(page.url()).searchParams;
  assert.equal(answer.get('state'), 'of the application');
  assert.equal(answer.get('iss'), authority.url);
  const tokens = await redeem(client, { code: answer.get('code') ?? '', verifier });
  assert.equal(tokens.status, 200, tokens.text);
  // What was agreed to is not asked again.
  await page.goto(authority.url + address('openid profile Hub'));
  await arrived(page);
  await leave();
});

test('whoever agreed before and signs in anew is led on from there', { skip }, async () => {
  const { page, leave } = await visit(browser, authority.url, { scripts: false });
  await page.goto(authority.url + address('openid profile Hub'));
  await page.getByLabel('Login').fill(administrator.login);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await arrived(page);
  await leave();
});

test('whoever denies is led back with the word of it', { skip }, async () => {
  const { page, context, leave } = await visit(browser, authority.url, { scripts: false });
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(authority.url + address('openid email Hub'));
  await page.getByRole('button', { name: 'Deny' }).click();
  await arrived(page);
  assert.equal(new URL(page.url()).searchParams.get('error'), 'access_denied');
  await leave();
});

test('a connected application is listed under Account Security, and ended there for good', {
  skip,
}, async () => {
  const tokens = await connect(client, { url: authority.url, cookie });
  const works = async () =>
    (await ask(`${authority.url}/api/rest/users/me`, { token: tokens.access })).status;
  assert.equal(await works(), 200);
  const { page, context, complaints, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}/account/security`);
  const connections = page.getByRole('table', { name: 'Connected applications' });
  const row = connections.getByRole('row', { name: /Build server/ }).first();
  await row.getByText('Countersign').waitFor();
  await row.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'End…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End connection' }).click();
  await page.getByText('The connection of “Build server” has ended.').waitFor();
  assert.equal(await works(), 401);
  assert.equal((await refresh(client, tokens.refresh)).json.error, 'invalid_grant');

  const consents = page.getByRole('table', { name: 'Remembered consents' });
  await consents
    .getByRole('row', { name: /Build server/ })
    .getByRole('checkbox')
    .click();
  await page.getByRole('button', { name: 'Take back…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByText('The consent to “Build server” is taken back.').waitFor();
  assert.deepEqual(complaints, []);
  await leave();
});

test('Account Security with connected applications, in every look', { skip }, async () => {
  await connect(client, { url: authority.url, cookie });
  await examine({
    browser,
    url: authority.url,
    path: '/account/security',
    cookie,
    state: (page) => page.getByRole('table', { name: 'Remembered consents' }).waitFor(),
  });
});

test('the question before an application signs somebody out, in every look', { skip }, async () => {
  await examine({
    browser,
    url: authority.url,
    path: `/api/rest/oauth2/logout?client_id=${client.id}`,
    cookie,
    state: (page) => page.getByRole('button', { name: 'Sign out' }).waitFor(),
  });
});

test('whom an application sends here to sign out is asked, signed out, and led back', { skip }, async () => {
  const { page, context, leave } = await visit(browser, authority.url, { scripts: false });
  const { login, password } = administrator;
  await context.addCookies([asCookie(await signIn(authority.url, login, password), authority.url)]);
  const query = new URLSearchParams({ client_id: client.id, state: 'of the application' });
  await page.goto(`${authority.url}/api/rest/oauth2/logout?${query}`);
  await page.getByText('Build server asks to sign you out.').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await arrived(page);
  assert.equal(new URL(page.url()).searchParams.get('state'), 'of the application');
  await page.goto(`${authority.url}/account/security`);
  await page.getByLabel('Login').waitFor();
  await leave();
});
