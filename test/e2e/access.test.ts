import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, setUp, signInFirst } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** Groups, roles and projects: how somebody comes to be allowed something, and who may change that. */
const skip = skipWithout('chromium');
const lena = { login: 'lena', name: 'Lena Lead' };
const lenasPassword = {
  initial: rememberSecret('canary given to lena by ada'),
  own: rememberSecret('canary lena and her bicycle'),
};
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  browser = await openBrowser();
  cookie = await setUp(authority);
  await make('users', { login: 'jane.doe', name: 'Jane Doe' });
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

/** By REST, as the administrator: what is only the ground for what a test is about. */
async function make(path: string, body: object): Promise<{ id: string }> {
  const answer = await ask(`${authority.url}/api/rest/${path}`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
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

async function goTo(page: Page, list: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: list }).click();
  await page.getByRole('heading', { name: list, level: 1 }).waitFor();
}

async function goToGroup(page: Page, name: string, tab: string): Promise<void> {
  await goTo(page, 'Groups');
  await page.getByRole('link', { name, exact: true }).first().click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.getByRole('link', { name: tab, exact: true }).click();
}

/** Types into a picker of the open dialog and takes what it finds. */
async function pick(page: Page, field: string, text: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: field }).fill(text);
  await page
    .getByRole('option', { name: new RegExp(text) })
    .first()
    .click();
}

/** A button that cannot be pressed says why when it is pointed at. */
async function refused(page: Page, name: string, reason: RegExp): Promise<void> {
  const button = page.getByRole('button', { name, disabled: true });
  await button.hover();
  await page.getByRole('tooltip').filter({ hasText: reason }).waitFor();
}

async function newGroup(page: Page, name: string, parent?: string): Promise<void> {
  await goTo(page, 'Groups');
  await page.getByRole('button', { name: 'New group…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  if (parent !== undefined) await pick(page, 'Nested in', parent);
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

test('a role reaches a member through a nested group, in one project, until it is taken away', {
  skip,
}, async () => {
  await as(cookie, '/admin/groups', async (page) => {
    await newGroup(page, 'Engineering');
    await newGroup(page, 'Backend', 'Engineering');

    await goTo(page, 'Roles');
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByLabel('Name').fill('Developer');
    await page.getByRole('button', { name: 'Create role' }).click();
    await page.getByRole('heading', { name: 'Developer', level: 1 }).waitFor();
    await page.getByRole('checkbox', { name: 'Update Project' }).check();
    const implied = page.getByRole('checkbox', { name: 'Read Project Full' });
    assert.ok((await implied.isChecked()) && (await implied.isDisabled()), 'implied, so not to be unchecked');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();

    await goTo(page, 'Projects');
    await page.getByRole('button', { name: 'New project…' }).first().click();
    await page.getByRole('dialog').getByLabel('Name').fill('Payments');
    await page.getByRole('button', { name: 'Create project' }).click();
    await page.getByText('Give it a key.').waitFor();
    await page.getByRole('dialog').getByLabel('Key').fill('PAY');
    await page.getByRole('button', { name: 'Create project' }).click();
    await page.getByText('No role was given in Payments yet.').waitFor();

    await goToGroup(page, 'Engineering', 'Access');
    await page.getByRole('button', { name: 'Give role…' }).first().click();
    await pick(page, 'Role', 'Developer');
    await pick(page, 'Where', 'Payments');
    await page.getByRole('button', { name: 'Give role', exact: true }).click();
    await row(page, /Developer Payments/).waitFor();

    await goToGroup(page, 'Backend', 'Members');
    await page.getByRole('button', { name: 'Add member…' }).first().click();
    await pick(page, 'Users', 'Jane');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add member', exact: true }).click();
    await row(page, /jane\.doe/).waitFor();

    await goToGroup(page, 'Engineering', 'Members');
    await page.getByText('Nobody has joined this group itself.').waitFor();
    await page.getByRole('checkbox', { name: 'With members of the groups below' }).check();
    await row(page, /jane\.doe/).waitFor();

    await goTo(page, 'Projects');
    await page.getByRole('link', { name: 'Payments' }).click();
    await row(page, /Engineering group Developer/).waitFor();
    await page.getByRole('checkbox', { name: /Engineering/ }).check();
    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take away' }).click();
    await page.getByText('No role was given in Payments yet.').waitFor();
  });
});

test('whoever manages a group sees what they may not do, and why, in the words of the server', {
  skip,
}, async () => {
  const leads = await make('usergroups', { name: 'Team leads' });
  const crew = await make('usergroups', { name: 'Crew' });
  await make(`usergroups/${crew.id}`, { updaters: [{ id: leads.id }] });
  await make('users', { ...lena, password: lenasPassword.initial, groups: [{ id: leads.id }] });
  const session = await signInFirst(authority.url, lena.login, lenasPassword);
  await as(session, `/admin/groups/${crew.id}/members`, async (page) => {
    await page.getByRole('button', { name: 'Add member…' }).first().click();
    await pick(page, 'Users', 'Jane');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add member', exact: true }).click();
    await row(page, /jane\.doe/).waitFor();

    await page.getByRole('link', { name: 'General', exact: true }).click();
    await refused(page, 'Delete…', /Delete Group/);
    await refused(page, 'Edit…', /Update Group/);
  });

  const project = await make('projects', { key: 'BANK', name: 'Bank' });
  const role = await make('roles', {
    name: 'Project owner',
    permissions: [{ key: 'jetbrains.jetpass.project-delete' }],
  });
  await make(`usergroups/${crew.id}/projectroles`, { role: { id: role.id }, project: { id: project.id } });
  await as(session, `/admin/groups/${crew.id}/members`, async (page) => {
    await refused(page, 'Add member…', /Delete Project in Bank/);
  });
});

test('the pages of groups, roles and projects, and their dialogs', { skip }, async () => {
  const group = await make('usergroups', { name: 'Operations', requiredTwoFactorAuthentication: true });
  await make('usergroups', { name: 'On call', parent: { id: group.id } });
  const project = await make('projects', {
    key: 'OPS',
    name: 'Operations',
    description: 'What runs at night',
  });
  const role = await make('roles', { name: 'Operator' });
  await make(`usergroups/${group.id}/projectroles`, { role: { id: role.id }, project: { id: project.id } });
  const look = (path: string, state: (page: Page) => Promise<unknown>) =>
    examine({ browser, url: authority.url, path, cookie, state });
  await look('/admin/groups', async (page) => {
    await row(page, /On call/).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('dialog', { name: 'New group' }).waitFor();
  });
  await look(`/admin/groups/${group.id}/general`, async (page) => {
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('alertdialog').getByText('On call moves up to the top.').waitFor();
  });
  await look(`/admin/groups/${group.id}/access`, async (page) => {
    await row(page, /Operator Operations/).waitFor();
    await page.getByRole('button', { name: 'Give role…' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'Where' }).fill('g');
    await page.getByRole('option', { name: /Global everywhere/ }).waitFor();
  });
  await look(`/admin/roles/${role.id}`, async (page) => {
    await page.getByRole('checkbox', { name: 'Manage Role' }).waitFor();
    await page.getByRole('button', { name: 'Delete…', disabled: true }).waitFor();
  });
});
