import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { signedIn } from '../../packages/server/test/harness/household.ts';
import { type House, openHouse } from '../../packages/server/test/harness/open-house.ts';
import { createPerson, type Person } from '../../packages/server/test/harness/people.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, signIn } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { skipWithout } from '../harness/tools.ts';

/** Where somebody is signed in, and what an open browser may not do without them. */
const skip = skipWithout('chromium');
const house: House | undefined = skip ? undefined : await openHouse();
let browser: Browser;

before(async () => {
  if (!skip) browser = await openBrowser();
});

after(async () => {
  await browser?.close();
});

function theHouse(): House {
  assert.ok(house !== undefined);
  return house;
}

/** Account Security in a session that was opened eleven minutes ago. */
async function openAged(person: Person) {
  const { url, authority } = theHouse();
  const user = await authority.store.tables.users.find(person.id as never);
  assert.ok(user !== undefined);
  const { cookie } = await signedIn(theHouse(), user, 11);
  const visitor = await visit(browser, url);
  await visitor.context.addCookies([asCookie(cookie, url)]);
  await visitor.page.goto(`${url}/account/security`);
  return visitor;
}

/** Types a new token, is refused, and opens the tab in which one confirms who one is. */
async function beRefused(page: Page): Promise<Page> {
  await page
    .getByRole('button', { name: /New token/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('typed before');
  await dialog.getByRole('combobox', { name: 'Scope' }).fill('Countersign');
  await page.getByRole('option', { name: /Countersign/ }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const tab = page.context().waitForEvent('page');
  await dialog.getByRole('link', { name: /Confirm it is you/ }).click();
  return tab;
}

/** A browser without a window tells no page that somebody comes back to it. */
async function comeBack(page: Page): Promise<void> {
  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event('focus')));
}

async function confirm(tab: Page, password: string): Promise<void> {
  await tab.getByLabel('Password').fill(password);
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click();
  await tab.getByRole('heading', { name: 'You may close this tab' }).waitFor();
}

test('a form that is refused for the age of the session goes on, filled in, once it is confirmed who is there', {
  skip,
}, async () => {
  const person = await createPerson(theHouse(), 'nora');
  const { page, context } = await openAged(person);
  const tab = await beRefused(page);
  assert.equal(await tab.getByLabel('Login').inputValue(), person.login);
  await confirm(tab, person.password);
  await tab.close();
  await comeBack(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Confirmed. Press the button once more.').waitFor();
  assert.equal(await dialog.getByLabel('Name').inputValue(), 'typed before');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const shown = page.getByRole('dialog', { name: 'Token “typed before” created' });
  const token = rememberSecret(await shown.getByRole('textbox', { name: 'Token' }).inputValue());
  assert.match(token, /^csn_pat_/);
  await context.close();
});

test('somebody else who signs in in the other tab does not take over what was typed', {
  skip,
}, async () => {
  const { url } = theHouse();
  const [person, other] = [await createPerson(theHouse(), 'owen'), await createPerson(theHouse(), 'pia')];
  const { page, context } = await openAged(person);
  const tab = await beRefused(page);
  await tab.getByLabel('Login').fill(other.login);
  await confirm(tab, other.password);
  await page.bringToFront();
  // The press comes with the focus: it must not be sent as the other user.
  await page.evaluate(() => {
    dispatchEvent(new Event('focus'));
    const buttons = [...document.querySelectorAll('button')];
    buttons.find(({ textContent }) => textContent === 'Create token')?.click();
  });
  await page.getByText(`loaded anew as ${other.login}`).waitFor();
  const { json } = await ask(`${url}/api/rest/users/${other.id}/permanenttokens`, {
    cookie: theHouse().cookie,
  });
  assert.equal(json.total, 0);
  await context.close();
});

test('sessions are listed with device and place, and end one by one or all but this one', {
  skip,
}, async () => {
  const { url } = theHouse();
  const person = await createPerson(theHouse(), 'rosa');
  const second = await signIn(url, person.login, person.password);
  const [here, there] = [await visit(browser, url), await visit(browser, url)];
  for (const { page } of [there, here]) {
    await page.goto(`${url}/sign-in?return=/account/security`);
    await page.getByLabel('Login').fill(person.login);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  }
  const rows = here.page.getByRole('listitem').filter({ hasText: 'last active' });
  await here.page.getByText('This one').waitFor();
  assert.equal(await rows.count(), 4);
  assert.match((await rows.first().textContent()) ?? '', /Chrome on Linux.*This one/);
  await here.page.getByRole('button', { name: 'Sign out Chrome on Linux…' }).click();
  await here.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await here.page.getByText('Chrome on Linux is signed out.').waitFor();
  await there.page.reload();
  await there.page.getByRole('heading', { name: 'Sign in' }).waitFor();

  await here.page.getByRole('button', { name: 'Sign out everywhere else…' }).click();
  await here.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere else' }).click();
  await here.page.getByText('You are signed out everywhere else.').waitFor();
  assert.equal((await ask(`${url}/api/rest/users/me`, { cookie: second })).status, 401);
  await here.page.reload();
  await here.page.getByText('This one').waitFor();
  assert.equal(await rows.count(), 1);
  await here.leave();
  await there.leave();
});

test('the own password is changed on a page that leads back, and other sessions end', { skip }, async () => {
  const { url } = theHouse();
  const person = await createPerson(theHouse(), 'sven');
  const elsewhere = await signIn(url, person.login, person.password);
  const { page, context, leave } = await visit(browser, url);
  await context.addCookies([asCookie(person.cookie, url)]);
  await page.goto(`${url}/account/security`);
  await page.getByRole('link', { name: 'Change password…' }).click();
  await page.getByLabel('Current password').fill(person.password);
  await page.getByLabel('New password').fill(rememberSecret('canary a heron behind the mill'));
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByRole('heading', { name: 'Account Security' }).waitFor();
  assert.equal((await ask(`${url}/api/rest/users/me`, { cookie: elsewhere })).status, 401);
  await leave();
});

test('every page about sessions and the password is as good in the dark and on a phone', {
  skip,
}, async () => {
  const { url } = theHouse();
  const { cookie } = await createPerson(theHouse(), 'tove');
  for (const [path, heading] of [
    ['/account/security', 'Sessions'],
    ['/change-password', 'Change your password'],
    ['/sign-in/confirmed', 'You may close this tab'],
  ] as const)
    await examine({
      browser,
      url,
      path,
      cookie,
      state: (page) => page.getByRole('heading', { name: heading }).waitFor(),
    });
});
