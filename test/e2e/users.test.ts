import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import {
  beginTwoFactor,
  createPerson,
  createUser,
  makeApplicationPassword,
  signInFirst,
} from '../../packages/server/test/harness/people.ts';
import { appCode } from '../harness/app-code.ts';
import { openBrowser, visit } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, introspect, issueToken, postForm, registerService, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { skipWithout } from '../harness/tools.ts';

/** Users and bots in the pages of administration: made, looked through, given rights, banned and deleted. */
const skip = skipWithout('chromium');
let authority: RunningAuthority;
let browser: Browser;
let cookie: string;
let wiki: { id: string; secret: string };
const ids: Record<string, string> = {};

before(async () => {
  if (skip) return;
  authority = await startAuthority();
  browser = await openBrowser();
  cookie = await setUp(authority);
  wiki = await registerService(authority.url, cookie, 'wiki', 'Wiki');
  const engineering = await post('usergroups', { name: 'Engineering' });
  const payments = await post('usergroups', { name: 'Payments team', parent: { id: engineering.id } });
  await post('projects', { key: 'payments', name: 'Payments' });
  await post('roles', {
    name: 'Keeper',
    key: 'keeper',
    permissions: [{ key: 'jetbrains.jetpass.project-delete' }],
  });
  await add('jane.doe', { name: 'Jane Doe', groups: [{ id: payments.id }] });
  await add('max', { name: 'Max Mustermann' });
  await add('lisa', { name: 'Lisa Butler' });
  await add('otto', { name: 'Otto Normal', groups: [{ id: payments.id }] });
  await add('ci', {
    kind: 'bot',
    name: 'Continuous integration',
    purpose: 'Builds every push',
    owner: { id: ids.max },
  });
});

after(async () => {
  await browser?.close();
  await authority?.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: whatever the authority answers.
async function post(path: string, body: unknown): Promise<any> {
  const answer = await ask(`${authority.url}/api/rest/${path}`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

async function add(login: string, more: Readonly<Record<string, unknown>>): Promise<void> {
  ids[login] = await createUser({ url: authority.url, cookie }, login, more);
}

/** The console stays silent but for what the server refuses on purpose. */
async function visitAsAda(
  path: string,
  act: (page: Page) => Promise<void>,
  expected: RegExp = /^$/,
): Promise<void> {
  const { page, context, complaints, leave } = await visit(browser, authority.url);
  await context.addCookies([asCookie(cookie, authority.url)]);
  await page.goto(`${authority.url}${path}`);
  await act(page);
  assert.deepEqual(
    complaints.filter((complaint) => !expected.test(complaint)),
    [],
  );
  await leave();
}

const look = (path: string, state: (page: Page) => Promise<unknown>) =>
  examine({ browser, url: authority.url, path, cookie, state });
const row = (page: Page, name: RegExp) => page.getByRole('row', { name });

test('the pages of a user, and the list of bots, read well in both themes and on a phone', {
  skip,
}, async () => {
  const jane = `/admin/users/${ids['jane.doe']}`;
  await look(`${jane}/general`, (page) => page.getByRole('heading', { name: 'Sign-in' }).waitFor());
  await look(`${jane}/access`, async (page) => {
    await row(page, /Observer Global everywhere Given directly/).waitFor();
    await page.getByText('Update Self').waitFor();
  });
  await look('/admin/bots', (page) => row(page, /Continuous integration max/).waitFor());
});

test('a new user gets a password that is shown once, and replaces it at the first sign-in', {
  skip,
}, async () => {
  await visitAsAda(
    '/admin/users',
    async (page) => {
      await row(page, /Jane Doe/).waitFor();
      await page.keyboard.press('n');
      const dialog = page.getByRole('dialog', { name: 'New User' });
      await dialog.getByLabel('Login').fill('jane.doe');
      await dialog.getByLabel('Full name').fill('Zoe Groß');
      await dialog.getByRole('button', { name: 'Create user' }).click();
      await dialog.getByText('Is taken.').waitFor();
      assert.equal(await dialog.getByLabel('Full name').inputValue(), 'Zoe Groß', 'nothing typed is lost');
      await dialog.getByLabel('Login').fill('zoe');
      await dialog.getByRole('button', { name: 'Create user' }).click();
      const shown = page.getByRole('dialog', { name: 'User zoe created' });
      await shown.getByRole('button', { name: 'Done' }).click();
      const question = page.getByRole('alertdialog', { name: 'Close without copying the password?' });
      await question.getByRole('button', { name: 'Go back' }).click();
      await shown.getByRole('button', { name: 'Copy', exact: true }).click();
      const password = rememberSecret(await page.evaluate(() => navigator.clipboard.readText()));
      await shown.getByRole('button', { name: 'Done' }).click();
      await row(page, /Zoe Groß/).waitFor();
      assert.ok(!(await page.content()).includes(password));
      const newPassword = rememberSecret('canary zoe and nobody else');
      await signInFirst(authority.url, { login: 'zoe', password, newPassword });
    },
    /status of 409/,
  );
});

test('somebody joins a group and is given a role, and the page says what they may do from then on', {
  skip,
}, async () => {
  await visitAsAda(`/admin/users/${ids.lisa}/groups`, async (page) => {
    await page.getByRole('button', { name: 'Add to group…' }).first().click();
    const groups = page.getByRole('dialog', { name: 'Add lisa to groups' });
    await groups.getByRole('combobox', { name: 'Groups' }).fill('pay');
    await page.getByRole('option', { name: 'Payments team' }).click();
    await page.keyboard.press('Escape');
    await groups.getByRole('button', { name: 'Add', exact: true }).click();
    await row(page, /Payments team Joined/).waitFor();
    await row(page, /Engineering Inherited through Payments team/).waitFor();

    await page.getByRole('link', { name: 'Access', exact: true }).click();
    await page.getByRole('button', { name: 'Give role…' }).first().click();
    const role = page.getByRole('dialog', { name: 'Give lisa a role' });
    await role.getByRole('combobox', { name: 'Role' }).fill('kee');
    await page.getByRole('option', { name: /Keeper/ }).click();
    await role.getByRole('combobox', { name: 'Where' }).fill('pay');
    await page.getByRole('option', { name: /Payments/ }).click();
    await role.getByRole('button', { name: 'Give role' }).click();
    await page.getByText('Delete Project').waitFor();

    await row(page, /Keeper Payments/)
      .getByRole('checkbox')
      .click();
    await page.getByRole('button', { name: 'Take away…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take away' }).click();
    await page.getByText('Delete Project').waitFor({ state: 'detached' });
  });
});

test('banning asks why, and who answers for the bots that are left; bots of nobody stand out until somebody does', {
  skip,
}, async () => {
  await visitAsAda('/admin/users', async (page) => {
    await row(page, /Max Mustermann/)
      .getByRole('checkbox')
      .click();
    await page.keyboard.press('b');
    const dialog = page.getByRole('dialog', { name: 'Ban max?' });
    await dialog.getByText('Bots in their care: ci.').waitFor();
    await dialog.getByLabel('Reason').fill('left the company');
    await dialog.getByRole('button', { name: 'Ban', exact: true }).click();
    await row(page, /Max Mustermann banned: left the company/).waitFor();

    await page.getByRole('link', { name: 'Bots' }).click();
    await page.getByText('Nobody answers for ci any more').waitFor();
    const isOn = page.getByRole('switch', { name: 'ci is on' });
    assert.equal(
      await isOn.isChecked(),
      false,
      'nothing of it is accepted, and that is what the switch says',
    );
    await page.getByRole('switch', { name: 'ci is on', description: /Choose a new owner/ }).waitFor();
    await page.getByRole('button', { name: 'Choose new owner…' }).click();
    const owner = page.getByRole('dialog', { name: 'Choose a new owner' });
    await owner.getByRole('combobox', { name: 'Owner' }).fill('m');
    await page.getByText('Nothing matches').waitFor();
    await owner.getByRole('combobox', { name: 'Owner' }).fill('jane');
    await page.getByRole('option', { name: /Jane Doe/ }).click();
    await owner.getByRole('button', { name: 'Make responsible' }).click();
    await page.getByText('Nobody answers for ci any more').waitFor({ state: 'detached' });
    await row(page, /Continuous integration jane.doe/).waitFor();
    assert.equal(await isOn.isChecked(), true);
  });
});

test('a bot is made with its first token, and one switch shuts every door to it', { skip }, async () => {
  await visitAsAda('/admin/bots', async (page) => {
    await row(page, /Continuous integration/).waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: 'New Bot' });
    await dialog.getByLabel('Name').fill('Backup');
    await dialog.getByLabel('Login').fill('backup');
    await dialog.getByLabel('Purpose').fill('Copies the wiki to the archive');
    await dialog.getByRole('button', { name: 'Create bot' }).click();
    const first = page.getByRole('dialog', { name: 'New Permanent Token for backup' });
    assert.equal(await first.getByLabel('Name').inputValue(), 'Backup token');
    await first.getByRole('combobox', { name: 'Scope' }).fill('wiki');
    await page.getByRole('option', { name: /Wiki/ }).click();
    await page.keyboard.press('Escape');
    await first.getByRole('button', { name: 'Create token' }).click();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    const token = rememberSecret(await page.evaluate(() => navigator.clipboard.readText()));
    await page.getByRole('button', { name: 'Done' }).click();
    await row(page, /Backup ada you 1/).waitFor();
    const isActive = async () => (await introspect(authority.url, wiki, token)).json.active;
    assert.equal(await isActive(), true);
    const isOn = page.getByRole('switch', { name: 'backup is on' });
    await isOn.click();
    await page.getByText('backup is off: nothing of it is accepted.').waitFor();
    assert.equal(await isActive(), false);
    await isOn.click();
    await page.getByText('backup is on.').waitFor();
    assert.equal(await isActive(), true);
  });
});

test('deleting somebody counts what ends, and wants the login typed; nobody deletes themselves', {
  skip,
}, async () => {
  const { token } = await issueToken(authority.url, cookie, [wiki.id], { userId: ids.otto ?? '' });
  await visitAsAda(`/admin/users/${ids.otto}/general`, async (page) => {
    await page.getByRole('button', { name: 'Delete…' }).click();
    const question = page.getByRole('alertdialog', { name: 'Delete user otto?' });
    await question.getByText('This ends 1 token, 1 role and 1 membership, at once.').waitFor();
    await question.getByRole('button', { name: 'Delete user' }).click();
    await question.getByText('Type exactly otto.').waitFor();
    await question.getByLabel('Type otto to confirm').fill('otto');
    await question.getByRole('button', { name: 'Delete user' }).click();
    await page.waitForURL(/\/admin\/users$/);
    await row(page, /Ada Lovelace/).waitFor();
    assert.equal(await row(page, /Otto Normal/).count(), 0);
    assert.equal((await introspect(authority.url, wiki, token)).json.active, false);

    await row(page, /Ada Lovelace/)
      .getByRole('checkbox')
      .click();
    await page.getByRole('button', { name: 'Delete…', description: 'This must not be yourself.' }).waitFor();
  });
});

test('where an account was that is gone, its page says so and leads to what the log tells of it', {
  skip,
}, async () => {
  const gone = await createUser({ url: authority.url, cookie }, 'gone');
  const { status } = await ask(`${authority.url}/api/rest/users/${gone}`, { method: 'DELETE', cookie });
  assert.equal(status, 200);
  await visitAsAda(
    `/admin/users/${gone}/security`,
    async (page) => {
      await page.getByText('The account gone was deleted.').waitFor();
      assert.equal(await page.getByRole('alert').count(), 0);
      await page.getByRole('link', { name: 'What the log tells of it' }).click();
      await row(page, /Deleted a user gone/).waitFor();
      await row(page, /Created a user gone/).waitFor();
      await page.goto(`${authority.url}/admin/users/${gone.replace(/.$/, 'z')}/general`);
      await page.getByText('The user could not be loaded').waitFor();
    },
    /status of 40[04]/,
  );
});

test('a query that is refused counts nothing and finds nothing, and says what is wrong with it', {
  skip,
}, async () => {
  await visitAsAda(
    '/admin/users',
    async (page) => {
      const search = page.getByRole('combobox', { name: 'Search users' });
      const ask = async (query: string) => {
        await search.fill(query);
        await search.press('Enter');
      };
      await ask('nobodyatall');
      await page.getByText('Nothing matches “nobodyatall”.').waitFor();
      await page.getByText('0 users', { exact: true }).waitFor();
      await ask('colour: red');
      await page.getByText('Cannot ask for "colour"').waitFor();
      assert.equal(await page.getByText('Nothing matches').count(), 0);
      assert.equal(await page.getByText('0 users').count(), 0);
      await ask('jane');
      await page.getByText('1 user', { exact: true }).waitFor();
    },
    /status of 400/,
  );
});

test('a long name leaves the other columns in sight, and is there to read', { skip }, async () => {
  const name = `Maria ${'de la Concepción '.repeat(11)}García`;
  await add('maria', { name });
  await visitAsAda('/admin/users', async (page) => {
    const link = row(page, /Maria/).getByRole('link', { name });
    await link.waitFor();
    const box = await link.boundingBox();
    assert.ok(box !== null && box.height < 60, `two lines, not ${box?.height} pixels`);
    assert.equal(await link.locator('bdi').getAttribute('title'), name);
  });
});

test('a name that is markup stays a name, of a user and of all that is theirs', { skip }, async () => {
  const { url } = authority;
  const name = '<img src=x onerror=alert(1)>';
  const mallory = await createPerson({ url, cookie }, 'mallory');
  await post(`users/${mallory.id}`, { name });
  const key = await beginTwoFactor({ url, cookie: mallory.cookie }, name);
  const form = { codes: 'shown', saved: 'yes', code: appCode(key) };
  assert.equal((await postForm(`${url}/two-factor/confirm`, form, mallory.cookie)).status, 303);
  await makeApplicationPassword({ url, cookie: mallory.cookie }, name);
  await issueToken(url, mallory.cookie, ['0-0-0-0-0'], { name });

  const watch = (page: Page) => {
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const seen = (title: string) => page.getByRole('region', { name: title }).getByText(name).first();
    const isAlone = async () => {
      assert.equal(await page.locator('img').count(), 0);
      assert.deepEqual(dialogs, []);
    };
    return { seen, isAlone };
  };
  const sections = ['Tokens', 'Application passwords', 'Two-factor authentication'];
  await visitAsAda('/admin/users', async (page) => {
    const { seen, isAlone } = watch(page);
    await page.getByRole('link', { name }).waitFor();
    await isAlone();
    await page.goto(`${url}/admin/users/${mallory.id}/general`);
    await page.getByText(name).first().waitFor();
    await isAlone();
    await page.goto(`${url}/admin/users/${mallory.id}/security`);
    for (const title of sections) await seen(title).waitFor();
    await isAlone();
    await page.goto(`${url}/admin/audit`);
    await page.getByText(name).first().waitFor();
    await isAlone();
    await page.context().addCookies([asCookie(mallory.cookie, url)]);
    await page.goto(`${url}/account/security`);
    for (const title of sections) await seen(title).waitFor();
    await isAlone();
    await page.goto(`${url}/two-factor`);
    await page.getByText(name).waitFor();
    await isAlone();
  });
});
