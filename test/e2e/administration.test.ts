import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createPerson, signInFirst } from '../../packages/server/test/harness/people.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, issueToken, registerService, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** The pages of administration: who finds them, what they say of whom, and what the keys do on their lists. */
const skip = skipWithout('chromium');
const jane = { login: 'jane.doe', name: 'Jane Doe', password: rememberSecret('canary jane and her garden') };
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;
let janeId: string;
let serviceId: string;

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  browser = await openBrowser();
  cookie = await setUp(authority);
  serviceId = (await registerService(authority.url, cookie, 'wiki', 'Wiki')).id;
  janeId = await createUser(jane);
  const max = await createUser({ login: 'max', name: 'Max Mustermann' });
  const ban = { banned: true, banReason: 'left the company' };
  await ask(`${authority.url}/api/rest/users/${max}`, { method: 'POST', cookie, body: ban });
  await createUser({ login: 'nightly', name: 'Nightly builds', kind: 'bot' });
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

async function createUser(body: Readonly<Record<string, string>>): Promise<string> {
  const answer = await ask(`${authority.url}/api/rest/users`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.id;
}

/** A page as somebody sees it who is signed in. */
async function as(session: string, path: string, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, context, complaints, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(session, authority.url)]);
  await page.goto(`${authority.url}${path}`);
  await act(page);
  assert.deepEqual(complaints, []);
  await leave();
}

const row = (page: Page, name: RegExp) => page.getByRole('row', { name });

test('Users lists everybody, with a word for whoever is a bot or banned', { skip }, async () => {
  await examine({
    browser,
    url: authority.url,
    path: '/admin/users',
    cookie,
    state: async (page) => {
      await row(page, /Jane Doe/).waitFor();
      await row(page, /Max Mustermann banned: left the company/).waitFor();
      await row(page, /Nightly builds bot/).waitFor();
    },
  });
});

test("another user's Account Security says whom one manages, and what their tokens do", {
  skip,
}, async () => {
  await examine({
    browser,
    url: authority.url,
    path: `/admin/users/${janeId}/security`,
    cookie,
    state: async (page) => {
      await page.getByText('You are managing jane.doe. Every act is recorded.').waitFor();
      await page.getByText('jane.doe has no tokens.').waitFor();
    },
  });
});

test('from Administration to a token for somebody else, by keys, and back', { skip }, async () => {
  await as(cookie, '/account/security', async (page) => {
    await page.getByRole('link', { name: 'Administration' }).click();
    await row(page, /Jane Doe/).waitFor();
    const login = async () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('j');
    while (!(await login()).includes('jane.doe')) await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Jane Doe' }).waitFor();
    await page.getByRole('link', { name: 'Account Security' }).click();
    await page.getByText('jane.doe has no tokens.').waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: 'New Permanent Token for jane.doe' });
    await dialog.getByLabel('Name').fill('nightly export');
    await dialog.getByRole('combobox', { name: 'Scope' }).fill('Wiki');
    await page.getByRole('option', { name: /Wiki/ }).click();
    await page.keyboard.press('Escape');
    await dialog.getByText('Can do what jane.doe can do in Wiki').waitFor();
    await dialog.getByRole('button', { name: 'Create token' }).click();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await row(page, /nightly export.*ada you/).waitFor();
    await page
      .getByRole('navigation', { name: 'Where you are' })
      .getByRole('link', { name: 'Users' })
      .click();
    await page.getByRole('heading', { name: 'Users' }).waitFor();
  });
});

test('whoever holds no right to administer is offered none, and sees by whom a token was made', {
  skip,
}, async () => {
  await issueToken(authority.url, cookie, [serviceId], { userId: janeId, name: 'made for jane' });
  const { login, password } = jane;
  const newPassword = rememberSecret('canary jane and a password of her own');
  const session = await signInFirst(authority.url, { login, password, newPassword });
  await as(session, '/account/security', async (page) => {
    const made = row(page, /made for jane/);
    await made.getByText('ada').waitFor();
    assert.equal(await made.getByRole('link').count(), 0, 'the way to others is for who may look at them');
    assert.equal(await page.getByRole('link', { name: 'Administration' }).count(), 0);
  });
});

test('the way to a list stays in its address: its order survives a reload and the way back', {
  skip,
}, async () => {
  await as(cookie, '/admin/users', async (page) => {
    await row(page, /Jane Doe/).waitFor();
    await page.getByRole('button', { name: 'Login' }).click();
    await page.getByRole('button', { name: 'Login' }).click();
    await page.waitForURL(/sort=login%3Adesc/);
    await page.reload();
    await row(page, /Jane Doe/).waitFor();
    const sorted = page.getByRole('columnheader', { name: 'Login' });
    assert.equal(await sorted.getAttribute('aria-sort'), 'descending');
    await page.getByRole('link', { name: 'Jane Doe' }).click();
    await page.getByRole('heading', { name: 'Jane Doe' }).waitFor();
    await page.goBack();
    await row(page, /Jane Doe/).waitFor();
    assert.match(page.url(), /sort=login%3Adesc/);
  });
});

test('who may read services finds them; who may not read the log is told so once, and offered nothing', {
  skip,
}, async () => {
  const post = (path: string, body: unknown) =>
    ask(`${authority.url}/api/rest/${path}`, { method: 'POST', cookie, body });
  const role = await post('roles', {
    name: 'Service reader',
    key: 'service-reader',
    permissions: [{ key: 'jetbrains.jetpass.service-read' }],
  });
  const sam = await createPerson({ url: authority.url, cookie }, 'sam');
  const given = await post(`users/${sam.id}/projectroles`, {
    role: { id: role.json.id },
    project: { id: '0' },
  });
  assert.equal(given.status, 200, given.text);
  const { page, context, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(sam.cookie, authority.url)]);
  await page.goto(`${authority.url}/account/security`);
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('link', { name: 'Services' }).waitFor();
  await row(page, /Wiki/).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Audit log' }).count(), 0);

  await page.goto(`${authority.url}/admin/audit`);
  await page.getByText('The audit log could not be loaded').waitFor();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.getByRole('alert').count(), 1);
  const main = page.getByRole('main');
  assert.equal(await main.getByText('could not be loaded').count(), 1);
  for (const role of ['switch', 'combobox'] as const) assert.equal(await main.getByRole(role).count(), 0);
  for (const name of ['Export JSON lines', 'Export CSV', 'Retry'])
    assert.equal(await main.getByText(name).count(), 0, name);
  await leave();
});

test('on a phone, the row of sections shows where one is, however one came there', { skip }, async () => {
  const { page, context, leave } = await visit(browser, authority.url, { width: 390 });
  await context.addCookies([asCookie(cookie, authority.url)]);
  const side = page.getByRole('navigation', { name: 'Administration' });
  const isInSight = async (name: string) => {
    const link = await side.getByRole('link', { name }).boundingBox();
    assert.ok(
      link !== null && link.x >= 0 && link.x + link.width <= 390,
      `${name} is at ${link?.x}, ${link?.width} wide`,
    );
  };
  await page.goto(`${authority.url}/admin/audit`);
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  await isInSight('Audit log');
  await page.goto(`${authority.url}/admin/users`);
  await row(page, /Jane Doe/).waitFor();
  await isInSight('Users');
  await page.goBack();
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  await isInSight('Audit log');
  await leave();
});
