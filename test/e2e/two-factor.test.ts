import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { beginTwoFactor, createPerson } from '../../packages/server/test/harness/people.ts';
import { until } from '../../packages/server/test/harness/until.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, postForm, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { secretIsGone } from '../harness/secret-is-gone.ts';
import { skipWithout } from '../harness/tools.ts';

/**
 * A second factor from end to end, in a browser that runs no script: the QR code is read off the screen, and the
 * codes are made, by programs that know nothing of this project.
 */
const skip = skipWithout('chromium') || skipWithout('zbarimg') || skipWithout('oathtool');
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  browser = await openBrowser();
  cookie = await setUp(authority);
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

/** What the QR code on the screen says. */
async function readQrCode(page: Page): Promise<URL> {
  const input = await page.getByRole('img', { name: 'QR code' }).screenshot();
  return new URL(
    execFileSync('zbarimg', ['--quiet', '--raw', '-'], {
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    }).trim(),
  );
}

/** What an authenticator app shows now, or some seconds later. */
function codeOf(secret: string, secondsLater = 0): string {
  const moment = `${new Date(Date.now() + secondsLater * 1_000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return execFileSync('oathtool', ['--totp', '--base32', '--now', moment, secret], {
    encoding: 'utf8',
  }).trim();
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('an app is set up by its QR code; from then on signing in asks for its codes, or for a recovery code', {
  skip,
}, async () => {
  const tina = await createPerson({ url: authority.url, cookie }, 'tina');
  const { page, complaints, leave } = await visit(browser, authority.url, { scripts: false });
  await page.goto(`${authority.url}/two-factor`);
  await signIn(page, tina.login, tina.password);
  await page.getByLabel('Name of the device').fill('Phone');
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();

  const uri = await readQrCode(page);
  const secret = rememberSecret(uri.searchParams.get('secret') ?? '');
  assert.equal(uri.host, 'totp');
  assert.equal(decodeURIComponent(uri.pathname), `/${new URL(authority.url).host}:${tina.login}`);
  const typed = await page.getByText('Or type the key:').locator('code').textContent();
  assert.equal(typed?.replaceAll(' ', ''), secret);
  const recoveryCodes = (await page.locator('.recovery-codes code').allTextContents()).map(rememberSecret);
  assert.equal(recoveryCodes.length, 10);

  await page.getByLabel('I have saved the recovery codes').check();
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('alert').getByText('is not what the app shows now').waitFor();
  await page.getByLabel('I have saved the recovery codes').check();
  const code = codeOf(secret);
  await page.getByLabel('Code', { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('Two-factor authentication is on').waitFor();

  // What was shown once comes back neither with the page nor on the way back: the browser kept no such page.
  const shown = [secret, typed ?? '', ...recoveryCodes];
  await page.reload();
  await secretIsGone(page, shown);
  const wayBack = page.waitForURL(`${authority.url}/two-factor/start`);
  await Promise.all([assert.rejects(wayBack, /ERR_CACHE_MISS/), page.evaluate(() => history.go(-2))]);
  await until('the page of the browser', async () => page.url().startsWith('chrome-error:') || undefined);
  await page.waitForLoadState();
  await secretIsGone(page, shown);

  // In another browser, with the password and what the app shows next.
  const other = await visit(browser, authority.url, { scripts: false });
  await other.page.goto(`${authority.url}/sign-in?return=/two-factor`);
  await signIn(other.page, tina.login, tina.password);
  await other.page.getByRole('heading', { name: 'Two-factor authentication' }).waitFor();
  await other.page.getByLabel('Code', { exact: true }).fill(code);
  await other.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.page.getByRole('alert').getByText('was used before').waitFor();
  await other.page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 30));
  await other.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.page.getByText('Two-factor authentication is on').waitFor();
  await other.context.clearCookies();
  await other.page.goto(`${authority.url}/sign-in?return=/two-factor`);
  await signIn(other.page, tina.login, tina.password);
  await other.page.getByLabel('Code', { exact: true }).fill(recoveryCodes[3]?.toUpperCase() ?? '');
  await other.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.page.getByText('Two-factor authentication is on').waitFor();

  // New recovery codes take the place of the old ones, of which one was used.
  await other.page.getByRole('button', { name: 'Make new recovery codes' }).click();
  await other.page.getByRole('heading', { name: 'Your new recovery codes' }).waitFor();
  const renewed = (await other.page.locator('.recovery-codes code').allTextContents()).map(rememberSecret);
  assert.equal(new Set([...recoveryCodes, ...renewed]).size, 20);
  await other.page.getByRole('link', { name: 'I have saved them' }).click();
  await other.page.getByText('Two-factor authentication is on').waitFor();
  await secretIsGone(other.page, renewed);
  await other.context.clearCookies();
  await other.page.goto(`${authority.url}/sign-in?return=/two-factor`);
  await signIn(other.page, tina.login, tina.password);
  await other.page.getByLabel('Code', { exact: true }).fill(recoveryCodes[4] ?? '');
  await other.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.page.getByRole('alert').getByText('is not right').waitFor();
  await other.page.getByLabel('Code', { exact: true }).fill(renewed[0] ?? '');
  await other.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.page.getByText('Two-factor authentication is on').waitFor();
  // The three codes that were refused, and nothing else.
  assert.deepEqual(
    [...complaints, ...other.complaints].map((text) => text.match(/status of (\d+)/)?.[1] ?? text),
    ['400', '403', '403'],
  );
  await leave();
  await other.leave();
});

test('who is in a group that requires it is asked on the way in, and may go on with little', {
  skip,
}, async () => {
  const { url } = authority;
  const make = (path: string, body: unknown) =>
    ask(`${url}/api/rest/${path}`, { method: 'POST', cookie, body });
  const group = await make('usergroups', { name: 'Operators', requiredTwoFactorAuthentication: true });
  assert.equal(group.status, 200, group.text);
  const { id, cookie: own, login, password } = await createPerson({ url, cookie }, 'olga');
  const joined = await make(`usergroups/${group.json.id}/users`, { id });
  assert.equal(joined.status, 200, joined.text);
  const refused = await ask(`${url}/api/rest/users/${id}/permanenttokens`, {
    method: 'POST',
    cookie: own,
    body: { name: 'Mine', scope: [{ id: '0-0-0-0-0' }] },
  });
  assert.equal(refused.status, 403, refused.text);
  assert.equal(refused.json.error, 'second_factor_required');
  // The bot or script that an administrator equips is not concerned.
  const issued = await make(`users/${id}/permanenttokens`, {
    name: 'For a script',
    scope: [{ id: '0-0-0-0-0' }],
  });
  const me = await ask(`${url}/api/rest/users/me`, { token: rememberSecret(issued.json.token) });
  assert.equal(me.status, 200, me.text);

  const { page, leave } = await visit(browser, url, { scripts: false });
  await page.goto(`${url}/sign-in`);
  await signIn(page, login, password);
  await page.getByText('One of your groups requires two-factor authentication').waitFor();
  await page.getByRole('link', { name: 'Not now' }).click();
  assert.equal(new URL(page.url()).pathname, '/');
  await leave();
});

test('the pages of a second factor, in every look', { skip }, async () => {
  await examine({
    browser,
    url: authority.url,
    path: '/two-factor',
    cookie,
    state: (page) => page.getByRole('button', { name: 'authenticator app' }).waitFor(),
  });
});

test('an administrator sees it on, and turns it off for who has lost the device, by typing the login', {
  skip,
}, async () => {
  const { url } = authority;
  const { id, login, cookie: own } = await createPerson({ url, cookie }, 'nora');
  const key = await beginTwoFactor({ url, cookie: own });
  const confirmed = await postForm(
    `${url}/two-factor/confirm`,
    { codes: 'shown', saved: 'yes', code: codeOf(key) },
    own,
  );
  assert.equal(confirmed.status, 303, confirmed.text);
  const section = (page: Page) => page.getByRole('region', { name: 'Two-factor authentication' });
  const theirs = `/admin/users/${id}/security`;
  await examine({
    browser,
    url,
    path: '/account/security',
    cookie: own,
    state: (page) => section(page).getByText('10 left').waitFor(),
  });
  await examine({
    browser,
    url,
    path: theirs,
    cookie,
    state: (page) => section(page).getByText('Phone').waitFor(),
  });

  const { page, context, complaints, leave } = await visit(browser, url);
  await context.addCookies([asCookie(cookie, url)]);
  await page.goto(`${url}/account/security`);
  await section(page).getByText('Off', { exact: true }).waitFor();
  assert.equal(
    await section(page).getByRole('link', { name: 'Set up…' }).getAttribute('href'),
    '/two-factor?return=%2Faccount%2Fsecurity',
  );
  await page.goto(`${url}${theirs}`);
  await section(page).getByRole('button', { name: 'Turn off…' }).click();
  const dialog = page.getByRole('alertdialog', { name: `Turn off two-factor authentication of ${login}?` });
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await dialog.getByText(`Type exactly ${login}.`).waitFor();
  await dialog.getByLabel(`Type ${login} to confirm`).fill(login);
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await section(page).getByText('Off', { exact: true }).waitFor();
  const ended = await ask(`${url}/api/rest/users/me`, { cookie: own });
  assert.equal(ended.status, 401, ended.text);
  assert.deepEqual(complaints, []);
  await leave();
});

test('who is refused a token for want of a second factor is led to where it is set up', {
  skip,
}, async () => {
  const { url } = authority;
  const { id, cookie: own } = await createPerson({ url, cookie }, 'otto');
  const make = (path: string, body: unknown) =>
    ask(`${url}/api/rest/${path}`, { method: 'POST', cookie, body });
  const group = await make('usergroups', { name: 'Guards', requiredTwoFactorAuthentication: true });
  const joined = await make(`usergroups/${group.json.id}/users`, { id });
  assert.equal(joined.status, 200, joined.text);
  const { page, context, leave } = await visit(browser, url);
  await context.addCookies([asCookie(own, url)]);
  await page.goto(`${url}/account/security`);
  await page.getByText('Required by a group').waitFor();
  await page.getByRole('button', { name: 'New token…' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Mine');
  await page.getByRole('combobox', { name: 'Scope' }).fill('Counter');
  await page.getByRole('option').first().click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Create token' }).click();
  const link = page.getByRole('link', { name: 'Set up two-factor authentication in a new tab' });
  assert.equal(await link.getAttribute('href'), '/two-factor?return=%2Faccount%2Fsecurity');
  await leave();
});
