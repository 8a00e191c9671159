import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { auditKinds } from '@countersign/core';
import type { Browser, Page } from 'playwright-core';
import { entityTypeNames } from '../../packages/server/src/rest/events/entity-types.ts';
import { auditActs, auditTargets } from '../../packages/web/src/lib/messages/audit.ts';
import { databaseFile } from '../faults/open-store.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, introspect, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/**
 * An application from its registration to what the audit log says of it: its secret, its permissions, a token that
 * is narrowed to one of them, and the doors that let it in or not.
 */
const skip = skipWithout('chromium');
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;
const tracker = { id: '', secret: '' };

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  browser = await openBrowser();
  cookie = await setUp(authority);
  for (const [key, name] of [
    ['PAY', 'Payments'],
    ['BILL', 'Billing'],
  ]) {
    const made = await ask(`${authority.url}/api/rest/projects`, {
      method: 'POST',
      cookie,
      body: { key, name },
    });
    assert.equal(made.status, 200, made.text);
  }
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

/** A page as the administrator sees it. */
async function onPage(path: string, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, context, complaints, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}${path}`);
  await act(page);
  assert.deepEqual(complaints, []);
  await leave();
}

const look = (path: string, state: (page: Page) => Promise<unknown>) =>
  examine({ browser, url: authority.url, path, cookie, state });

test('the log has a sentence for every kind of event there can be', () => {
  assert.deepEqual(Object.keys(auditActs).toSorted(), auditKinds.toSorted());
});

test('the log has a word for every kind of thing that an event can be about', () => {
  assert.deepEqual(Object.keys(auditTargets).toSorted(), entityTypeNames.toSorted());
});

test('while there is no application, Services says how the first is connected', { skip }, async () => {
  await look('/admin/services', async (page) => {
    await page.getByRole('heading', { name: 'Register the first application.' }).waitFor();
    await page.getByText('auth_request /countersign;').waitFor();
  });
});

test('registering a service shows its secret, once', { skip }, async () => {
  await onPage('/admin/services', async (page) => {
    await page.getByRole('button', { name: 'New service…' }).click();
    const form = page.getByRole('dialog', { name: 'New service' });
    await form.getByRole('button', { name: 'Register' }).click();
    await form.getByText('Give it a name.').waitFor();
    await form.getByLabel('Name').fill('Issue Tracker');
    await form.getByLabel('Key').fill('tracker');
    await form.getByLabel('Home URL').fill('http://issues.example.com');
    await form.getByText('This is not https').waitFor();
    await form.getByRole('button', { name: 'Register' }).click();
    const shown = page.getByRole('dialog', { name: 'Service “Issue Tracker” registered' });
    tracker.secret = rememberSecret(await shown.getByLabel('Client secret').inputValue());
    tracker.id = await shown.getByLabel('Client ID').inputValue();
    await shown.getByRole('button', { name: 'Done' }).click();
    const question = page.getByRole('alertdialog', { name: 'Close without copying the secret?' });
    await question.getByRole('button', { name: 'Go back' }).click();
    await shown.getByRole('button', { name: 'Copy', exact: true }).click();
    await shown.getByRole('button', { name: 'Done' }).click();
    await page.waitForURL(new RegExp(`/admin/services/${tracker.id}/settings`));
    await page.getByRole('heading', { name: 'Issue Tracker' }).waitFor();
    assert.ok(!(await page.content()).includes(tracker.secret), 'the secret has left the page');
  });
});

test('its permissions are declared in its own words', { skip }, async () => {
  await onPage(`/admin/services/${tracker.id}/permissions`, async (page) => {
    for (const [name, key] of [
      ['Read issues', 'read-issue'],
      ['Update issues', 'update-issue'],
    ] as const) {
      await page.getByRole('button', { name: 'Declare permission…' }).click();
      const form = page.getByRole('dialog', { name: 'Declare a permission' });
      await form.getByLabel('Name').fill(name);
      await form.getByLabel('Key').fill(key);
      if (key === 'update-issue') {
        await form.getByRole('combobox', { name: 'Implies' }).fill('read');
        await page.getByRole('option', { name: /Read issues/ }).click();
        await page.keyboard.press('Escape');
      }
      await form.getByRole('button', { name: 'Declare' }).click();
      await form.waitFor({ state: 'detached' });
      await page.getByRole('row', { name: new RegExp(`^${name} ${key}`) }).waitFor();
    }
    await page
      .getByRole('row', { name: /Update issues update-issue Global or a project Read issues/ })
      .waitFor();
  });
});

let token: string;

test('a token is narrowed in the dialog, which sums up what it can do', { skip }, async () => {
  await onPage('/account/security', async (page) => {
    await page.getByRole('button', { name: 'New token…' }).first().click();
    const form = page.getByRole('dialog', { name: 'New Permanent Token' });
    await form.getByLabel('Name').fill('reads payments');
    await form.getByRole('combobox', { name: 'Scope' }).fill('Issue');
    await page.getByRole('option', { name: /Issue Tracker/ }).click();
    await page.keyboard.press('Escape');
    await form.getByText('Can do what you can do in Issue Tracker until').waitFor();
    await form.getByText('More', { exact: true }).click();
    await form.getByRole('combobox', { name: 'Permissions' }).click();
    await page.getByRole('option', { name: /Read issues/ }).click();
    await page.keyboard.press('Escape');
    await form.getByRole('combobox', { name: 'Projects' }).fill('Pay');
    await page.getByRole('option', { name: /Payments/ }).click();
    await page.keyboard.press('Escape');
    await form.getByText('Can read issues in Payments, in Issue Tracker, until').waitFor();
    await form.getByRole('button', { name: 'Create token' }).click();
    const shown = page.getByRole('dialog', { name: /created/ });
    token = rememberSecret(await shown.getByLabel('Token', { exact: true }).inputValue());
    await shown.getByRole('button', { name: 'Copy', exact: true }).click();
    await shown.getByRole('button', { name: 'Done' }).click();
    await page
      .getByRole('row', { name: /reads payments/ })
      .getByText('narrowed')
      .hover();
    await page.getByRole('tooltip').getByText('Read issues in Payments').waitFor();
  });
});

test('the service learns from introspection what the token may do, and nothing more', { skip }, async () => {
  const { json } = await introspect(authority.url, tracker, token);
  assert.equal(json.active, true);
  const may = json.permissions.map((reach: { permission: { key: string }; projects: { key: string }[] }) => [
    reach.permission.key,
    reach.projects.map(({ key }) => key),
  ]);
  assert.deepEqual(may, [['read-issue', ['PAY']]]);
});

test('its door lets the token in for that, and refuses it for anything else', { skip }, async () => {
  const door = async (permission: string, project: string) => {
    const query = new URLSearchParams({ service: 'tracker', permission, project });
    const { status } = await ask(`${authority.url}/api/authz/auth-request?${query}`, { token });
    return status;
  };
  assert.equal(await door('read-issue', 'PAY'), 200);
  assert.equal(await door('read-issue', 'BILL'), 403);
  assert.equal(await door('update-issue', 'PAY'), 403);
});

test('a change is in the audit log, with what was and what is', { skip }, async () => {
  await onPage(`/admin/services/${tracker.id}/settings`, async (page) => {
    await page.getByLabel('Home URL').fill('https://issues.example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Issue Tracker saved.').waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    for (const act of ['Registered a service', 'Declared a permission', 'Created a token'])
      await page.getByRole('link', { name: act }).first().waitFor();
    await page.getByRole('link', { name: 'Changed a service' }).first().click();
    const event = page.getByRole('dialog', { name: 'Changed a service' });
    const changed = event.getByRole('table', { name: 'What changed' }).getByRole('row').last();
    assert.deepEqual(await changed.locator('th, td').allInnerTexts(), [
      'homeUrl',
      'http://issues.example.com',
      'https://issues.example.com',
    ]);
    await event.getByRole('link', { name: 'Everything in this request' }).click();
    await event.waitFor({ state: 'detached' });
    await page.getByText('1 event', { exact: true }).waitFor();
    await page
      .getByRole('row', { name: /Changed a service/ })
      .getByRole('link', { name: 'Issue Tracker' })
      .click();
    await page.getByRole('heading', { name: 'Issue Tracker' }).waitFor();
  });
});

test('what a token did is told by its name, also in a log that is watched', { skip }, async () => {
  const { json, status } = await ask(`${authority.url}/api/rest/users/me/permanenttokens`, {
    method: 'POST',
    cookie,
    body: { name: 'laptop CLI', scope: [{ id: '0-0-0-0-0' }] },
  });
  assert.equal(status, 200);
  await onPage('/admin/audit', async (page) => {
    await page.getByRole('switch', { name: 'Live' }).check();
    await page.getByRole('row', { name: /Created a token laptop CLI/ }).waitFor();
    const body = { key: 'LATE', name: 'Late project' };
    const made = await ask(`${authority.url}/api/rest/projects`, {
      method: 'POST',
      token: rememberSecret(json.token),
      body,
    });
    assert.equal(made.status, 200, made.text);
    await page.getByRole('row', { name: /via token laptop CLI Created a project Late project/ }).waitFor();
  });
});

test('the query narrows the list and the export alike, and says what is wrong with it', {
  skip,
}, async () => {
  const { page, context, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}/admin/audit`);
  const search = page.getByRole('combobox', { name: 'Search the audit log' });
  await search.fill('act: permission.decl');
  await page.getByRole('option', { name: /permission.declared/ }).click();
  await search.press('Enter');
  await page.getByText('2 events', { exact: true }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export JSON lines' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^events-.*\.jsonl$/);
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  assert.equal(lines.length, 3);
  assert.equal(JSON.parse(lines.at(-1) ?? '').end.count, 2);
  await search.fill('colour: red');
  await search.press('Enter');
  await page.getByText('Cannot ask for "colour"').waitFor();
  await search.fill('before: 2020-01-01');
  await search.press('Enter');
  await page.getByText('Nothing happened in this time.').waitFor();
  await leave();
});

test('the pages of a service, and an open event of the log, in every look', { skip }, async () => {
  await look(`/admin/services/${tracker.id}/settings`, (page) => page.getByText('Let nginx ask').waitFor());
  await look(`/admin/services/${tracker.id}/permissions`, (page) =>
    page.getByRole('row', { name: /Update issues/ }).waitFor(),
  );
  await look('/admin/audit?event=1', (page) => page.getByRole('dialog').getByText('Hash').waitFor());
});

test('a service is deleted only by whoever types its name', { skip }, async () => {
  await onPage(`/admin/services/${tracker.id}/settings`, async (page) => {
    await page.getByRole('button', { name: 'Delete service…' }).click();
    const question = page.getByRole('alertdialog', { name: 'Delete service “Issue Tracker”?' });
    await question.getByText('2 permissions are withdrawn').waitFor();
    await question.getByRole('button', { name: 'Delete service' }).click();
    await question.getByText('Type exactly Issue Tracker.').waitFor();
    await question.getByLabel('Type Issue Tracker to confirm').fill('Issue Tracker');
    await question.getByRole('button', { name: 'Delete service' }).click();
    await page.getByRole('heading', { name: 'Register the first application.' }).waitFor();
  });
  const { status } = await introspect(authority.url, tracker, token);
  assert.equal(status, 401);
});

test('a chain that somebody broke is a band in the log that cannot be put away', { skip }, async () => {
  const { dataFolder } = authority;
  await authority.stop();
  const database = new DatabaseSync(databaseFile(join(dataFolder, 'data')));
  database.prepare("update audit_events set text = replace(text, 'ada', 'eve') where number = 3").run();
  database.close();
  authority = await startAuthority({ dataFolder });
  await onPage('/admin/audit', async (page) => {
    const band = page.getByRole('alert');
    await band.getByText('The chain is broken at event 3').waitFor();
    assert.equal(await band.getByRole('button').count(), 0);
  });
});
