import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { registerClient, type TestClient } from '../harness/oauth-client.ts';
import { askForDeviceCode, poll, startDevice } from '../harness/oauth-device.ts';
import { administrator, ask, setUp } from '../harness/rest-client.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** A program in a terminal shows a code, and somebody at a browser lets it in or not. */
const skip = skipWithout('chromium');
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;
let client: TestClient;

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  cookie = await setUp(authority);
  browser = await openBrowser();
  client = await registerClient({ url: authority.url, cookie }, 'terminal', {
    trusted: false,
    deviceFlowEnabled: true,
  });
  await ask(`${authority.url}/api/rest/services/${client.id}`, {
    method: 'POST',
    cookie,
    body: { name: 'Build tool' },
  });
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

const wishes = { scope: 'openid profile Hub', access_type: 'offline' };
const question = (page: Page) =>
  page.getByRole('heading', { name: 'Let Build tool act as you on a device?' }).waitFor();

test('the page for the code of a device, in every look', { skip }, async () => {
  await examine({
    browser,
    url: authority.url,
    path: '/device',
    state: (page) => page.getByRole('button', { name: 'Continue' }).waitFor(),
  });
});

test('the question about a device, in every look', { skip }, async () => {
  const { shown } = await startDevice(client, wishes);
  await examine({
    browser,
    url: authority.url,
    path: `/device?user_code=${shown}`,
    cookie,
    state: async (page) => {
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name: 'Allow' }).waitFor();
    },
  });
});

test('somebody types the code, signs in, sees who asks from where, and lets the device in', {
  skip,
}, async () => {
  const device = await startDevice(client, wishes);
  const { page, leave } = await visit(browser, authority.url, { scripts: false });
  await page.goto(`${authority.url}/device`);
  await page.getByLabel('Code').fill(device.shown.toLowerCase().replace('-', ''));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Login').fill(administrator.login);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  // Once more: whoever came by a link compares it.
  await page.getByText('Compare this code').waitFor();
  assert.equal(await page.getByLabel('Code').inputValue(), device.shown);
  await page.getByRole('button', { name: 'Continue' }).click();
  await question(page);
  await page.getByText(device.shown).waitFor();
  await page.getByText(/A device at 127\.0\.0\.1 asked for this at/).waitFor();
  for (const sentence of [/whatever you may do there/, /while you are away/, /your name and login/])
    await page.getByRole('listitem').filter({ hasText: sentence }).waitFor();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'The device goes on by itself' }).waitFor();
  await leave();
  const tokens = await poll(client, device);
  assert.equal(tokens.status, 200, tokens.text);
  const me = await ask(`${authority.url}/api/rest/users/me`, { token: tokens.json.access_token });
  assert.equal(me.json.login, administrator.login);
});

test('somebody follows a link that brings the code along, and denies it', { skip }, async () => {
  const { json } = await askForDeviceCode(client, wishes);
  const { page, context, leave } = await visit(browser, authority.url, { scripts: false });
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(json.verification_uri_complete);
  await page.getByRole('button', { name: 'Continue' }).click();
  await question(page);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByRole('heading', { name: 'The device was denied' }).waitFor();
  await leave();
  assert.equal((await poll(client, { kept: json.device_code })).json.error, 'access_denied');
});

test('a code that no device shows is refused in words', { skip }, async () => {
  const { page, context, leave } = await visit(browser, authority.url, { scripts: false });
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}/device`);
  await page.getByLabel('Code').fill('BBBB-BBBB');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').filter({ hasText: 'No device waits with this code' }).waitFor();
  await leave();
});
