import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { visit } from '../harness/browser.ts';
import { runTour } from '../harness/readme.ts';
import { ask } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import type { RunningAuthority } from '../harness/running-authority.ts';
import type { RunningProxy } from '../harness/running-proxy.ts';

const ada = { login: 'ada', name: 'Ada Lovelace', password: rememberSecret('canary the analytical engine') };

/**
 * The README's journey, step by step: from a fresh authority to a token that opens a real door, and stops
 * opening it. One browser, one nginx, the README's own commands.
 */
export async function walkTheJourney(
  authority: RunningAuthority,
  nginx: RunningProxy,
  browser: Browser,
): Promise<void> {
  const { page, complaints, leave } = await visit(browser, authority.url);
  const addresses = { authority: authority.url, door: nginx.url };

  await completeSetUp(page, authority);
  const gone = await ask(`${authority.url}/setup`, { headers: { accept: 'text/html' } });
  assert.equal(gone.status, 404, 'the set-up page is gone for ever after');
  await signIn(page, authority.url);

  const token = await createToken(page, { name: 'tour', scope: 'Countersign' });
  const me = await runTour('me', addresses, { TOKEN: token });
  assert.deepEqual(JSON.parse(me.stdout), { type: 'user', login: ada.login, name: ada.name });
  const registered = await runTour('register', addresses, { TOKEN: token });
  const wiki = JSON.parse(registered.stdout) as { id: string; key: string; secret: string };
  rememberSecret(wiki.secret);

  assert.match((await runTour('shut', addresses, {})).stdout, /^HTTP\/1\.1 401 /);
  assert.equal(await statusAt(nginx, token), 401, 'a token with another scope does not open this door');
  const doorToken = await createToken(page, { name: 'door', scope: 'Wiki' });
  assert.match(
    (await runTour('open', addresses, { DOOR_TOKEN: doorToken })).stdout,
    /You are through the door/,
  );

  await page.reload();
  const row = page.getByRole('row', { name: /door/ });
  for (const fact of ['Wiki', ada.login]) await row.getByText(fact).first().waitFor();
  assert.doesNotMatch(await row.innerText(), /Never used/);
  assert.match((await runTour('cli', addresses, { TOKEN: token })).stdout, /door/);

  await deleteToken(page, 'door');
  assert.equal(await statusAt(nginx, doorToken), 401, 'the very next request is refused');
  assert.equal(await statusAt(nginx, undefined), 401);
  assert.deepEqual(complaints, [], 'no request left the origin and the console stayed silent');
  await leave();
}

async function completeSetUp(page: Page, authority: RunningAuthority): Promise<void> {
  await page.goto(authority.url);
  await page.getByLabel('Set-up code').fill(authority.setUpCode ?? '');
  await page.getByLabel('Login').fill(ada.login);
  await page.getByLabel('Full name').fill(ada.name);
  await page.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.getByLabel('Password again').fill(ada.password);
  await page.getByRole('button', { name: /Create/ }).click();
  await page.waitForURL(/\/sign-in/);
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel(/Login/).fill(ada.login);
  await page.getByLabel('Password').fill(ada.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Account Security' }).waitFor();
}

/** Creates a token in the dialog, copies it, tries the curl line it offers, and closes. */
async function createToken(page: Page, { name, scope }: { name: string; scope: string }): Promise<string> {
  await page
    .getByRole('button', { name: /New token/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'New Permanent Token' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('combobox', { name: 'Scope' }).fill(scope);
  await page.getByRole('option', { name: new RegExp(scope) }).click();
  // The list stays open for a second choice; Esc closes it and leaves what was chosen.
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const shown = page.getByRole('dialog', { name: `Token “${name}” created` });
  const token = rememberSecret(await shown.getByRole('textbox', { name: 'Token' }).inputValue());
  await shown.getByRole('button', { name: 'Copy', exact: true }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), token);
  await shown.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row', { name: new RegExp(name) }).waitFor();
  return token;
}

async function deleteToken(page: Page, name: string): Promise<void> {
  await page.getByRole('checkbox', { name: new RegExp(name) }).click();
  await page.getByRole('button', { name: /^Delete/ }).click();
  const question = page.getByRole('alertdialog');
  assert.match(await question.innerText(), /Wiki/, 'the question says what the token was used for');
  // Behind a dialog the table is hidden from roles, so its rows say nothing yet: the answer does.
  const acknowledged = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await question.getByRole('button', { name: /^Delete/ }).click();
  assert.equal((await acknowledged).status(), 200);
  await question.waitFor({ state: 'detached' });
  await page.getByRole('row', { name: new RegExp(name) }).waitFor({ state: 'detached' });
}

async function statusAt(nginx: RunningProxy, token: string | undefined): Promise<number> {
  return (await ask(`${nginx.url}/`, { token })).status;
}
