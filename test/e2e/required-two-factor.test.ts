import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createPerson, createUser, type Person } from '../../packages/server/test/harness/people.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, setUp } from '../harness/rest-client.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** A group comes to require a second factor: who does that sees whom it limits, and gives them time. */
const skip = skipWithout('chromium');
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;
let member: Person;
let group: string;

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  browser = await openBrowser();
  cookie = await setUp(authority);
  const { url } = authority;
  const make = async (path: string, body: unknown) => {
    const answer = await ask(`${url}/api/rest/${path}`, { method: 'POST', cookie, body });
    assert.equal(answer.status, 200, answer.text);
    return answer.json.id;
  };
  member = await createPerson({ url, cookie }, 'olga');
  const bot = await createUser({ url, cookie }, 'pipeline', { kind: 'bot' });
  group = await make('usergroups', { name: 'Operators' });
  const below = await make('usergroups', { name: 'Night Shift', parent: { id: group } });
  for (const id of [member.id, bot]) await make(`usergroups/${below}/users`, { id });
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

const readGroup = async () =>
  (await ask(`${authority.url}/api/rest/usergroups/${group}`, { cookie })).json as {
    requiredTwoFactorAuthentication: boolean;
    twoFactorRequiredFrom: number | null;
  };

async function openDialog(page: Page): Promise<void> {
  await page.getByRole('switch', { name: 'Two-factor authentication required' }).click();
  await page.getByText('1 of 1 member').waitFor();
}

test('the switch shows whom it would limit and offers a date; until then the member is asked and keeps all', {
  skip,
}, async () => {
  const { url } = authority;
  const { page, context, complaints, leave } = await visit(browser, url);
  await context.addCookies([asCookie(cookie, url)]);
  await page.goto(`${url}/admin/groups/${group}/general`);
  await openDialog(page);
  await page.getByText('It is olga.').waitFor();
  await page.getByText('1 bot is not affected.').waitFor();
  assert.equal((await readGroup()).requiredTwoFactorAuthentication, false);
  await page.getByRole('button', { name: 'Require it' }).click();
  await page.getByText('It is required from').waitFor();
  assert.deepEqual(complaints, []);
  await leave();
  const { twoFactorRequiredFrom } = await readGroup();
  const days = ((twoFactorRequiredFrom ?? 0) - Date.now()) / 86_400_000;
  assert.ok(days > 12 && days < 15, `in ${days} days`);

  const visitor = await visit(browser, url, { scripts: false });
  await visitor.page.goto(`${url}/sign-in`);
  await visitor.page.getByLabel('Login').fill(member.login);
  await visitor.page.getByLabel('Password').fill(member.password);
  await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await visitor.page.getByText('one of your groups requires two-factor authentication').waitFor();
  await visitor.page.getByRole('link', { name: 'Not now' }).click();
  assert.equal(new URL(visitor.page.url()).pathname, '/');
  await visitor.leave();
  const issued = await ask(`${url}/api/rest/users/me/permanenttokens`, {
    method: 'POST',
    cookie: member.cookie,
    body: { name: 'Mine', scope: [{ id: '0-0-0-0-0' }] },
  });
  assert.equal(issued.status, 200, 'nothing is cut down before the date');
});

test('who would limit themselves is told, and the group stays as it was', { skip }, async () => {
  const { url } = authority;
  const { page, context, leave } = await visit(browser, url);
  await context.addCookies([asCookie(cookie, url)]);
  await page.goto(`${url}/admin/groups/0-0-0-0-2/general`);
  await page.getByRole('switch', { name: 'Two-factor authentication required' }).click();
  await page.getByText('You are one of them.').waitFor();
  await page.getByRole('combobox', { name: 'When' }).click();
  await page.getByRole('option', { name: 'At once' }).click();
  await page.getByText('Set up your own second factor first').waitFor();
  await page.getByRole('button', { name: 'Require it' }).click();
  await page.getByText('The group was not changed').waitFor();
  await page.getByText('This would limit your own account').waitFor();
  const registered = await ask(`${url}/api/rest/usergroups/0-0-0-0-2`, { cookie });
  assert.equal(registered.json.requiredTwoFactorAuthentication, false);
  await leave();
});

test('the dialog and the page that asks, in every look', { skip }, async () => {
  const { url } = authority;
  await ask(`${url}/api/rest/usergroups/${group}`, {
    method: 'POST',
    cookie,
    body: { requiredTwoFactorAuthentication: true, twoFactorRequiredFrom: Date.now() + 86_400_000 },
  });
  await examine({
    browser,
    url,
    path: '/two-factor',
    cookie: member.cookie,
    state: (page) => page.getByText('Until then you may go on without it').waitFor(),
  });
  await ask(`${url}/api/rest/usergroups/${group}`, {
    method: 'POST',
    cookie,
    body: { requiredTwoFactorAuthentication: false },
  });
  await examine({ browser, url, path: `/admin/groups/${group}/general`, cookie, state: openDialog });
});
