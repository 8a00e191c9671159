import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../harness/browser.ts';
import { type HttpsSites, passOn, startHttpsSites } from '../harness/https-sites.ts';
import { registerClient, type TestClient } from '../harness/oauth-client.ts';
import { administrator, setUp } from '../harness/rest-client.ts';
import { freePort, type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';
import { application, bundle } from './ring-ui/application.ts';

/**
 * Ring UI's Auth, unmodified, in Chromium over https: from a page on another origin of the same site, and from one of
 * another site, to which browsers send no cookies of ours.
 */
const skip = skipWithout('chromium') || skipWithout('openssl');
let sites: HttpsSites;
let authority: RunningAuthority;
let browser: Browser;
let publicUrl: string;
let wiki: TestClient;
let elsewhere: TestClient;

before(async () => {
  if (skip) return;
  sites = await startHttpsSites();
  const port = await freePort();
  publicUrl = `https://auth.example.test:${sites.port}`;
  authority = await startAuthority({ port, env: { COUNTERSIGN_PUBLIC_URL: publicUrl } });
  sites.serve('auth.example.test', passOn(port));
  // Set up past TLS, which this process does not believe.
  const local = { ...authority, url: `http://localhost:${port}` };
  const cookie = await setUp(local);
  const register = (key: string, host: string) =>
    registerClient({ url: local.url, cookie }, key, {
      trusted: false,
      redirectUris: [`https://${host}:${sites.port}`],
      authCodeFlowEnabled: false,
      refreshTokensEnabled: false,
      implicitFlowEnabled: true,
    });
  wiki = await register('wiki', 'wiki.example.test');
  elsewhere = await register('elsewhere', 'wiki.elsewhere.test');
  const script = await bundle();
  const settingsOf = ({ id }: TestClient) => ({ serverUri: publicUrl, clientId: id, scope: ['Hub'] });
  sites.serve('wiki.example.test', application(settingsOf(wiki), script));
  sites.serve('wiki.elsewhere.test', application(settingsOf(elsewhere), script));
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

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Login').fill(administrator.login);
  await page.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const token = (page: Page) => page.evaluate('auth.requestToken()');

/** What the page asks the authority itself, past Ring UI's own memory. */
const isGood = async (page: Page, bearer: unknown) =>
  (await page.evaluate(
    `fetch(${JSON.stringify(`${publicUrl}/api/rest/users/me`)}, { headers: { authorization: 'Bearer ' + ${JSON.stringify(bearer)} } }).then(({ status }) => status)`,
  )) === 200;

async function signInAndAgree(page: Page, client: TestClient): Promise<void> {
  await page.goto(client.redirectUri);
  await signIn(page);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('Signed in as ada').waitFor();
}

test('a page of the same site signs its user in, and renews the token unseen', { skip }, async () => {
  await onFreshPage(async (page, context) => {
    await signInAndAgree(page, wiki);
    const first = await token(page);
    const pages: string[] = [];
    page.on('framenavigated', (frame) => frame === page.mainFrame() && pages.push(frame.url()));
    const second = await page.evaluate('auth.forceTokenUpdate()');
    assert.notEqual(second, first);
    assert.deepEqual([await isGood(page, first), await isGood(page, second)], [true, true]);
    assert.deepEqual(pages, []);
    // Another tab of the same browser has never seen the application, and is signed in at once.
    const tab = await context.newPage();
    await tab.goto(wiki.redirectUri);
    await tab.evaluate('localStorage.clear()');
    await tab.reload();
    await tab.getByText('Signed in as ada').waitFor();
  });
});

test('signing out there ends the session here: the next visit asks who it is', { skip }, async () => {
  await onFreshPage(async (page, context) => {
    await page.goto(wiki.redirectUri);
    await signIn(page);
    await page.getByText('Signed in as ada').waitFor();
    await page.evaluate('void auth.logout()');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const cookies = await context.cookies(publicUrl);
    assert.ok(!cookies.some(({ name }) => name === '__Host-countersign'));
    await page.goto(wiki.redirectUri);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

test('the name of the service is there for its dialogs', { skip }, async () => {
  await onFreshPage(async (page) => {
    await page.goto(wiki.redirectUri);
    await signIn(page);
    await page.getByText('Signed in as ada').waitFor();
    const { serviceName } = (await page.evaluate('auth.loadCurrentService().then(() => auth._service)')) as {
      serviceName: string;
    };
    assert.equal(serviceName, 'wiki');
  });
});

test('a page of another site is told at once that nobody is known, and signs in by going there', {
  skip,
}, async () => {
  await onFreshPage(async (page) => {
    const answers: string[] = [];
    page.on('response', (response) => {
      const { request_credentials: asked } = Object.fromEntries(new URL(response.url()).searchParams);
      const to = response.headers().location ?? '';
      if (asked !== undefined) answers.push(`${asked}: ${/error=([a-z_]+)/.exec(to)?.[1] ?? 'goes on'}`);
    });
    await signInAndAgree(page, elsewhere);
    assert.deepEqual(answers, ['silent: login_required', 'default: goes on']);
    // Browsers send no cookie into its frames, though there is a session now; the page goes there again.
    await page.evaluate('localStorage.clear()');
    answers.length = 0;
    await page.goto(elsewhere.redirectUri);
    await page.getByText('Signed in as ada').waitFor();
    assert.deepEqual(answers, ['silent: login_required', 'default: goes on']);
  });
});
