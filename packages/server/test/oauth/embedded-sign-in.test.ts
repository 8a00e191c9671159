import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authorizationRequest,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { type CookieJar, cookieHeader, keep } from '../../../../test/harness/oauth-visitor.ts';
import { type Answer, administrator, ask, postForm } from '../../../../test/harness/rest-client.ts';
import { addSomebody, fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { createUser } from '../harness/people.ts';
import { securityFaults } from '../harness/security-headers.ts';

/** Whose pages may show ours in a frame, or see the end of a window that they opened: of every answer on the way. */
const house = await openHouse();
const { url, cookie } = house;
const held = await registerClient(house, 'held', { embeddedSignIn: true });
const other = await registerClient(house, 'other');

const originOf = ({ redirectUri }: TestClient) => new URL(redirectUri).origin;
const framedBy = (client: TestClient) => ({ origin: originOf(client), mayFrame: true });
const openedBy = (client: TestClient) => ({ origin: originOf(client), mayFrame: false });
type Holder = ReturnType<typeof framedBy> | undefined;

/** Every other header is looked at, too: none of them gets lost on the way. */
function assertHeld(answer: Answer, holder: Holder, formTarget?: string): Answer {
  const faults = securityFaults((name) => headerOf(answer, name), { holder, formTarget });
  assert.deepEqual(faults, [], answer.text.slice(0, 2_000));
  return answer;
}

/** The engine's cookies have rules of their own, and what is led on is no page, whatever stands in it. */
function headerOf({ headers }: Answer, name: string): string | null {
  const isLeft = name === 'set-cookie' || (name === 'content-type' && headers.has('location'));
  return isLeft ? null : headers.get(name);
}

/** As a browser asks for what stands in a frame of a page of the same site. */
const inFrame = { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'same-site' };

/** A browser that shows one address after the other, and follows nothing by itself. */
function aBrowser(session?: string) {
  const jar: CookieJar = new Map();
  if (session !== undefined) jar.set(...(session.split('=') as [string, string]));
  return {
    jar,
    get: async (address: string, headers: Readonly<Record<string, string>> = {}) =>
      keep(
        jar,
        await ask(new URL(address, url).href, {
          cookie: cookieHeader(jar),
          headers: { accept: 'text/html', ...headers },
        }),
      ),
    post: async (address: string, fields: Readonly<Record<string, string>>) =>
      keep(jar, await postForm(new URL(address, url).href, fields, cookieHeader(jar))),
  };
}

const next = (answer: Answer): string => {
  const location = answer.headers.get('location');
  assert.ok(location, `${answer.status}: ${answer.text}`);
  return location;
};

/** A browser that waits at the sign-in page for the application. */
async function atSignIn(client: TestClient, more: Readonly<Record<string, string>> = {}) {
  const browser = aBrowser();
  const request = next(await browser.get(authorizationRequest(client, more).address));
  const address = next(await browser.get(request));
  return { browser, request, address };
}

const credentials = { login: administrator.login, password: administrator.password };

async function change(client: TestClient, body: object): Promise<void> {
  const { status, text } = await ask(`${url}/api/rest/services/${client.id}`, {
    method: 'POST',
    cookie,
    body,
  });
  assert.equal(status, 200, text);
}

async function wholeWay(client: TestClient, framed: Holder, opened: Holder): Promise<void> {
  const browser = aBrowser();
  const target = originOf(client);
  const first = assertHeld(await browser.get(authorizationRequest(client).address), framed);
  const second = assertHeld(await browser.get(next(first)), framed);
  const signIn = next(second);
  assert.match(assertHeld(await browser.get(signIn), framed, target).text, /<h1>Sign in<\/h1>/);
  const wrong = await browser.post(signIn, { ...credentials, password: 'another one' });
  assert.match(assertHeld(wrong, framed, target).text, /role="alert"/);
  const expired = await browser.post(signIn.replace('/sign-in', '/sign-in/second-step'), { code: '000000' });
  assertHeld(expired, framed);
  const right = assertHeld(await browser.post(signIn, credentials), framed);
  const resumed = assertHeld(await browser.get(next(right)), framed);
  const asked = assertHeld(await browser.get(next(resumed)), framed);
  const consent = assertHeld(await browser.get(next(asked)), opened, target);
  assert.match(consent.text, /value="allow"/);
  const allowed = assertHeld(await browser.post(next(asked), { answer: 'allow' }), framed);
  const done = assertHeld(await browser.get(next(allowed)), framed);
  assert.ok(next(done).startsWith(`${client.redirectUri}?code=`));
}

describe('embedded sign-in', () => {
  test('opens every step to the one origin where the answer goes, and consent to its window alone', () =>
    wholeWay(held, framedBy(held), openedBy(held)));

  test('is closed on every step for a service where it is off', () => wholeWay(other, undefined, undefined));

  test('opens the form for a new password to the window alone, and account pages to nobody', async () => {
    const chosen = { login: fresh('first'), password: 'canary phrase that an administrator chose' };
    await createUser(house, chosen.login, { password: chosen.password });
    const { browser, address } = await atSignIn(held);
    const form = await browser.post(address, chosen);
    assert.match(assertHeld(form, openedBy(held), originOf(held)).text, /<h1>Choose a new password<\/h1>/);
    const query = address.slice(address.indexOf('?'));
    const somebody = aBrowser((await addSomebody(house, fresh('user'))).cookie);
    for (const path of ['/change-password', '/two-factor'])
      assert.equal(assertHeld(await somebody.get(path + query), undefined, originOf(held)).status, 200, path);
    assertHeld(await somebody.get(`/reset-password${query}`), undefined, originOf(held));
  });

  test('opens nothing that belongs to no request', async () => {
    const browser = aBrowser();
    const unknown = `/oauth/continue/${'x'.repeat(21)}`;
    for (const path of [
      '/sign-in',
      '/sign-in?return=%2Faccount',
      `/sign-in?return=${encodeURIComponent(unknown)}`,
      `/sign-in?return=${encodeURIComponent(held.redirectUri)}`,
      `/sign-in?client_id=${held.id}&redirect_uri=${encodeURIComponent(held.redirectUri)}`,
      unknown,
      '/device',
      '/api/rest/oauth2/logout',
      `/api/rest/oauth2/logout?client_id=${held.id}`,
    ])
      for (const headers of [{}, inFrame]) {
        const answer = await browser.get(path, headers);
        assertHeld(answer, undefined);
      }
  });

  test('opens nothing for an address that is not registered, whichever way it is asked for', async () => {
    for (const more of [
      { redirect_uri: 'https://evil.example.test/' },
      { redirect_uri: 'https://*.example.test/' },
      { redirect_uri: `${held.redirectUri}/` },
    ]) {
      const answer = await aBrowser().get(authorizationRequest(held, more).address, inFrame);
      assert.equal(assertHeld(answer, undefined).headers.get('location'), null, more.redirect_uri);
    }
  });

  test('ends at the next answer where it is switched off meanwhile, or its address removed', async () => {
    const moved = 'https://moved.example.test/callback';
    for (const withdrawn of [{ embeddedSignIn: false }, { redirectUris: [moved] }]) {
      const client = await registerClient(house, fresh('once'), { embeddedSignIn: true });
      const { browser, request, address } = await atSignIn(client);
      assertHeld(await browser.get(address, inFrame), framedBy(client), originOf(client));
      await change(client, withdrawn);
      for (const headers of [{}, inFrame]) {
        assertHeld(await browser.get(address, headers), undefined, originOf(client));
        assertHeld(await browser.get(request, headers), undefined);
      }
      const signedIn = assertHeld(await browser.post(address, credentials), undefined);
      const resumed = assertHeld(await browser.get(next(signedIn), inFrame), undefined);
      assertHeld(await browser.get(next(resumed), inFrame), undefined);
    }
  });

  test('opens nothing for what is no https address', async () => {
    const uris = ['http://localhost:4180/callback', 'com.example.app:/callback'];
    for (const redirectUri of uris) {
      const client = await registerClient(house, fresh('program'), {
        trusted: false,
        redirectUris: [redirectUri],
        embeddedSignIn: true,
      });
      const { browser, address } = await atSignIn(client);
      const target = redirectUri.startsWith('http') ? originOf(client) : 'com.example.app:';
      assertHeld(await browser.get(address, inFrame), undefined, target);
    }
  });

  test('goes by the request that the browser waits with, whatever name stands in the address', async () => {
    const lure = await atSignIn(held);
    const browser = aBrowser((await addSomebody(house, fresh('user'))).cookie);
    next(await browser.get(authorizationRequest(other).address));
    const consent = await browser.get(lure.request);
    assert.match(assertHeld(consent, undefined, originOf(other)).text, /Let <bdi>other<\/bdi> act as you/);
  });
});

describe('in a frame', () => {
  const page = async (path: string, browser = aBrowser(), site = 'same-site') =>
    browser.get(path, { ...inFrame, 'sec-fetch-site': site });

  test('the page of signing in tells its one holder of itself, and leaves passkeys to a window', async () => {
    const { browser, request, address } = await atSignIn(held);
    const framed = await page(address, browser);
    assertHeld(framed, framedBy(held), originOf(held));
    assert.ok(framed.text.includes(`<html lang="en" data-holder="${originOf(held)}">`));
    assert.match(framed.text, /src="\/frame\.js\?/);
    assert.doesNotMatch(framed.text, /passkeys\.js|data-passkey/);
    assert.ok(framed.text.includes(`<a href="${request}" target="_top">`));
    const alone = await browser.get(address);
    assert.match(alone.text, /src="\/passkeys\.js\?/);
    assert.doesNotMatch(alone.text, /frame\.js|data-holder|_top/);
  });

  test('nobody is asked for consent: the page leads to a window', async () => {
    const browser = aBrowser((await addSomebody(house, fresh('user'))).cookie);
    const request = next(await browser.get(authorizationRequest(held).address));
    for (const dest of ['iframe', 'frame', 'object', 'embed', 'fencedframe']) {
      const answer = await browser.get(request, { ...inFrame, 'sec-fetch-dest': dest });
      assertHeld(answer, framedBy(held));
      assert.doesNotMatch(answer.text, /<form|<button/);
      assert.ok(answer.text.includes(`href="${request}" target="_top"`));
    }
    // A browser that does not say where it shows things shows it in no frame.
    assertHeld(await browser.get(request), openedBy(held), originOf(held));
  });

  test('of another site nothing is asked for, as nobody could be signed in there', async () => {
    const { browser, request, address } = await atSignIn(held);
    for (const [path, visitor] of [
      [request, aBrowser()],
      [address, aBrowser()],
      [address, browser],
    ] as const) {
      const answer = await page(path, visitor, 'cross-site');
      assertHeld(answer, framedBy(held));
      assert.match(answer.text, /<h1>Nobody can sign in here<\/h1>/);
      assert.doesNotMatch(answer.text, /<form|<button|<a |<script/);
    }
  });

  test('pages of the account are not shown, on the way to an application neither', async () => {
    const { address } = await atSignIn(held);
    const somebody = aBrowser((await addSomebody(house, fresh('user'))).cookie);
    for (const path of ['/change-password', '/two-factor']) {
      const answer = await page(path + address.slice(address.indexOf('?')), somebody);
      assert.doesNotMatch(answer.text, /<form|<button/);
      assertHeld(await page(path, somebody), undefined);
    }
  });

  test('a form is taken from our own page alone', async () => {
    const { address } = await atSignIn(held);
    for (const site of ['same-site', 'cross-site']) {
      const answer = await ask(new URL(address, url).href, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: originOf(held),
          ...inFrame,
          'sec-fetch-site': site,
        },
        body: new URLSearchParams(credentials).toString(),
      });
      assert.deepEqual([answer.status, answer.headers.getSetCookie()], [403, []]);
    }
  });
});
