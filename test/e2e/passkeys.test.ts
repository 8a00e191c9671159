import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { createPerson } from '../../packages/server/test/harness/people.ts';
import { openBrowser, visit, type WatchedPage } from '../harness/browser.ts';
import { asCookie, examine } from '../harness/examine.ts';
import { ask, postForm, setUp } from '../harness/rest-client.ts';
import { rememberSecret } from '../harness/run-folder.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';
import { questionOf } from '../harness/software-authenticator.ts';
import { skipWithout } from '../harness/tools.ts';

/** Passkeys from end to end, with the authenticators that Chromium brings for tests: nothing of this project signs. */
const skip = skipWithout('chromium');
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

/** A browser with an authenticator: a passkey's home by default, or a security key that knows nobody. */
async function withAuthenticator(
  kind: 'passkey' | 'security key' = 'passkey',
): Promise<WatchedPage & { readonly devices: CDPSession; readonly authenticatorId: string }> {
  const watched = await visit(browser, authority.url);
  const devices = await watched.context.newCDPSession(watched.page);
  await devices.send('WebAuthn.enable');
  const isPasskey = kind === 'passkey';
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: isPasskey ? 'ctap2' : 'u2f',
      transport: isPasskey ? 'internal' : 'usb',
      hasResidentKey: isPasskey,
      hasUserVerification: isPasskey,
      isUserVerified: isPasskey,
      automaticPresenceSimulation: true,
    },
  });
  return { ...watched, devices, authenticatorId };
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Adds a passkey to an account that has a session in the browser; answers the recovery codes that came with it. */
async function add(page: Page, name: string): Promise<readonly string[]> {
  await page.goto(`${authority.url}/two-factor`);
  await page.getByLabel('Name of the passkey').fill(name);
  await page.getByRole('button', { name: 'Add a passkey or security key' }).click();
  await page.getByRole('heading', { name: 'Add a passkey or security key' }).waitFor();
  const codes = (await page.locator('.recovery-codes code').allTextContents()).map(rememberSecret);
  if (codes.length > 0) await page.getByLabel('I have saved the recovery codes').check();
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  await page.getByText('Two-factor authentication is on').waitFor();
  return codes;
}

test('a passkey is added, takes the second step, signs in alone, and is gone once it is removed', {
  skip,
}, async () => {
  const pia = await createPerson({ url: authority.url, cookie }, 'pia');
  const { page, context, complaints, devices, authenticatorId } = await withAuthenticator();
  await context.addCookies([asCookie(pia.cookie, authority.url)]);

  // Nothing is turned on before the recovery codes are said to be saved.
  await page.goto(`${authority.url}/two-factor`);
  await page.getByLabel('Name of the passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey or security key' }).click();
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  const state = async () =>
    (await ask(`${authority.url}/api/rest/users/${pia.id}/twoFactorAuthentication`, { cookie })).json;
  assert.equal((await state()).active, false);

  const codes = await add(page, 'Laptop');
  assert.equal(codes.length, 10);
  const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId });
  assert.deepEqual(
    credentials.map(({ rpId, isResidentCredential }) => [rpId, isResidentCredential]),
    [['localhost', true]],
  );

  // The second step, after the password.
  await context.clearCookies();
  await page.goto(`${authority.url}/sign-in?return=/two-factor`);
  await signIn(page, pia.login, pia.password);
  await page.getByRole('button', { name: 'Use a passkey or security key' }).click();
  await page.getByText('Two-factor authentication is on').waitFor();

  // Without login and password, and back to where the visitor was on the way to.
  await context.clearCookies();
  await page.goto(`${authority.url}/sign-in?return=/two-factor`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('Two-factor authentication is on').waitFor();
  await page.getByText('last used').waitFor();

  // One of two is taken away, by its name.
  await devices.send('WebAuthn.clearCredentials', { authenticatorId });
  assert.deepEqual(await add(page, 'Telephone'), []);
  await page.getByRole('button', { name: 'Remove Laptop' }).click();
  await page.getByRole('heading', { name: 'Remove “Laptop”?' }).waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('Two-factor authentication is on').waitFor();
  assert.deepEqual(
    (await state()).devices.map(({ kind, name }: { kind: string; name: string }) => [kind, name]),
    [['passkey', 'Telephone']],
  );
  assert.equal(await page.getByText('Laptop').count(), 0);

  // The one that was removed is of no use any more, though its authenticator still has it.
  await devices.send('WebAuthn.clearCredentials', { authenticatorId });
  for (const credential of credentials)
    await devices.send('WebAuthn.addCredential', { authenticatorId, credential });
  await context.clearCookies();
  await page.goto(`${authority.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('alert').getByText('That passkey was not accepted').waitFor();

  // The password with a recovery code still is.
  await signIn(page, pia.login, pia.password);
  await page.getByLabel('Recovery code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${authority.url}/`);
  // The refusal above, and nothing else.
  assert.deepEqual(
    complaints.map((text) => text.match(/status of (\d+)/)?.[1] ?? text),
    ['403'],
  );
  await context.close();
});

test('a security key that knows nobody takes the second step, and does not sign in alone', {
  skip,
}, async () => {
  const kai = await createPerson({ url: authority.url, cookie }, 'kai');
  const { page, context } = await withAuthenticator('security key');
  await context.addCookies([asCookie(kai.cookie, authority.url)]);
  await add(page, 'Key on the ring');
  await context.clearCookies();
  await page.goto(`${authority.url}/sign-in?return=/two-factor`);
  await signIn(page, kai.login, kai.password);
  await page.getByRole('button', { name: 'Use a passkey or security key' }).click();
  await page.getByText('Two-factor authentication is on').waitFor();
  await context.close();
});

test('an answer is worth nothing a second time, in another sign-in, on another origin, or for another account', {
  skip,
}, async () => {
  const { url } = authority;
  const [ida, max] = [await createPerson({ url, cookie }, 'ida'), await createPerson({ url, cookie }, 'max')];
  const { page, context, devices, authenticatorId } = await withAuthenticator();
  await context.addCookies([asCookie(ida.cookie, url)]);
  await add(page, 'Laptop');
  const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId });
  await context.clearCookies();

  // What the browser sends is kept, to be sent once more.
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/sign-in/'))
      sent.push(new URLSearchParams(request.postData() ?? '').get('passkey') ?? '');
  });
  await page.goto(`${url}/sign-in?return=/two-factor`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('Two-factor authentication is on').waitFor();
  const [answer = ''] = sent;
  assert.ok(answer.includes('"signature"'));
  const replayed = await postForm(`${url}/sign-in/passkey`, { passkey: answer });
  assert.equal(replayed.status, 403);
  const half = await postForm(`${url}/sign-in`, { login: ida.login, password: ida.password });
  const pending = / name="pending" value="([^"]+)"/.exec(half.text)?.[1] ?? '';
  const elsewhere = await postForm(`${url}/sign-in/second-step`, { pending, passkey: answer });
  assert.equal(elsewhere.status, 403);

  // Another origin of the same host: authenticators answer it, and this one does not take what they say.
  const stranger = await startAuthority();
  const foreign = await context.newPage();
  const foreignDevices = await context.newCDPSession(foreign);
  await foreignDevices.send('WebAuthn.enable');
  const second = await foreignDevices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  for (const credential of credentials)
    await foreignDevices.send('WebAuthn.addCredential', {
      authenticatorId: second.authenticatorId,
      credential: { ...credential, signCount: 1_000 },
    });
  await setUp(stranger);
  await foreign.goto(`${stranger.url}/sign-in`);
  const question = await (await fetch(`${url}/sign-in`)).text();
  const { challenge } = questionOf(question);
  await foreign.locator('form[data-passkey]').waitFor();
  const caught = foreign.waitForRequest((request) => request.url().endsWith('/sign-in/passkey'));
  await foreign.locator('form[data-passkey]').evaluate((form, text) => {
    const options = JSON.parse(form.dataset.options ?? '');
    form.dataset.options = JSON.stringify({ ...options, challenge: text });
  }, challenge);
  await foreign.getByRole('button', { name: 'Sign in with a passkey' }).click();
  const stolen = new URLSearchParams((await caught).postData() ?? '').get('passkey') ?? '';
  const { clientDataJSON } = JSON.parse(stolen).response;
  const said = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
  assert.deepEqual([said.challenge, said.origin], [challenge, stranger.url]);
  const refused = await postForm(`${url}/sign-in/passkey`, { passkey: stolen });
  assert.equal(refused.status, 403);
  await foreign.close();
  await stranger.stop();
  await page.bringToFront();

  // Max has a passkey of his own; it does not take the second step of Ida.
  await page.goto(`${url}/sign-in`);
  await context.clearCookies();
  await devices.send('WebAuthn.clearCredentials', { authenticatorId });
  await context.addCookies([asCookie(max.cookie, url)]);
  await add(page, 'Mine');
  await context.clearCookies();
  sent.length = 0;
  await page.goto(`${url}/sign-in?return=/two-factor`);
  await signIn(page, max.login, max.password);
  await page.getByRole('button', { name: 'Use a passkey or security key' }).click();
  await page.getByText('Two-factor authentication is on').waitFor();
  const crossed = await postForm(`${url}/sign-in/second-step`, { pending, passkey: sent.at(-1) ?? '' });
  assert.equal(crossed.status, 403);
  await context.close();
});

test('without a script the pages say that passkeys need one, and everything else works', {
  skip,
}, async () => {
  const noa = await createPerson({ url: authority.url, cookie }, 'noa');
  const { page, context, complaints } = await visit(browser, authority.url, { scripts: false });
  await page.goto(`${authority.url}/sign-in?return=/two-factor`);
  await page.getByText('Passkeys need JavaScript').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
  await signIn(page, noa.login, noa.password);
  await page.getByLabel('Name of the passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey or security key' }).click();
  await page.getByText('Passkeys need JavaScript').waitFor();
  for (const code of await page.locator('.recovery-codes code').allTextContents()) rememberSecret(code);
  assert.equal(await page.getByRole('button', { name: 'Make the passkey' }).count(), 0);
  await page.getByRole('link', { name: 'Not now' }).click();
  await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a browser without the passkey says so, and the button can be used again', { skip }, async () => {
  const { page, context } = await withAuthenticator();
  await page.goto(`${authority.url}/sign-in`);
  const button = page.getByRole('button', { name: 'Sign in with a passkey' });
  await button.click();
  await page
    .getByRole('alert')
    .getByText('No passkey was used. Try again, or sign in with your password.')
    .waitFor();
  assert.ok(await button.isEnabled());
  await context.close();
});

test('the pages of passkeys, in every look', { skip }, async () => {
  const { url } = authority;
  const { cookie: own } = await createPerson({ url, cookie }, 'lea');
  await examine({
    browser,
    url,
    path: '/sign-in',
    state: (page) => page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor(),
  });
  await examine({
    browser,
    url,
    path: '/two-factor',
    cookie: own,
    state: async (page) => {
      await page.getByLabel('Name of the passkey').fill('Laptop');
      await page.getByRole('button', { name: 'Add a passkey or security key' }).click();
      await page.getByRole('button', { name: 'Make the passkey' }).waitFor();
      for (const code of await page.locator('.recovery-codes code').allTextContents()) rememberSecret(code);
    },
  });
});
