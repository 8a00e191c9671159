import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createUser, signInFirst } from '../../packages/server/test/harness/people.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { administrator, ask, introspect, registerService, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/**
 * Tokens on behalf of others: an administrator's way from signing in to a token of Jane's that works everywhere,
 * and to one that works nowhere; what somebody sees who holds less than Jane; and what Jane sees.
 */
const skip = skipWithout('chromium');
const authorityService = '0-0-0-0-0';
const tokenName = 'nightly export';
const initialPassword = rememberSecret('canary sealed envelope for somebody');
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;
let wiki: { id: string; secret: string };
let janeId: string;
let jane: string;
let mia: string;

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  browser = await openBrowser();
  cookie = await setUp(authority);
  wiki = await registerService(authority.url, cookie, 'wiki', 'Wiki');
  janeId = await createUser({ url: authority.url, cookie }, 'jane.doe', {
    name: 'Jane Doe',
    password: initialPassword,
  });
  const miaId = await createUser({ url: authority.url, cookie }, 'mia', { password: initialPassword });
  await post('projects', { key: 'payments', name: 'Payments' });
  await giveRole(janeId, 'Project keeper', ['project-delete'], 'payments');
  await giveRole(miaId, 'Help desk', ['user-read', 'user-update'], '0');
  jane = await firstSignIn('jane.doe');
  mia = await firstSignIn('mia');
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

async function post(path: string, body: unknown): Promise<void> {
  const answer = await ask(`${authority.url}/api/rest/${path}`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, answer.text);
}

async function giveRole(
  userId: string,
  name: string,
  permissions: readonly string[],
  project: string,
): Promise<void> {
  const key = name.toLowerCase().replace(' ', '-');
  await post('roles', {
    name,
    key,
    permissions: permissions.map((one) => ({ key: `jetbrains.jetpass.${one}` })),
  });
  await post(`users/${userId}/projectroles`, { role: { key }, project: { id: project } });
}

function firstSignIn(login: string): Promise<string> {
  const newPassword = rememberSecret(`canary lantern of ${login} under the bridge`);
  return signInFirst(authority.url, { login, password: initialPassword, newPassword });
}

/** What the three doors say of a token: introspection, forward authentication, and the authority's own API. */
async function doors(token: string) {
  const [told, forwarded, rest] = await Promise.all([
    introspect(authority.url, wiki, token),
    ask(`${authority.url}/api/authz/auth-request?service=wiki`, { token }),
    ask(`${authority.url}/api/rest/users/me`, { token }),
  ]);
  return { active: told.json.active, forwarded: forwarded.status, rest: rest.status, login: rest.json.login };
}

async function as(session: string, path: string, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, context, complaints, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(session, authority.url)]);
  await page.goto(`${authority.url}${path}`);
  await act(page);
  assert.deepEqual(complaints, []);
  await leave();
}

const tokenRow = (page: Page) => page.getByRole('row', { name: new RegExp(tokenName) });

test('an administrator makes a token for Jane that opens every door, and deletes it: every door is shut', {
  skip,
}, async () => {
  const { page, complaints, leave } = await visit(browser, authority.url);
  await page.goto(authority.url);
  await page.getByLabel('Login').fill(administrator.login);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Users' }).click();
  await page.getByRole('combobox', { name: 'Search users' }).fill('jane');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Jane Doe' }).click();
  await page.getByRole('link', { name: 'Account Security' }).click();
  await page.getByText('You are managing jane.doe. Every act is recorded.').waitFor();
  await page.getByText('jane.doe has no tokens.').waitFor();

  const token = await makeToken(page);
  assert.deepEqual(await doors(token), { active: true, forwarded: 200, rest: 200, login: 'jane.doe' });
  await tokenRow(page).getByText('ada').waitFor();
  await tokenRow(page).getByText('you', { exact: true }).waitFor();

  await tokenRow(page).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Delete…' }).last().click();
  const question = page.getByRole('alertdialog', { name: `Delete token “${tokenName}”?` });
  await question.getByRole('button', { name: 'Delete token' }).click();
  await page.getByText(`Token “${tokenName}” deleted.`).waitFor();
  await page.getByText('jane.doe has no tokens.').waitFor();
  assert.deepEqual(await doors(token), { active: false, forwarded: 401, rest: 401, login: undefined });
  assert.deepEqual(complaints, [], 'no request left the origin and the console stayed silent');
  await leave();
});

async function makeToken(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'New token…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New Permanent Token for jane.doe' });
  await dialog.getByLabel('Name').fill(tokenName);
  const scope = dialog.getByRole('combobox', { name: 'Scope' });
  for (const service of ['Wiki', 'Countersign']) {
    await scope.fill(service);
    await page.getByRole('option', { name: service }).click();
  }
  await page.keyboard.press('Escape');
  await dialog.getByText('and never more than you can do today').waitFor();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const shown = page.getByRole('dialog', { name: `Token “${tokenName}” created` });
  await shown.getByRole('button', { name: 'Copy', exact: true }).click();
  const token = rememberSecret(await page.evaluate(() => navigator.clipboard.readText()));
  await shown.getByRole('button', { name: 'Done' }).click();
  await shown.waitFor({ state: 'detached' });
  assert.ok(
    !(await page.content()).includes(token),
    'once the dialog is closed, the token is nowhere in the page',
  );
  return token;
}

test('whoever holds less than Jane is told so before they type, right by right, and by the server if they try', {
  skip,
}, async () => {
  const refusal = 'You cannot create tokens for jane.doe: you lack Delete Project in Payments';
  await examine({
    browser,
    url: authority.url,
    path: `/admin/users/${janeId}/security`,
    cookie: mia,
    state: async (page) => {
      await page.getByText('You cannot create tokens for jane.doe: you lack', { exact: true }).waitFor();
      await page.getByRole('listitem').filter({ hasText: 'Delete Project in Payments' }).waitFor();
      const button = page.getByRole('button', { name: 'New token…', description: refusal }).first();
      assert.equal(await button.getAttribute('aria-disabled'), 'true');
      await button.click({ force: true });
      assert.equal(await page.getByRole('dialog').count(), 0);
    },
  });
  const tried = await ask(`${authority.url}/api/rest/users/${janeId}/permanenttokens`, {
    method: 'POST',
    cookie: mia,
    body: { name: 'mine now', scope: [{ id: authorityService }] },
  });
  assert.equal(tried.status, 403, tried.text);
  assert.ok(tried.json.error_description.startsWith(refusal), tried.text);
});

test('the person sees the token that was made for them, by whom and when, and can end it', {
  skip,
}, async () => {
  await post(`users/${janeId}/permanenttokens`, { name: tokenName, scope: [{ id: wiki.id }] });
  await as(jane, '/account/security', async (page) => {
    const made = tokenRow(page);
    await made.getByText('ada').waitFor();
    await made.getByText('less than a minute ago').waitFor();
    await made.getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete token' }).click();
    await made.waitFor({ state: 'detached' });
  });
});
