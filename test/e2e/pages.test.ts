import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findViolations } from '../harness/axe.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { administrator, issueToken, registerService, setUp } from '../harness/rest-client.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** Every page and dialog, in both themes and two widths: axe finds nothing, nothing scrolls sideways, the console is silent. */
const skip = skipWithout('chromium');
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

function look(path: string, state: (page: Page) => Promise<unknown>, signedIn: boolean): Promise<void> {
  return examine({ browser, url: authority.url, path, state, cookie: signedIn ? cookie : undefined });
}

const openDialog = async (page: Page) => {
  await page
    .getByRole('button', { name: /New token/ })
    .first()
    .click();
  await page.getByRole('dialog').getByLabel('Name').waitFor();
};

test('the set-up page', { skip }, async () => {
  await look('/', (page) => page.getByLabel('Set-up code').waitFor(), false);
});

test('the sign-in page', { skip }, async () => {
  cookie = await setUp(authority);
  await look('/', (page) => page.getByRole('button', { name: 'Sign in', exact: true }).waitFor(), false);
});

test('Account Security without a token says what tokens are for', { skip }, async () => {
  await look('/account/security', (page) => page.getByText('let scripts use the API as you').waitFor(), true);
});

test('Account Security with tokens, and its dialogs', { skip }, async () => {
  const wiki = await registerService(authority.url, cookie, 'wiki');
  await issueToken(authority.url, cookie, [wiki.id], { name: 'nightly export' });
  await issueToken(authority.url, cookie, [wiki.id], {
    name: '<b>bold</b> שם name \u{1f511}',
    expires: Date.now() + 3 * 86_400_000,
  });
  const listed = (page: Page) => page.getByRole('row', { name: /nightly export/ }).waitFor();
  await look('/account/security', listed, true);
  await look('/account/security', openDialog, true);
  await look(
    '/account/security',
    async (page) => {
      await page.getByRole('checkbox', { name: /nightly export/ }).click();
      await page.getByRole('button', { name: /^Delete/ }).click();
      await page.getByRole('alertdialog').waitFor();
    },
    true,
  );
});

test('an address that nobody has answers with a page that says so', { skip }, async () => {
  const { page, leave } = await visit(browser, authority.url);
  const answer = await page.goto(`${authority.url}/nowhere`);
  assert.equal(answer?.status(), 404);
  assert.deepEqual(await findViolations(page), []);
  await leave();
});

test('signing in and out works without a script', { skip }, async () => {
  const { page, context, leave } = await visit(browser, authority.url, { scripts: false });
  await page.goto(`${authority.url}/sign-in`);
  await page.getByLabel('Login').fill(administrator.login);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${authority.url}/`);
  assert.match(await page.content(), /need JavaScript/);
  assert.ok((await context.cookies()).some(({ name, httpOnly }) => name === 'countersign' && httpOnly));
  await leave();
});

test('keys alone make a token and delete it', { skip }, async () => {
  const { page, context, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}/account/security`);
  await page.getByRole('row', { name: /nightly export/ }).waitFor();
  await page.keyboard.press('n');
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  await page.keyboard.type('by keys');
  await page.keyboard.press('Tab');
  await page.keyboard.type('wiki');
  await page.getByRole('option', { name: /wiki/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Create token' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: /created/ }).waitFor();
  await page.getByRole('button', { name: 'Copy', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Done' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /by keys/ }).waitFor();
  await page.getByRole('checkbox', { name: /by keys/ }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Delete');
  const question = page.getByRole('alertdialog');
  await question.waitFor();
  assert.equal(
    await question
      .getByRole('button', { name: 'Cancel' })
      .evaluate((button) => button === document.activeElement),
    true,
  );
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /by keys/ }).waitFor({ state: 'detached' });
  await leave();
});
