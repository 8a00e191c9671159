import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { openBrowser } from '../harness/browser.ts';
import { type HttpsSites, passOn, startHttpsSites } from '../harness/https-sites.ts';
import { registerClient, type TestClient } from '../harness/oauth-client.ts';
import { administrator, ask, setUp } from '../harness/rest-client.ts';
import { freePort, type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';
import { application, bundle } from './ring-ui/application.ts';

/**
 * Ring UI's `embeddedLogin`, unmodified, in Chromium over https: in the window that it opens, and in the frame that it
 * has beside it; and what other pages can do with the same addresses.
 */
const skip = skipWithout('chromium') || skipWithout('openssl');
/** By host; each application is a service of its own. */
const hosts = {
  window: 'window.example.test',
  frame: 'frame.example.test',
  off: 'off.example.test',
  elsewhere: 'frame.elsewhere.test',
};
type Name = keyof typeof hosts;
const password = 'a long enough phrase';
const newPassword = 'another phrase, as long';
let sites: HttpsSites;
let authority: RunningAuthority;
let browser: Browser;
let publicUrl: string;
let local: { readonly url: string; readonly cookie: string };
let clients: Readonly<Record<Name, TestClient>>;

before(async () => {
  if (skip) return;
  sites = await startHttpsSites();
  const port = await freePort();
  publicUrl = `https://auth.example.test:${sites.port}`;
  authority = await startAuthority({ port, env: { COUNTERSIGN_PUBLIC_URL: publicUrl } });
  sites.serve('auth.example.test', passOn(port));
  // Set up past TLS, which this process does not believe.
  const url = `http://localhost:${port}`;
  local = { url, cookie: await setUp({ ...authority, url }) };
  const register = (name: Name) =>
    registerClient(local, name, {
      trusted: false,
      redirectUris: [`https://${hosts[name]}:${sites.port}`],
      authCodeFlowEnabled: false,
      refreshTokensEnabled: false,
      implicitFlowEnabled: true,
      embeddedSignIn: name !== 'off',
    });
  clients = {
    window: await register('window'),
    frame: await register('frame'),
    off: await register('off'),
    elsewhere: await register('elsewhere'),
  };
  const script = await bundle();
  for (const [name, { id }] of Object.entries(clients)) {
    const usesFrame = name === 'frame' || name === 'elsewhere';
    const settings = { serverUri: publicUrl, clientId: id, scope: ['Hub'], embeddedLogin: true, usesFrame };
    sites.serve(hosts[name as Name], application(settings, script));
  }
  sites.serve('stranger.example.test', (_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Stranger</title>');
  });
  browser = await openBrowser(sites.browserWords);
});

after(async () => {
  await browser?.close();
  await authority?.stop();
  await sites?.stop();
});

async function onFreshPage(act: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await act(page, context);
  await context.close();
}

type Shown = Pick<Page, 'getByLabel' | 'getByRole'>;

async function signIn(shown: Shown, login = administrator.login, secret = administrator.password) {
  await shown.getByLabel('Login').fill(login);
  await shown.getByLabel('Password', { exact: true }).fill(secret);
  await shown.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const allow = (shown: Shown) => shown.getByRole('button', { name: 'Allow' }).click();

/** Signed in at the application, and then nowhere any more: its token is to be renewed, and Ring UI asks who it is. */
async function signInAndBeAsked(page: Page, context: BrowserContext, name: Name): Promise<Locator> {
  await page.goto(clients[name].redirectUri);
  await signIn(page);
  const agreed = page.getByText('Signed in as ada');
  await agreed
    .or(page.getByRole('button', { name: 'Allow' }))
    .first()
    .waitFor();
  if (!(await agreed.isVisible())) await allow(page);
  await agreed.waitFor();
  await context.clearCookies();
  await page.evaluate('void auth.forceTokenUpdate()');
  return page.locator('[data-test~="auth-dialog-confirm-button"]');
}

async function makePerson(login: string): Promise<void> {
  const body = { login, name: login, password };
  const made = await ask(`${local.url}/api/rest/users`, { method: 'POST', cookie: local.cookie, body });
  assert.equal(made.status, 200, made.text);
}

/** Where the page itself went meanwhile. */
function pagesOf(page: Page): readonly string[] {
  const pages: string[] = [];
  page.on('framenavigated', (frame) => frame === page.mainFrame() && pages.push(frame.url()));
  return pages;
}

test('its window signs the user in and closes, and the page goes on', { skip }, async () => {
  await onFreshPage(async (page, context) => {
    const login = await signInAndBeAsked(page, context, 'window');
    const pages = pagesOf(page);
    const [popup] = await Promise.all([page.waitForEvent('popup'), login.click()]);
    await popup.getByText('to continue to window').waitFor();
    // Several times as long as Ring UI waits before it looks whether the window is closed.
    await popup.waitForTimeout(1_000);
    assert.equal(await page.evaluate('auth._embeddedFlow._loginWindow.closed'), false);
    await Promise.all([popup.waitForEvent('close'), signIn(popup)]);
    await login.waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate('auth.requestToken().then((token) => typeof token)'), 'string');
    assert.deepEqual(pages, []);
  });
});

test('somebody else signs in there, is asked in the window for their consent, and is who the page goes on as', {
  skip,
}, async () => {
  await makePerson('grace');
  await onFreshPage(async (page, context) => {
    const login = await signInAndBeAsked(page, context, 'window');
    const [popup] = await Promise.all([page.waitForEvent('popup'), login.click()]);
    await signIn(popup, 'grace', password);
    await popup.getByLabel('Current password').fill(password);
    await popup.getByLabel('New password').fill(newPassword);
    await popup.getByRole('button', { name: 'Change password and sign in' }).click();
    await popup.getByRole('heading', { name: 'Let window act as you?' }).waitFor();
    assert.equal(await page.evaluate('auth._embeddedFlow._loginWindow.closed'), false);
    await Promise.all([popup.waitForEvent('close'), allow(popup)]);
    await page.getByText('Signed in as grace').waitFor();
  });
});

test('where it is switched off, the window is cut off from the page, which can neither see nor close it', {
  skip,
}, async () => {
  await onFreshPage(async (page, context) => {
    const login = await signInAndBeAsked(page, context, 'off');
    const opened = page.waitForEvent('popup');
    const failed = page.waitForEvent('pageerror');
    await login.click();
    const popup = await opened;
    await popup.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.match(String(await failed), /Authorization window closed/);
    assert.equal(popup.isClosed(), false);
    assert.equal(await popup.evaluate('window.opener'), null);
  });
});

const dialog = (page: Page) => page.frameLocator('iframe[title="Login dialog"]');

test('its frame signs the user in, as large as the form is, and the page goes on', { skip }, async () => {
  await onFreshPage(async (page, context) => {
    const login = await signInAndBeAsked(page, context, 'frame');
    const pages = pagesOf(page);
    await login.click();
    const shown = dialog(page);
    const frame = page.locator('iframe[title="Login dialog"]');
    await shown.getByRole('heading', { name: 'Sign in' }).waitFor();
    await shown.getByText('Passkeys need a window of their own').waitFor();
    const inner = await shown
      .locator('body')
      .evaluate((body) => Math.ceil(body.getBoundingClientRect().height));
    await page.waitForFunction(
      `document.querySelector('iframe[title="Login dialog"]').clientHeight >= ${inner}`,
    );
    assert.equal(await frame.evaluate(({ clientWidth }) => clientWidth), 448);
    await signIn(shown, administrator.login, 'not the password');
    await shown.getByRole('alert').waitFor();
    await signIn(shown);
    await frame.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate('auth.requestToken().then((token) => typeof token)'), 'string');
    assert.deepEqual(pages, []);
  });
});

test('what its user agrees to is shown in no frame: they go on in the window and come back to the page', {
  skip,
}, async () => {
  await onFreshPage(async (page, context) => {
    const login = await signInAndBeAsked(page, context, 'frame');
    await login.click();
    const shown = dialog(page);
    await signIn(shown, 'grace', newPassword);
    await shown.getByRole('heading', { name: 'Go on in a window of its own' }).waitFor();
    assert.equal(await shown.getByRole('button').count(), 0);
    await shown.getByRole('link', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'Let frame act as you?' }).waitFor();
    // Meanwhile a page that holds the sign-in tries the question itself.
    const asked = page.url();
    const framed = await frameOn(await context.newPage(), clients.frame.redirectUri, asked);
    assert.equal(await framed.getByRole('button', { name: 'Allow' }).count(), 0);
    await framed.getByRole('heading', { name: 'Go on in a window of its own' }).waitFor();
    await allow(page);
    await page.getByText('Signed in as grace').waitFor();
  });
});

test('a password that somebody else chose is replaced in no frame either', { skip }, async () => {
  await makePerson('edsger');
  await onFreshPage(async (page, context) => {
    const login = await signInAndBeAsked(page, context, 'frame');
    await login.click();
    const shown = dialog(page);
    await signIn(shown, 'edsger', password);
    await shown.getByRole('heading', { name: 'Go on in a window of its own' }).waitFor();
    assert.equal(await shown.getByLabel('New password').count(), 0);
    await shown.getByRole('link', { name: 'Go on' }).click();
    await signIn(page, 'edsger', password);
    await page.getByLabel('New password').waitFor();
  });
});

test('in the frame of another site it says that nobody can sign in there, and asks for nothing', {
  skip,
}, async () => {
  await onFreshPage(async (page, context) => {
    const login = await signInAndBeAsked(page, context, 'elsewhere');
    await login.click();
    const shown = dialog(page);
    await shown.getByRole('heading', { name: 'Nobody can sign in here' }).waitFor();
    assert.equal(await shown.getByRole('button').count(), 0);
    // Ring UI offers its own way out, as it hears nothing from there.
    await page.getByRole('link', { name: 'Click here if nothing happens' }).click();
    await signIn(page);
    await page.getByText('Signed in as ada').waitFor();
  });
});

/** A frame that a page of that origin shows, whose own script is kept away; it is there once the browser has decided. */
async function frameOn(page: Page, origin: string, address: string): Promise<Frame> {
  await page.route('**/page.js', (route) => route.abort());
  await page.goto(origin);
  await page.evaluate(
    `new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.src = ${JSON.stringify(address)};
      frame.onload = resolve;
      document.body.append(frame);
    })`,
  );
  const [frame] = page.mainFrame().childFrames();
  assert.ok(frame);
  return frame;
}

const isRefused = (frame: Frame) => frame.url().startsWith('chrome-error://');

test('nobody else frames it: not a stranger of the same site, not a service where it is off, nor other pages at all', {
  skip,
}, async () => {
  const request = ({ id, redirectUri }: TestClient) =>
    `${publicUrl}/api/rest/oauth2/auth?${new URLSearchParams({
      response_type: 'token',
      client_id: id,
      redirect_uri: redirectUri,
      scope: 'Hub',
      state: 'x',
    })}`;
  const stranger = `https://stranger.example.test:${sites.port}`;
  await onFreshPage(async (page) => {
    for (const [from, to, isShown] of [
      [clients.frame.redirectUri, request(clients.frame), true],
      [stranger, request(clients.frame), false],
      [clients.off.redirectUri, request(clients.frame), false],
      [clients.window.redirectUri, request(clients.frame), false],
      [clients.off.redirectUri, request(clients.off), false],
      [clients.frame.redirectUri, request(clients.off), false],
      [clients.frame.redirectUri, `${publicUrl}/sign-in`, false],
      [clients.frame.redirectUri, `${publicUrl}/change-password`, false],
      [clients.frame.redirectUri, `${publicUrl}/device`, false],
    ] as const) {
      const frame = await frameOn(page, from, to);
      assert.equal(isRefused(frame), !isShown, `${from} framed ${to}`);
      if (isShown) await frame.getByRole('heading', { name: 'Sign in' }).waitFor();
    }
  });
});
