import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceId, UserId } from '@countersign/core';
import {
  askForCode,
  authorizationRequest,
  connect,
  redeem,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import {
  authorize,
  type CookieJar,
  cookieHeader,
  jarOf,
  keep,
} from '../../../../test/harness/oauth-visitor.ts';
import { type Answer, ask, postForm, registerService } from '../../../../test/harness/rest-client.ts';
import { addGroup, addSomebody, addUser, fresh, type Somebody, signedIn } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { createPerson, turnOnTwoFactor } from '../harness/people.ts';

const house = await openHouse();
const { url, authority } = house;
const server = await registerClient(house, 'server');
const trusted = await registerClient(house, 'trusted', { consentRequired: false });
const { tables } = authority.store;
const html = { accept: 'text/html' };

const visitor = ({ cookie }: { cookie?: string }) => ({ url, cookie });
const person = async () => addSomebody(house, fresh('user'));
const consentOf = ({ id }: { id: string }, client = server) =>
  tables.approvedScopes.findOf(id as UserId, client.id as ServiceId);

/** What the client is told when nobody may be asked. */
async function silently(
  who: { cookie?: string },
  more: Readonly<Record<string, string>> = {},
  client = server,
) {
  const { address } = authorizationRequest(client, { prompt: 'none', ...more });
  const answer = await ask(address, { cookie: who.cookie, headers: html });
  const { searchParams } = new URL(answer.headers.get('location') ?? url);
  assert.equal(answer.status, 303);
  return searchParams.get('error') ?? (searchParams.get('code') === null ? undefined : 'a code');
}

/** The first page that somebody is sent to, if they are sent to one. */
async function pageFor(
  who: { cookie?: string },
  more: Readonly<Record<string, string>> = {},
  client = server,
  { address }: { readonly address: string } = authorizationRequest(client, more),
) {
  const jar = jarOf({ url, ...who });
  let next = address;
  for (let step = 0; step < 5; step += 1) {
    const answer = keep(jar, await ask(next, { cookie: cookieHeader(jar), headers: html }));
    const to = answer.headers.get('location');
    if (to === null) return { answer, jar, address: next };
    if (!new URL(to, url).href.startsWith(url)) return { to, jar, address: next };
    next = new URL(to, url).href;
  }
  throw new Error('the authority leads in a circle');
}

/** Somebody whose group asks for a second factor that they do not have, signed in before and signed in now. */
async function cutDown(): Promise<Somebody> {
  const user = await addUser(house, fresh('deputy'));
  const before = await signedIn(house, user);
  await connect(server, visitor(before));
  await connect(trusted, visitor(before));
  const group = await addGroup(house, fresh('guarded'), { members: [user.id] });
  const changed = await ask(`${url}/api/rest/usergroups/${group}`, {
    method: 'POST',
    cookie: house.cookie,
    body: { requiredTwoFactorAuthentication: true },
  });
  assert.equal(changed.status, 200, changed.text);
  const { permissions } = (await ask(`${url}/api/rest/users/me`, { cookie: before.cookie })).json;
  assert.deepEqual(permissions, ['jetbrains.jetpass.profile-updateSelf'], 'the session is cut down');
  return before;
}

describe('whoever has not signed in', () => {
  test('is asked to, and by nobody where the application wants silence', async () => {
    assert.equal(await silently({}), 'login_required');
    assert.equal(await silently({}, {}, trusted), 'login_required');
    const { answer } = await pageFor({});
    assert.match(answer?.text ?? '', /<form method="post" action="\/sign-in\?return=%2Foauth%2Fcontinue%2F/);
  });

  test('is everybody with a session that ended', async () => {
    const user = await person();
    await connect(server, visitor(user));
    assert.equal(await silently(user), 'a code');
    assert.equal((await postForm(`${url}/sign-out`, {}, user.cookie)).status, 303);
    assert.equal(await silently(user), 'login_required');
  });

  test('is who was banned', async () => {
    const user = await person();
    await connect(server, visitor(user));
    await ban(user);
    assert.equal(await silently(user), 'login_required');
  });

  test("is not taken for somebody by cookies of the engine's own", async () => {
    const user = await person();
    await connect(server, visitor(user));
    const { id } = await sessionOf(user);
    const other = await person();
    for (const forged of [
      `countersign_engine_session=${id}`,
      `countersign_engine_session="${id}"`,
      `countersign_engine_session=${user.id}`,
      `countersign_engine_session=x; countersign_engine_session=${id}`,
      `x=y;countersign_engine_session=${id}`,
      `countersign_engine_session =${id}`,
      `COUNTERSIGN_ENGINE_SESSION=${id}`,
      `countersign_engine_session.sig=x; countersign_engine_session=${id}`,
      `_session=${id}; countersign_engine_session=${id}`,
    ]) {
      assert.equal(await silently({ cookie: forged }), 'login_required', forged);
      // Beside a session of one's own it is that one that counts.
      for (const both of [`${other.cookie}; ${forged}`, `${forged}; ${other.cookie}`])
        assert.equal(await silently({ cookie: both }), 'consent_required', both);
    }
  });
});

test('the engine gives a browser no session, and no cookie that outlives the request', async () => {
  const user = await person();
  for (const who of [{}, user]) {
    const answer = await ask(authorizationRequest(server).address, {
      cookie: who === user ? user.cookie : undefined,
      headers: html,
    });
    const names = answer.headers
      .getSetCookie()
      .map((line) => line.split('=')[0])
      .sort();
    assert.deepEqual(names, ['countersign_interaction', 'countersign_resume']);
    for (const line of answer.headers.getSetCookie()) {
      assert.match(line, /; httponly/i);
      assert.match(line, /; samesite=lax/i);
      assert.match(line, /; path=\/(oauth\/continue|api\/rest\/oauth2\/auth)\//i);
    }
  }
});

describe('consent', () => {
  test('is asked for once, and for more when more is wanted', async () => {
    const user = await person();
    assert.equal(await silently(user), 'consent_required');
    await connect(server, visitor(user), 'openid Hub');
    assert.equal(await silently(user, { scope: 'openid Hub' }), 'a code');
    assert.equal(await silently(user, { scope: 'Hub' }), 'a code');
    assert.equal(await silently(user, { scope: 'openid email Hub' }), 'consent_required');
    assert.equal(await silently(user, { scope: 'Hub server' }), 'consent_required');
    assert.equal(
      await silently(user, { scope: 'Hub', prompt: 'none' }, await registerClient(house, fresh('app'))),
      'consent_required',
    );
  });

  test('is of one user to one client', async () => {
    const [user, other] = [await person(), await person()];
    await connect(server, visitor(user));
    assert.equal(await silently(other), 'consent_required');
  });

  test('is asked for again when the application wants it so', async () => {
    const user = await person();
    await connect(server, visitor(user));
    const { answer } = await pageFor(user, { prompt: 'consent' });
    assert.match(answer?.text ?? '', /<form class="answers"/);
  });

  test('is asked of an installed program each time, as anybody may stand at its address', async () => {
    const desktop = await registerClient(house, fresh('desktop'), {
      trusted: false,
      redirectUris: ['com.example.desktop:/callback'],
    });
    const installed = { ...desktop, redirectUri: 'com.example.desktop:/callback' };
    const user = await person();
    await connect(installed, visitor(user));
    assert.equal(await silently(user, {}, installed), 'interaction_required');
    const { answer } = await pageFor(user, {}, installed);
    assert.match(answer?.text ?? '', /<form class="answers"/);
  });

  test('that is refused is remembered by nobody', async () => {
    const user = await person();
    const { location } = await authorize(visitor(user), authorizationRequest(server).address, 'deny');
    assert.equal(new URL(location ?? url).searchParams.get('error'), 'access_denied');
    assert.equal(await consentOf(user), undefined);
  });

  test('is given by whom the page asks, not by the words of the form', async () => {
    const user = await person();
    const { jar, address } = await pageFor(user);
    const forged = {
      answer: 'allow',
      client_id: trusted.id,
      scope: 'Hub server',
      redirect_uri: 'https://evil.example/',
      uid: 'x',
    };
    const answer = keep(jar, await postForm(address, forged, cookieHeader(jar)));
    assert.equal(answer.status, 303);
    const { location } = await authorize(
      visitor(user),
      new URL(answer.headers.get('location') ?? '', url).href,
      'allow',
      jar,
    );
    assert.match(location ?? '', /^https:\/\/server\.example\.test\/callback\?code=/);
    const consent = await consentOf(user);
    assert.deepEqual(consent?.audience, ['0-0-0-0-0']);
    assert.equal(await consentOf(user, trusted), undefined);
  });

  test('is given by nothing but the button that gives it', async () => {
    for (const form of [
      {},
      { answer: '' },
      { answer: 'Allow' },
      { answer: 'yes' },
      { allow: 'allow' },
    ] as const) {
      const user = await person();
      const { jar, address } = await pageFor(user);
      const answer = keep(jar, await postForm(address, form, cookieHeader(jar)));
      const { location } = await authorize(
        visitor(user),
        new URL(answer.headers.get('location') ?? '', url).href,
        'allow',
        jar,
      );
      assert.match(location ?? '', /error=access_denied/, JSON.stringify(form));
      assert.equal(await consentOf(user), undefined);
    }
  });

  test('is not given by a form on another site', async () => {
    const user = await person();
    const { jar, address } = await pageFor(user);
    for (const site of ['cross-site', 'same-site']) {
      const answer = await ask(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie: cookieHeader(jar) ?? '',
          'sec-fetch-site': site,
        },
        body: 'answer=allow',
      });
      assert.equal(answer.status, 403, site);
    }
    assert.equal(await consentOf(user), undefined);
  });

  test("is not given by somebody else's browser, which lacks the request's own cookie", async () => {
    const [user, mallory] = [await person(), await person()];
    const { address } = await pageFor(mallory);
    const answer = await postForm(address, { answer: 'allow' }, user.cookie);
    assert.equal(answer.status, 410);
    assert.equal(await consentOf(user), undefined);
  });

  test('is not given to where its user may not go', async () => {
    const shut = await registerService(url, house.cookie, fresh('shut'));
    const user = await person();
    await shutFor(shut.id);
    const { location, page } = await authorize(
      visitor(user),
      authorizationRequest(server, { scope: `Hub ${shut.id}` }).address,
    );
    assert.equal(location, undefined);
    assert.ok((page?.status ?? 0) >= 400, `${page?.status}`);
    assert.equal(await consentOf(user), undefined);
    assert.equal(await silently(user, { scope: `Hub ${shut.id}` }), 'consent_required');
  });
});

test('who may not use an application any more is not signed in there, whatever they agreed to before', async () => {
  const user = await person();
  const app = await registerClient(house, fresh('app'));
  const open = await registerClient(house, fresh('open'), { consentRequired: false });
  for (const client of [app, open]) {
    await connect(client, visitor(user), 'openid');
    await shutFor(client.id);
    assert.equal(await silently(user, { scope: 'openid' }, client), 'consent_required');
    const { location } = await authorize(
      visitor(user),
      authorizationRequest(client, { scope: 'openid' }).address,
    );
    assert.equal(location, undefined);
  }
});

describe('a session that is cut down for want of a second factor', () => {
  test('uses no consent that was given before, and none that is not asked for', async () => {
    const user = await cutDown();
    for (const client of [server, trusted]) {
      assert.equal(await silently(user, {}, client), 'consent_required', client.id);
      const { answer, to } = await pageFor(user, {}, client);
      assert.equal(to, undefined);
      assert.match(answer?.text ?? '', /set it up<\/a> before you let an application act as you/);
      assert.doesNotMatch(answer?.text ?? '', /value="allow"/);
    }
  });

  test('approves nothing', async () => {
    const user = await cutDown();
    for (const client of [server, trusted, await registerClient(house, fresh('app'))]) {
      const before = await consentOf(user, client);
      const { jar, address } = await pageFor(user, {}, client);
      const answer = await postForm(address, { answer: 'allow' }, cookieHeader(jar));
      assert.equal(answer.status, 403, answer.text);
      assert.equal(answer.headers.get('location'), null);
      assert.deepEqual(await consentOf(user, client), before);
    }
  });

  test('may refuse', async () => {
    const user = await cutDown();
    const { jar, address } = await pageFor(user);
    const answer = keep(jar, await postForm(address, { answer: 'deny' }, cookieHeader(jar)));
    const { location } = await authorize(
      visitor(user),
      new URL(answer.headers.get('location') ?? '', url).href,
      'deny',
      jar,
    );
    assert.match(location ?? '', /error=access_denied/);
  });

  test('is whole again with a second factor', async () => {
    const user = await cutDown();
    await turnOnTwoFactor({ url, cookie: user.cookie });
    assert.equal(await silently(user), 'a code');
  });
});

describe('an application that wants somebody to sign in again', () => {
  test('has them asked, whatever session they have, and by nobody in silence', async () => {
    const user = await person();
    await connect(server, visitor(user), 'openid Hub');
    for (const more of [
      { prompt: 'login' },
      { scope: 'openid Hub', max_age: '0' },
      { request_credentials: 'required' },
    ]) {
      const { answer } = await pageFor(user, more);
      assert.match(
        answer?.text ?? '',
        /<form method="post" action="\/sign-in\?return=/,
        JSON.stringify(more),
      );
    }
    assert.equal(await silently(user, { scope: 'openid Hub', max_age: '0' }), 'login_required');
  });

  test('gets its answer once they did, and learns when that was', async () => {
    const { login, password, cookie, id } = await createPerson(house, fresh('person'));
    await connect(server, visitor({ cookie }), 'openid Hub');
    const user = await tables.users.find(id as UserId);
    assert.ok(user !== undefined);
    // Also where they signed in within the same second.
    for (const minutesAgo of [0, 5])
      for (const more of [
        { prompt: 'login' },
        { scope: 'openid Hub', max_age: '0' },
        { prompt: 'login consent' },
      ]) {
        const session = await signedIn(house, user, minutesAgo);
        const request = authorizationRequest(server, { scope: 'openid Hub', ...more });
        const before = Math.floor(Date.now() / 1_000);
        const { answer, jar } = await pageFor(session, {}, server, request);
        const what = `${JSON.stringify(more)} ${minutesAgo}`;
        const location = await signInOn(answer, jar, { login, password });
        const code = new URL(location ?? url).searchParams.get('code');
        assert.ok(code !== null, `${what}: ${location}`);
        const { json } = await redeem(server, { code, verifier: request.verifier });
        assert.ok(claimsOf(json.id_token).auth_time >= before, what);
      }
  });

  test('gets nothing by the button that agrees, pressed in the old session', async () => {
    const user = await person();
    await connect(server, visitor(user), 'openid Hub');
    for (const more of [{ prompt: 'login' }, { prompt: 'login consent' }, { max_age: '0' }]) {
      const { jar } = await pageFor(user, { scope: 'openid Hub', ...more });
      const uid = jar.get('countersign_interaction');
      const pressed = keep(
        jar,
        await postForm(`${url}/oauth/continue/${uid}`, { answer: 'allow' }, cookieHeader(jar)),
      );
      const to = new URL(pressed.headers.get('location') ?? '/', url).href;
      const { location, page } = await authorize(visitor(user), to, 'allow', jar);
      assert.equal(location, undefined, JSON.stringify(more));
      assert.match(page?.text ?? '', /<form method="post" action="\/sign-in/);
    }
  });

  test('is answered about who signed in, when that is somebody else, who agrees for themselves', async () => {
    const other = await createPerson(house, fresh('person'));
    for (const more of [{}, { prompt: 'login' }]) {
      const user = await person();
      const request = authorizationRequest(server, { scope: 'openid Hub', ...more });
      const { answer, jar } = await pageFor(user, {}, server, request);
      // "Not you?" leads to the same form that whoever must sign in again is shown.
      const notYou = /href="(\/sign-in\?[^"]+)">Not you/.exec(answer?.text ?? '')?.[1];
      const page =
        notYou === undefined ? answer : await ask(new URL(notYou, url).href, { cookie: cookieHeader(jar) });
      const location = await signInOn(page, jar, other);
      const code = new URL(location ?? url).searchParams.get('code') ?? '';
      const { json } = await redeem(server, { code, verifier: request.verifier });
      assert.equal(claimsOf(json.id_token).sub, other.id, `${JSON.stringify(more)} ${location}`);
      assert.equal(await consentOf(user), undefined);
    }
  });

  test('learns since when they are signed in, and an age that they have is enough', async () => {
    const user = await addUser(house, fresh('user'));
    const session = await signedIn(house, user, 20);
    await connect(server, visitor(session), 'openid Hub');
    assert.equal(await silently(session, { scope: 'openid Hub', max_age: '1100' }), 'login_required');
    assert.equal(await silently(session, { scope: 'openid Hub', max_age: '1300' }), 'a code');
    const asked = await askForCode(server, visitor(session), 'openid Hub', { max_age: '1300' });
    const { json } = await redeem(server, asked);
    const age = Date.now() / 1_000 - claimsOf(json.id_token).auth_time;
    assert.ok(age > 1_190 && age < 1_290, `${age}`);
  });
});

/** Signs in on a page that asks for it; answers where that leads in the end. */
async function signInOn(
  page: Answer | undefined,
  jar: CookieJar,
  { login, password }: { readonly login: string; readonly password: string },
): Promise<string | undefined> {
  const action = /<form method="post" action="(\/sign-in[^"]+)"/.exec(page?.text ?? '')?.[1] ?? '/';
  const entered = keep(
    jar,
    await postForm(new URL(action, url).href, { login, password }, cookieHeader(jar)),
  );
  const to = new URL(entered.headers.get('location') ?? '/', url).href;
  return (await authorize({ url }, to, 'allow', jar)).location;
}

function claimsOf(token: string): { readonly sub: string; readonly auth_time: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

async function sessionOf({ id }: Somebody): Promise<{ readonly id: string }> {
  const { json } = await ask(`${url}/api/rest/users/${id}/sessions?fields=id`, { cookie: house.cookie });
  return json.sessions[0];
}

async function ban({ id }: Somebody): Promise<void> {
  const answer = await ask(`${url}/api/rest/users/${id}`, {
    method: 'POST',
    cookie: house.cookie,
    body: { banned: true },
  });
  assert.equal(answer.status, 200, answer.text);
}

/** Takes a service out of everybody's reach who was not given it. */
async function shutFor(id: string): Promise<void> {
  const answer = await ask(`${url}/api/rest/services/${id}`, {
    method: 'POST',
    cookie: house.cookie,
    body: { viewers: [] },
  });
  assert.equal(answer.status, 200, answer.text);
}

test('who agreed to an hour is asked before it becomes a year, whichever way that is wished for', async () => {
  const user = await person();
  const word = { scope: 'openid Hub offline_access' };
  const offline = { scope: 'openid Hub', access_type: 'offline' };
  await authorize(
    { url, cookie: user.cookie },
    authorizationRequest(server, { scope: 'openid Hub' }).address,
  );
  assert.equal(await silently(user, { scope: 'openid Hub' }), 'a code');
  assert.equal(await silently(user, offline), 'consent_required');
  await authorize({ url, cookie: user.cookie }, authorizationRequest(server, offline).address);
  assert.equal(await silently(user, offline), 'a code');
  assert.equal((await consentOf(user))?.openIdScope.includes('offline_access'), true);
  assert.notEqual(await silently(await person(), word), 'a code');
});
