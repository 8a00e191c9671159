import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  basicAuthorization,
  beginTwoFactor,
  createPerson,
  makeApplicationPassword,
  turnOnTwoFactor,
} from '../../packages/server/test/harness/people.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, issueToken, postForm, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** What an administrator does for who lost a password or a laptop, and what that person sees of it. */
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

function codeOf(secret: string, secondsLater = 0): string {
  const moment = `${new Date(Date.now() + secondsLater * 1_000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return execFileSync('oathtool', ['--totp', '--base32', '--now', moment, secret], {
    encoding: 'utf8',
  }).trim();
}

test('who lost a password gets a link, sets a new one, is asked for the code, and is told', {
  skip,
}, async () => {
  const { url } = authority;
  const { id, login, cookie: own } = await createPerson({ url, cookie }, 'lena');
  const key = await beginTwoFactor({ url, cookie: own });
  const turnedOn = await postForm(
    `${url}/two-factor/confirm`,
    { codes: 'shown', saved: 'yes', code: codeOf(key) },
    own,
  );
  assert.equal(turnedOn.status, 303, turnedOn.text);

  const { page, context, complaints, leave } = await visit(browser, url);
  await context.addCookies([asCookie(cookie, url)]);
  await page.goto(`${url}/admin/users/${id}/general`);
  await page.getByRole('button', { name: 'Reset password…' }).click();
  const dialog = page.getByRole('dialog', { name: `Reset the password of ${login}?` });
  await dialog.getByRole('button', { name: 'Make link' }).click();
  const shown = page.getByRole('dialog', { name: `Link for ${login}` });
  const link = await shown.getByLabel('Link to set a new password').inputValue();
  rememberSecret(new URL(link).searchParams.get('link') ?? '');
  await shown.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Close anyway' }).click();
  assert.deepEqual(complaints, []);
  await leave();

  // Its owner, in a browser that runs no script.
  const plain = await visit(browser, url, { scripts: false });
  await plain.page.goto(link);
  const password = rememberSecret('canary otter below the old sluice');
  await plain.page.getByLabel('New password').fill(password);
  await plain.page.getByRole('button', { name: 'Set password' }).click();
  await plain.page.getByText('Your new password is set').waitFor();
  await plain.page.goto(link);
  await plain.page.getByRole('heading', { name: 'This link opens nothing' }).waitFor();
  await plain.leave();

  const theirs = await visit(browser, url);
  await theirs.page.goto(`${url}/sign-in`);
  await theirs.page.getByLabel('Login').fill(login);
  await theirs.page.getByLabel('Password').fill(password);
  await theirs.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await theirs.page.getByLabel('Code', { exact: true }).fill(codeOf(key, 30));
  await theirs.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const banners = theirs.page.getByRole('region', { name: 'What happened to your account' });
  await banners.getByText('Your password was set anew with a link.').waitFor();
  await banners.getByText('A link to set a new password for you was made by').waitFor();
  await banners.getByRole('button', { name: 'Dismiss: Your password was set anew with a link.' }).click();
  await banners.getByText('Your password was set anew with a link.').waitFor({ state: 'detached' });
  await theirs.page.reload();
  await banners.getByText('A link to set a new password for you was made by').waitFor();
  assert.equal(await banners.getByText('Your password was set anew with a link.').count(), 0);
  await theirs.leave();
});

test('the page behind a link, and the notices, in every look', { skip }, async () => {
  const { url } = authority;
  const { id, cookie: own } = await createPerson({ url, cookie }, 'mona');
  await issueToken(url, cookie, ['0-0-0-0-0'], { userId: id, name: 'For a job' });
  const { json } = await ask(`${url}/api/rest/users/${id}/passwordReset`, { method: 'POST', cookie });
  const link = new URL(json.link);
  rememberSecret(link.searchParams.get('link') ?? '');
  await examine({
    browser,
    url,
    path: link.pathname + link.search,
    cookie: own,
    state: (page) => page.getByRole('button', { name: 'Set password' }).waitFor(),
  });
  await examine({
    browser,
    url,
    path: '/account/security',
    cookie: own,
    state: async (page) => {
      await page.getByRole('heading', { name: 'Account Security' }).waitFor();
      await page.getByText('The permanent token For a job was made for you by').waitFor();
    },
  });
});

test('everything of a user is revoked at once, after the counts and the typed login', {
  skip,
}, async () => {
  const { url } = authority;
  const { id, login, cookie: own } = await createPerson({ url, cookie }, 'rosa');
  const { token } = await issueToken(url, own, ['0-0-0-0-0']);
  const { page, context, complaints, leave } = await visit(browser, url);
  await context.addCookies([asCookie(cookie, url)]);
  await page.goto(`${url}/admin/users/${id}/security`);
  await page.getByRole('button', { name: 'Revoke everything…' }).click();
  const dialog = page.getByRole('alertdialog', { name: `Revoke everything of ${login}?` });
  await dialog.getByText('This ends 1 token and 1 session, at once.').waitFor();
  await dialog.getByRole('button', { name: 'Revoke everything' }).click();
  await dialog.getByText(`Type exactly ${login}.`).waitFor();
  await dialog.getByLabel(`Type ${login} to confirm`).fill(login);
  await dialog.getByRole('button', { name: 'Revoke everything' }).click();
  await page.getByText(`Revoked for ${login}: 1 token and 1 session.`).waitFor();
  for (const credential of [{ token }, { cookie: own }])
    assert.equal((await ask(`${url}/api/rest/users/me`, credential)).status, 401);
  assert.deepEqual(complaints, []);
  await leave();
});

test('an administrator requires a new password, ends the sessions and an application password of somebody else', {
  skip,
}, async () => {
  const { url } = authority;
  const { id, login, password, cookie: own } = await createPerson({ url, cookie }, 'theo');
  await turnOnTwoFactor({ url, cookie: own });
  const mail = await makeApplicationPassword({ url, cookie: own }, 'Mail');
  const asProgram = () =>
    ask(`${url}/api/rest/users/me`, {
      headers: { authorization: basicAuthorization(login, mail.password) },
    });
  assert.equal((await asProgram()).status, 200);
  const { page, context, complaints, leave } = await visit(browser, url);
  await context.addCookies([asCookie(cookie, url)]);
  await page.goto(`${url}/admin/users/${id}/general`);
  await page.getByRole('button', { name: 'Require password change' }).click();
  await page.getByText(`${login} must replace the password at the next sign-in.`).waitFor();
  await page.getByText('Must be replaced at the next sign-in').waitFor();

  await page.goto(`${url}/admin/users/${id}/security`);
  const passwords = page.getByRole('region', { name: 'Application passwords' });
  await passwords.getByRole('checkbox', { name: 'Mail' }).check();
  await passwords.getByRole('button', { name: 'Delete…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete application password “Mail”?' });
  await question.getByRole('button', { name: 'Delete application password' }).click();
  await passwords.getByText(`${login} has no application passwords.`).waitFor();
  assert.equal((await asProgram()).status, 401);

  assert.equal((await ask(`${url}/api/rest/users/me`, { cookie: own })).status, 200);
  await page.getByRole('button', { name: 'End all sessions…' }).click();
  const ending = page.getByRole('alertdialog', { name: `End all sessions of ${login}?` });
  await ending.getByRole('button', { name: 'End all sessions' }).click();
  await page.getByText(`${login} is signed out everywhere.`).waitFor();
  await page.getByText(`${login} is not signed in anywhere.`).waitFor();
  assert.equal((await ask(`${url}/api/rest/users/me`, { cookie: own })).status, 401);
  assert.deepEqual(complaints, []);
  await leave();

  const back = await postForm(`${url}/sign-in`, { login, password });
  assert.equal(back.headers.get('set-cookie'), null);
  assert.match(back.text, /<h1>Choose a new password<\/h1>/);
});
