import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { connect, registerClient } from '../harness/oauth-client.ts';
import { ask, introspect, issueToken, registerService, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** How an administrator sets up an application that its users shall sign in to. */
const skip = skipWithout('chromium');
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;
let wiki: { readonly id: string; readonly secret: string };

before(async () => {
  if (skip) return;
  authority = await startAuthority({ env: { COUNTERSIGN_OAUTH__REGISTRATION: 'authenticated' } });
  browser = await openBrowser();
  cookie = await setUp(authority);
  wiki = await registerService(authority.url, cookie, 'wiki', 'Wiki');
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

/** The page as the administrator sees it. */
async function onPage(act: (page: Page) => Promise<void>, id = wiki.id): Promise<void> {
  const { page, context, complaints, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}/admin/services/${id}/settings`);
  await page.getByRole('link', { name: 'OAuth' }).click();
  await page.getByRole('button', { name: 'Save' }).waitFor();
  await act(page);
  // What the server refuses is in the console, too.
  assert.deepEqual(
    complaints.filter((complaint) => !complaint.includes('400')),
    [],
  );
  await leave();
}

async function settings() {
  const { json } = await ask(`${authority.url}/api/rest/services/${wiki.id}`, { cookie });
  return json;
}

test('a service is set up for sign-in; each error stands at its field, and nothing typed is lost', {
  skip,
}, async () => {
  await onPage(async (page) => {
    const uris = page.getByLabel('Redirect URIs');
    const save = page.getByRole('button', { name: 'Save' });
    await page.getByRole('switch', { name: 'Authorization code' }).check();
    await save.click();
    await page.getByText('Must name at least one address').waitFor();
    await uris.fill('https://wiki.example.com/callback\n\n  http://wiki.example.com/callback  ');
    await save.click();
    await page.getByText('Address 2 must be https').waitFor();
    assert.equal(await uris.getAttribute('aria-invalid'), 'true');
    await uris.fill('https://wiki.example.com/callback\n\n  http://localhost:4180/callback  ');
    await page.getByRole('switch', { name: 'Refresh tokens' }).check();
    await page.getByLabel('Access token').fill('soon');
    await save.click();
    await page.getByText('Write a number and a unit').waitFor();
    await page.getByLabel('Access token').fill('15m');
    await save.click();
    await page.getByText('OAuth settings of Wiki saved.').waitFor();
    await page.getByText('One on each line.').waitFor();
    assert.equal(await page.getByLabel('Access token').inputValue(), '15 minutes');
  });
  const { redirectUris, authCodeFlowEnabled, refreshTokensEnabled, accessTokenLifetime, trusted } =
    await settings();
  assert.deepEqual(redirectUris, ['https://wiki.example.com/callback', 'http://localhost:4180/callback']);
  assert.deepEqual([authCodeFlowEnabled, refreshTokensEnabled, accessTokenLifetime], [true, true, 900]);
  assert.equal(trusted, true);
});

test('an application that registered itself is told from one that somebody set up', { skip }, async () => {
  const { token } = await issueToken(authority.url, cookie, ['0-0-0-0-0']);
  const { json } = await ask(`${authority.url}/api/rest/oauth2/register`, {
    method: 'POST',
    token,
    body: {
      client_name: 'Assistant',
      redirect_uris: ['http://localhost:33418/callback'],
      token_endpoint_auth_method: 'none',
    },
  });
  const told = 'The application registered itself';
  await onPage(async (page) => {
    await page.getByText(told).waitFor();
    assert.equal(await page.getByLabel('Redirect URIs').inputValue(), 'http://localhost:33418/callback');
  }, json.client_id);
  await onPage(async (page) => assert.equal(await page.getByText(told).count(), 0));
});

test('a public service may have a scheme of its own', { skip }, async () => {
  await onPage(async (page) => {
    await page.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Public' }).click();
    await page.getByText('whoever has it could read a secret').waitFor();
    await page.getByLabel('Redirect URIs').fill('ytoauth://landing.url');
    const code = page.getByRole('switch', { name: 'Authorization code' });
    await code.uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Needs the authorization code').waitFor();
    const connected = page.getByRole('switch', { name: 'Refresh tokens' });
    assert.equal(await connected.getAttribute('aria-invalid'), 'true');
    await code.check();
    await page.getByRole('switch', { name: 'Ask each user' }).uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('OAuth settings of Wiki saved.').waitFor();
  });
  const { redirectUris, trusted, consentRequired } = await settings();
  assert.deepEqual(redirectUris, ['ytoauth://landing.url']);
  assert.deepEqual([trusted, consentRequired], [false, false]);
});

test('a public service signs devices in, and acts by itself only where it keeps a secret', {
  skip,
}, async () => {
  await onPage(async (page) => {
    await page.getByRole('switch', { name: 'Device' }).check();
    const byItself = page.getByRole('switch', { name: 'Client credentials' });
    await byItself.check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Needs a service that can keep its secret').waitFor();
    assert.equal(await byItself.getAttribute('aria-invalid'), 'true');
    await byItself.uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('OAuth settings of Wiki saved.').waitFor();
  });
  const { deviceFlowEnabled, clientCredentialsFlowEnabled } = await settings();
  assert.deepEqual([deviceFlowEnabled, clientCredentialsFlowEnabled], [true, false]);
});

test('the strict profile stands beside nothing weaker, and a sign-in cannot be tried under it', {
  skip,
}, async () => {
  await onPage(async (page) => {
    const strict = page.getByRole('switch', { name: 'Strict profile' });
    const older = page.getByRole('switch', { name: 'Lenient verifier' });
    await strict.check();
    await older.check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Must be off while the strict profile').waitFor();
    assert.equal(await older.getAttribute('aria-invalid'), 'true');
    await older.uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('OAuth settings of Wiki saved.').waitFor();
    await page.getByText('so none can be tried from here').waitFor();
  });
  assert.equal((await settings()).strictProfile, true);
  const path = `${authority.url}/api/rest/services/${wiki.id}`;
  await ask(path, { method: 'POST', cookie, body: { strictProfile: false } });
});

test('the addresses of the authority stand there to be copied', { skip }, async () => {
  await onPage(async (page) => {
    for (const path of ['', '/api/rest/oauth2/auth', '/api/rest/oauth2/token'])
      await page.getByText(`${authority.url}${path}`, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Copy: Token' }).waitFor();
  });
});

test('the authority itself has no OAuth settings', { skip }, async () => {
  const { page, context, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}/admin/services/0-0-0-0-0/settings`);
  await page.getByRole('link', { name: 'Access', exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Countersign' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'OAuth' }).count(), 0);
  await leave();
});

test('a secret is replaced with an overlap, and the old one is ended when nobody shows it any more', {
  skip,
}, async () => {
  const old = await registerService(authority.url, cookie, 'rotated', 'Rotated');
  const { page, context, complaints, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}/admin/services/${old.id}/settings`);
  const ask = page.getByRole('button', { name: 'Rotate…' });
  const submit = page.getByRole('button', { name: 'Replace secret' });
  const done = page.getByRole('button', { name: 'Done' });
  await ask.click();
  await page.getByText('Both are accepted until then').waitFor();
  assert.match((await page.getByLabel('The present secret stays good for').textContent()) ?? '', /A day/);
  await submit.click();
  const field = page.getByRole('dialog').getByLabel('Client secret');
  const shown = rememberSecret(await field.inputValue());
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await done.click();
  const earlier = page.getByRole('region', { name: 'Earlier secret' });
  await earlier.getByText(`…${old.secret.slice(-4)}`).waitFor();
  await earlier.getByText('in 1 day').waitFor();
  for (const secret of [old.secret, shown])
    assert.equal((await introspect(authority.url, { id: old.id, secret }, 'csn_pat_x')).status, 200);
  await page.reload();
  await earlier.getByText('less than a minute ago').first().waitFor();
  await ask.click();
  await page.getByText(`ends in ${old.secret.slice(-4)}, is still good, and ends with this`).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await earlier.getByRole('button', { name: 'End it now…' }).click();
  await page.getByText('It was last used less than a minute ago.').waitFor();
  await page.getByRole('button', { name: 'End secret' }).click();
  await page.getByText('The earlier secret of Rotated has ended.').waitFor();
  await earlier.waitFor({ state: 'detached' });
  const refused = await introspect(authority.url, { id: old.id, secret: old.secret }, 'csn_pat_x');
  assert.equal(refused.status, 401);
  assert.deepEqual(complaints, []);
  await leave();
});

test('a refused address stands there with its host; it is added, or dismissed, after a look at all of it', {
  skip,
}, async () => {
  const uri = 'https://wiki.example.com/new-callback';
  const before = {
    redirectUris: ['https://wiki.example.com/callback'],
    trusted: true,
    authCodeFlowEnabled: true,
  };
  await ask(`${authority.url}/api/rest/services/${wiki.id}`, { method: 'POST', cookie, body: before });
  for (const tried of [uri, 'https://wikі.evil.example/', 'http://wiki.example.com/plain']) {
    const asked = { client_id: wiki.id, response_type: 'code', redirect_uri: tried, scope: 'openid' };
    await ask(`${authority.url}/api/rest/oauth2/auth?${new URLSearchParams(asked)}`);
  }
  const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });
  await onPage(async (page) => {
    await page.getByText('Anybody could have sent these').waitFor();
    const plain = row(page, 'http://wiki.example.com/plain');
    await plain.getByText('It cannot be added. Must be https').first().waitFor();
    await row(page, 'https://xn--wik-lhd.evil.example')
      .getByText('https://wik%D1%96.evil.example/')
      .waitFor();
    await page.getByRole('button', { name: `Add ${uri}…` }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Send users of “Wiki” to https://wiki.example.com?').waitFor();
    await dialog.getByText(uri, { exact: true }).waitFor();
    await dialog.getByText('Compare it letter by letter').waitFor();
    await dialog.getByRole('button', { name: 'Add address' }).click();
    await page.getByText('The address is added to Wiki.').waitFor();
    await row(page, uri).waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel('Redirect URIs').inputValue(), `${before.redirectUris[0]}\n${uri}`);
    await page.getByRole('button', { name: 'Dismiss http://wiki.example.com/plain…' }).click();
    await dialog.getByText('It stays refused.').waitFor();
    await dialog.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('The address is dismissed.').waitFor();
    await plain.waitFor({ state: 'detached' });
  });
  assert.deepEqual((await settings()).redirectUris, [...before.redirectUris, uri]);
});

test('a sign-in is tried without the service: what it comes to is said first, and its code is good for nobody', {
  skip,
}, async () => {
  const back = 'http://localhost:4180/callback';
  const body = { redirectUris: ['https://wiki.example.com/callback', back], trusted: true };
  const set = (more: object) =>
    ask(`${authority.url}/api/rest/services/${wiki.id}`, {
      method: 'POST',
      cookie,
      body: { ...body, consentRequired: true, refreshTokensEnabled: false, ...more },
    });
  await set({ authCodeFlowEnabled: false });
  await onPage(async (page) => {
    await page.getByText('The authorization code is switched off').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Try it in a new tab' }).count(), 0);
  });
  await set({ authCodeFlowEnabled: true });
  await onPage(async (page) => {
    await page.getByText('Each user, once, before it may act for them.').waitFor();
    await page.getByText('No: refresh tokens are switched off.').waitFor();
    await page.getByRole('combobox', { name: 'Back to' }).click();
    await page.getByRole('option', { name: back }).click();
    await page.context().route(`${back}**`, (route) => route.fulfill({ body: 'the application' }));
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Try it in a new tab' }).click();
    const tab = await opened;
    await tab.getByRole('button', { name: 'Allow' }).click();
    await tab.getByText('the application').waitFor();
    const answer = new URL(tab.url()).searchParams;
    assert.equal(answer.get('state'), 'test-sign-in');
    const code = rememberSecret(answer.get('code') ?? '');
    const redeemed = await ask(`${authority.url}/api/rest/oauth2/token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${btoa(`${wiki.id}:${wiki.secret}`)}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: back,
        code_verifier: 'v'.repeat(43),
      }).toString(),
    });
    assert.deepEqual([redeemed.status, redeemed.json.error], [400, 'invalid_grant']);
    await tab.close();
  });
});

test('the users of a service are listed with what they let it do; one is ended, and then all', {
  skip,
}, async () => {
  const client = await registerClient({ url: authority.url, cookie }, 'connected', {
    consentRequired: false,
  });
  const made = [];
  for (let count = 0; count < 3; count++)
    made.push(await connect(client, { url: authority.url, cookie }, 'openid Hub'));
  const { page, context, complaints, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}/admin/services/${client.id}/oauth`);
  await page
    .getByText('Members of Registered Users, and administrators; nobody else is signed in at it.')
    .waitFor();
  await page.getByText('3 connections of 1 user.').waitFor();
  const table = page.getByRole('table', { name: 'Connections of this service' });
  await table.getByRole('checkbox').nth(1).check();
  await page
    .getByRole('button', { name: 'End 1…' })
    .or(page.getByRole('button', { name: 'End…' }))
    .click();
  await page.getByText('It can ask to be let in again.').waitFor();
  await page.getByRole('button', { name: 'End connection' }).click();
  await page.getByText('2 connections of 1 user.').waitFor();
  await page.getByRole('button', { name: 'End all…' }).click();
  await page.getByText('It has 2 connections of 1 user.').waitFor();
  await page.getByText('To keep it out, switch its flows off first.').waitFor();
  await page.getByRole('button', { name: 'End all connections' }).click();
  await page.getByText('All connections of connected have ended.').waitFor();
  await page.getByText('The service acts for nobody.').waitFor();
  for (const { access } of made)
    assert.equal((await ask(`${authority.url}/api/rest/users/me`, { token: access })).status, 401);
  assert.deepEqual(complaints, []);
  await leave();
});

test('the page in every look', { skip }, async () => {
  const path = `/admin/services/${wiki.id}/oauth`;
  const tried = `https://wikі.example.com/${'long/'.repeat(40)}`;
  const asked = { client_id: wiki.id, response_type: 'code', redirect_uri: tried, scope: 'openid' };
  await ask(`${authority.url}/api/rest/oauth2/auth?${new URLSearchParams(asked)}`);
  await examine({
    browser,
    url: authority.url,
    path: `/admin/services/${wiki.id}/settings`,
    cookie,
    state: async (page) => {
      await ask(`${authority.url}/api/rest/services/${wiki.id}/secret`, {
        method: 'POST',
        cookie,
        body: { overlap: 3_600 },
      }).then(({ json }) => rememberSecret(json.secret));
      await page.reload();
      await page.getByRole('button', { name: 'End it now…' }).waitFor();
    },
  });
  await examine({
    browser,
    url: authority.url,
    path,
    cookie,
    state: (page) => page.getByRole('button', { name: 'Copy: Issuer' }).waitFor(),
  });
  await examine({
    browser,
    url: authority.url,
    path,
    cookie,
    state: async (page) => {
      await page.getByLabel('Connection in all').fill('1 hour');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Must not be shorter').waitFor();
    },
  });
});
