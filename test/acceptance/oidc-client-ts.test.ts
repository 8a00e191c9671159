import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../harness/browser.ts';
import { type OAuthWorld, openOAuthWorld, rememberTokens } from '../harness/oauth-world.ts';
import { administrator } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { freePort } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** `oidc-client-ts`, unmodified, in a page on another origin in a real Chromium: a public client without a server. */
const skip = skipWithout('chromium');
const library = fileURLToPath(new URL('../browser/oidc-client-ts.js', import.meta.resolve('oidc-client-ts')));
let world: OAuthWorld;
let browser: Browser;
let server: Server;
let url: string;

before(async () => {
  if (skip) return;
  const port = await freePort();
  url = `http://localhost:${port}`;
  world = await openOAuthWorld('board', { trusted: false, redirectUris: [`${url}/`] });
  server = createServer((request, response) => {
    if (request.url === '/oidc-client-ts.js') {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.end(readFileSync(library));
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(boardPage());
    }
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  await world?.stop();
});

/** What somebody writes who reads the library's manual. */
function boardPage(): string {
  const settings = {
    authority: world.url,
    client_id: world.client.id,
    redirect_uri: `${url}/`,
    scope: `openid profile ${world.archive}`,
    extraQueryParams: { access_type: 'offline' },
    loadUserInfo: true,
    automaticSilentRenew: false,
  };
  return `<!doctype html><title>Board</title><h1>Board</h1>
<p role="status"></p>
<button id="in">Sign in</button> <button id="renew">Renew</button> <button id="out">Give back</button>
<script src="/oidc-client-ts.js"></script>
<script>
const users = new oidc.UserManager(${JSON.stringify(settings)});
const say = (text) => { document.querySelector('[role=status]').textContent = text; };
const show = (user) => { window.user = user; say('Signed in as ' + user.profile.preferred_username); };
const fail = (error) => say(error.error + ': ' + error.message);
const press = (id, act) => { document.getElementById(id).onclick = () => act().catch(fail); };
press('in', () => users.signinRedirect());
press('renew', async () => { show(await users.signinSilent()); say('Renewed'); });
press('out', async () => { await users.revokeTokens(); say('Given back'); });
if (location.search !== '') {
  users.signinRedirectCallback().then(show, fail).finally(() => history.replaceState(null, '', '/'));
}
</script>`;
}

const says = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();

async function accessTokenOf(page: Page): Promise<string> {
  const { access_token, refresh_token } = await page.evaluate<Record<string, string>>(
    '({ access_token: user.access_token, refresh_token: user.refresh_token })',
  );
  rememberTokens({ access_token, refresh_token });
  return access_token ?? '';
}

test('somebody signs in, and the page renews its tokens and gives them back', { skip }, async () => {
  const { page, leave } = await visit(browser, url);
  page.on('request', (request) => {
    const code = new URL(request.url()).searchParams.get('code');
    if (code !== null) rememberSecret(code);
  });
  await page.goto(`${url}/`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Login').fill(administrator.login);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await says(page, 'Signed in as ada');
  assert.equal(page.url(), `${url}/`);
  const first = await accessTokenOf(page);
  assert.equal((await world.askArchive(first)).json.shelvedFor, 'ada');

  await page.getByRole('button', { name: 'Renew' }).click();
  await says(page, 'Renewed');
  const second = await accessTokenOf(page);
  assert.notEqual(second, first);
  assert.equal((await world.askArchive(second)).status, 200);

  await page.getByRole('button', { name: 'Give back' }).click();
  await says(page, 'Given back');
  for (const token of [first, second]) assert.equal((await world.askArchive(token)).status, 401);
  await leave();
});

test('whoever does not agree is told so by the page', { skip }, async () => {
  const { page, context, leave } = await visit(browser, url);
  const [name = '', value = ''] = world.cookie.split('=');
  await context.addCookies([{ name, value, url: world.url }]);
  await page.goto(`${url}/`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Deny' }).click();
  await says(page, 'access_denied');
  await leave();
});
