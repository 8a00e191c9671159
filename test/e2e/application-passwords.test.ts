import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import {
  basicAuthorization,
  beginTwoFactor,
  createPerson,
  makeApplicationPassword,
  type Person,
} from '../../packages/server/test/harness/people.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, postForm, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { secretIsGone } from '../harness/secret-is-gone.ts';
import { skipWithout } from '../harness/tools.ts';

/** Application passwords from end to end: made in a browser, used by a program that knows Basic alone, and ended. */
const skip = skipWithout('chromium') || skipWithout('oathtool');
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

/** Somebody who has an authenticator app, whose code another program makes. */
async function aGuarded(login: string): Promise<Person> {
  const { url } = authority;
  const person = await createPerson({ url, cookie }, login);
  const key = await beginTwoFactor({ url, cookie: person.cookie });
  const code = execFileSync('oathtool', ['--totp', '--base32', key], { encoding: 'utf8' }).trim();
  const form = { codes: 'shown', saved: 'yes', code };
  const confirmed = await postForm(`${url}/two-factor/confirm`, form, person.cookie);
  assert.equal(confirmed.status, 303, confirmed.text);
  return person;
}

const asProgram = (login: string, password: string) =>
  ask(`${authority.url}/api/rest/users/me?fields=login`, {
    headers: { authorization: basicAuthorization(login, password), 'user-agent': 'a mail program/1.0' },
  });

const section = (page: Page) => page.getByRole('region', { name: 'Application passwords' });

test('one is made, shown once, used by a program as a Basic password, and ended: then the program is refused', {
  skip,
}, async () => {
  const { url } = authority;
  const paula = await aGuarded('paula');
  assert.equal((await asProgram(paula.login, paula.password)).status, 401);

  const { page, context, complaints, leave } = await visit(browser, url);
  await context.addCookies([asCookie(paula.cookie, url)]);
  await page.goto(`${url}/account/security`);
  await section(page).getByText('You have no application passwords.').waitFor();
  await section(page).getByRole('button', { name: 'New application password…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create application password' }).click();
  await dialog.getByText('Give the application password a name.').waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mail on the laptop');
  await dialog.getByRole('button', { name: 'Create application password' }).click();
  await dialog.getByText('It is not shown again.').waitFor();
  const shown = rememberSecret(
    await dialog.getByRole('textbox', { name: 'Application password' }).inputValue(),
  );
  assert.match(shown, /^[0-9a-hjkmnp-tv-z]{4}(?:-[0-9a-hjkmnp-tv-z]{4}){5}$/);
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'detached' });
  await section(page).getByText('Never used').waitFor();
  await secretIsGone(page, [shown]);
  await page.goBack();
  await page.goForward();
  await section(page).getByText('Never used').waitFor();
  await secretIsGone(page, [shown]);

  for (const typed of [shown, shown.toUpperCase().replaceAll('-', ' ')]) {
    const me = await asProgram('PAULA', typed);
    assert.deepEqual([me.status, me.json.login], [200, paula.login], me.text);
  }
  assert.equal((await asProgram('somebody', shown)).status, 401);
  await page.reload();
  await section(page).getByText('Mail on the laptop', { exact: true }).waitFor();
  await section(page).getByText('Never used').waitFor({ state: 'hidden' });
  await secretIsGone(page, [shown]);
  await examine({
    browser,
    url,
    path: '/account/security',
    cookie: paula.cookie,
    state: (shot) => section(shot).getByText('Mail on the laptop', { exact: true }).waitFor(),
  });

  // An administrator sees it and can end it, and makes none.
  const theirs = await visit(browser, url);
  await theirs.context.addCookies([asCookie(cookie, url)]);
  await theirs.page.goto(`${url}/admin/users/${paula.id}/security`);
  await section(theirs.page).getByText('Mail on the laptop', { exact: true }).waitFor();
  assert.equal(await section(theirs.page).getByRole('button', { name: 'New' }).count(), 0);
  await theirs.leave();

  await section(page).getByRole('checkbox', { name: 'Mail on the laptop' }).check();
  await section(page).getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete application password' }).click();
  await section(page).getByText('You have no application passwords.').waitFor();
  assert.equal((await asProgram(paula.login, shown)).status, 401);
  assert.deepEqual(complaints, []);
  await leave();
});

test('without two-factor authentication the section says why there are none, and leads to setting it up', {
  skip,
}, async () => {
  const { url } = authority;
  const { cookie: own } = await createPerson({ url, cookie }, 'rita');
  await examine({
    browser,
    url,
    path: '/account/security',
    cookie: own,
    state: (page) => section(page).getByText('are for accounts with two-factor').waitFor(),
  });
  const { page, context, leave } = await visit(browser, url);
  await context.addCookies([asCookie(own, url)]);
  await page.goto(`${url}/account/security`);
  const link = section(page).getByRole('link', { name: 'Set up two-factor authentication' });
  assert.equal(await link.getAttribute('href'), '/two-factor?return=%2Faccount%2Fsecurity');
  await leave();
});

test('turning two-factor authentication off says how many end with it, and they do', { skip }, async () => {
  const { url } = authority;
  const sven = await aGuarded('sven');
  const made = await ask(`${url}/api/rest/users/me/applicationPasswords?fields=password`, {
    method: 'POST',
    cookie: sven.cookie,
    body: { name: 'Mail' },
  });
  const password = rememberSecret(made.json.password);
  assert.equal((await asProgram(sven.login, password)).status, 200);
  const { page, context, leave } = await visit(browser, url, { scripts: false });
  await context.addCookies([asCookie(sven.cookie, url)]);
  await page.goto(`${url}/two-factor`);
  await page.getByText('Your application password ends with it').waitFor();
  await page.getByLabel('I want my password alone to be enough').check();
  await page.getByRole('button', { name: 'Turn off two-factor authentication' }).click();
  await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor();
  assert.equal((await asProgram(sven.login, password)).status, 401);
  await leave();
});

test('an administrator who turns it off is told that they end, also while or where they cannot be counted', {
  skip,
}, async () => {
  const { url } = authority;
  const { id, login, cookie: own } = await aGuarded('vera');
  await makeApplicationPassword({ url, cookie: own }, 'Mail');
  const { page, context, leave } = await visit(browser, url);
  await context.addCookies([asCookie(cookie, url)]);
  const refusal = Promise.withResolvers<void>();
  const impact = `**/api/rest/users/${id}/impact*`;
  await page.route(impact, async (route) => {
    await refusal.promise;
    await route.fulfill({ status: 403, json: { error: 'forbidden', error_description: 'Not for you.' } });
  });
  await page.goto(`${url}/admin/users/${id}/security`);
  await page.getByRole('button', { name: 'Turn off…' }).click();
  const dialog = page.getByRole('alertdialog', { name: `Turn off two-factor authentication of ${login}?` });
  await dialog.getByText('Counting what would end…').waitFor();
  refusal.resolve();
  await dialog.getByText(`All application passwords of ${login} end with it`).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.unroute(impact);
  await page.getByRole('button', { name: 'Turn off…' }).click();
  await dialog.getByText(`The application password of ${login} ends with it`).waitFor();
  await leave();
});
