import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  askForCode,
  redeem,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { type Answer, ask, postForm } from '../../../../test/harness/rest-client.ts';
import { addSomebody, fresh, type Somebody } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';

const house = await openHouse();
const { url } = house;
const wiki = await registerClient(house, 'wiki', {
  redirectUris: ['https://wiki.example.test/callback', 'https://wiki.example.test/bye?from=us'],
});
const other = await registerClient(house, 'other');
const person = () => addSomebody(house, fresh('user'));

/** Sends a browser to the address, as a link of another site does. */
function visit(
  fields: Readonly<Record<string, string>> | string,
  { cookie }: Partial<Somebody> = {},
): Promise<Answer> {
  const query = typeof fields === 'string' ? fields : new URLSearchParams(fields);
  const headers = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    ...(cookie !== undefined && { cookie }),
  };
  return ask(`${url}/api/rest/oauth2/logout?${query}`, { headers });
}

async function isSignedIn({ cookie }: Somebody): Promise<boolean> {
  return (await ask(`${url}/api/rest/users/me`, { cookie })).status === 200;
}

async function hintFor(user: Somebody, client: TestClient = wiki): Promise<string> {
  const code = await askForCode(client, { url, cookie: user.cookie }, 'openid');
  return (await redeem(client, code)).json.id_token;
}

/** An identity token with claims of one's own, signed by our key or by another. */
async function tokenWith(
  claims: Readonly<Record<string, unknown>>,
  {
    key,
    alg = 'RS256',
    kid,
  }: { readonly key?: KeyObject; readonly alg?: string; readonly kid?: string } = {},
): Promise<string> {
  const [ours] = house.authority.signingKeys.jwks.keys;
  const head = { alg, kid: kid ?? ours?.kid };
  const parts = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const text = parts.join('.');
  if (alg === 'none') return `${text}.`;
  const by = key ?? createPrivateKey({ key: ours as never, format: 'jwk' });
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), by).toString('base64url')}`;
}

const now = () => Math.floor(Date.now() / 1_000);
const leading = { post_logout_redirect_uri: 'https://wiki.example.test/callback', state: 's' };
const back = 'https://wiki.example.test/callback?state=s';

function assertSignedOut(answer: Answer, to: string): void {
  assertLed(answer, to);
  assert.match(answer.headers.get('set-cookie') ?? '', /^countersign=; Max-Age=0;/);
}

function assertLed(answer: Answer, to: string): void {
  assert.equal(answer.status, 303, answer.text);
  assert.equal(answer.headers.get('location'), to);
}

function assertAsked(answer: Answer): void {
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers.get('location'), null);
  assert.equal(answer.headers.get('set-cookie'), null);
  assert.match(answer.text, /<h1>Sign out\?<\/h1>/);
  assert.ok(!answer.text.includes('<script'));
}

test('is announced in the metadata', async () => {
  const { json } = await ask(`${url}/.well-known/openid-configuration`);
  assert.equal(json.end_session_endpoint, `${url}/api/rest/oauth2/logout`);
});

describe('a user who comes with an identity token of their own', () => {
  test('is signed out and led back at once, with the state', async () => {
    const user = await person();
    const hint = await hintFor(user);
    assertSignedOut(await visit({ id_token_hint: hint, ...leading }, user), back);
    assert.equal(await isSignedIn(user), false);
    const { items } = await house.authority.store.audit.list({}, { skip: 0, top: 1 });
    const [event] = items;
    assert.equal(event?.kind, 'session.ended');
    assert.equal(event?.subjectId, user.id);
  });

  test('is signed out by an old one as well', async () => {
    const user = await person();
    const at = now() - 400 * 86_400;
    const claims = { iss: url, sub: user.id, aud: wiki.id, iat: at, exp: at + 3_600 };
    assertSignedOut(await visit({ id_token_hint: await tokenWith(claims), ...leading }, user), back);
    assert.equal(await isSignedIn(user), false);
  });

  test('is led to the first registered address where none is named', async () => {
    const user = await person();
    assertSignedOut(await visit({ id_token_hint: await hintFor(user) }, user), wiki.redirectUri);
  });
});

describe('somebody whom any page may have sent', () => {
  test('is asked first, and signed out by the answer alone', async () => {
    for (const fields of [{}, { client_id: wiki.id, state: 's' }, { client_id: wiki.id, ...leading }]) {
      const user = await person();
      assertAsked(await visit(fields, user));
      assert.equal(await isSignedIn(user), true);
      const to = 'client_id' in fields ? back : '/sign-in?signed-out';
      assertSignedOut(await postForm(`${url}/sign-out`, fields, user.cookie), to);
      assert.equal(await isSignedIn(user), false);
    }
  });

  test('is led back also where the application is known by the identity token of another user', async () => {
    const user = await person();
    const page = await visit({ id_token_hint: await hintFor(await person()), ...leading }, user);
    assertAsked(page);
    const hidden = [...page.text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
    assert.deepEqual(fields, { client_id: wiki.id, ...leading });
    assertSignedOut(await postForm(`${url}/sign-out`, fields, user.cookie), back);
  });

  test('sees who asks, and the form may lead there and nowhere else', async () => {
    const user = await person();
    const answer = await visit({ client_id: wiki.id, state: '"><script>alert(1)</script>' }, user);
    assertAsked(answer);
    assert.match(answer.text, /<bdi>wiki<\/bdi> asks to sign you out/);
    assert.match(
      answer.headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/wiki\.example\.test;/,
    );
  });

  const hints: Readonly<Record<string, (user: Somebody) => Promise<string>>> = {
    'of another user': async () => hintFor(await person()),
    'of a key that is not ours': ({ id }) => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
      return tokenWith({ iss: url, sub: id, aud: wiki.id, iat: now(), exp: now() + 60 }, { key: privateKey });
    },
    'without a signature': ({ id }) =>
      tokenWith({ iss: url, sub: id, aud: wiki.id, iat: now(), exp: now() + 60 }, { alg: 'none' }),
    'of another issuer': ({ id }) =>
      tokenWith({ iss: 'https://evil.example', sub: id, aud: wiki.id, iat: now(), exp: now() + 60 }),
    'without a subject': () => tokenWith({ iss: url, aud: wiki.id, iat: now(), exp: now() + 60 }),
    'for nobody': ({ id }) => tokenWith({ iss: url, sub: id, iat: now(), exp: now() + 60 }),
    'for a service that is none': ({ id }) =>
      tokenWith({ iss: url, sub: id, aud: 'x', iat: now(), exp: now() + 60 }),
    'with another text': async (user) => {
      const [head, , mark] = (await hintFor(await person())).split('.');
      const claims = { iss: url, sub: user.id, aud: wiki.id, iat: now(), exp: now() + 60 };
      return `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${mark}`;
    },
    'that is none': async () => 'x',
    'that is half of one': async () => 'e30.e30.',
    'that is nothing': async () => '',
  };
  for (const [what, make] of Object.entries(hints))
    test(`is asked, with an identity token ${what}`, async () => {
      const user = await person();
      const hint = await make(user);
      assertAsked(await visit({ id_token_hint: hint, ...leading }, user));
      assertAsked(await visit({ id_token_hint: hint, client_id: wiki.id, ...leading }, user));
      assert.equal(await isSignedIn(user), true);
    });

  test('is not signed out by a form of another site, which brings no cookie', async () => {
    const user = await person();
    const send = (cookie?: string) =>
      ask(`${url}/api/rest/oauth2/logout`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'cross-site',
          ...(cookie !== undefined && { cookie }),
        },
        body: new URLSearchParams({ client_id: wiki.id, ...leading }).toString(),
      });
    for (const answer of [await send(), await send(user.cookie)]) {
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get('set-cookie'), null);
      const location = answer.headers.get('location') ?? '';
      assert.ok(location.startsWith('/api/rest/oauth2/logout?'), location);
      assertAsked(await ask(url + location, { headers: { cookie: user.cookie } }));
    }
    const planted = await ask(`${url}/sign-out`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'cross-site',
        cookie: user.cookie,
      },
      body: new URLSearchParams({ client_id: wiki.id, ...leading }).toString(),
    });
    assert.equal(planted.status, 403);
    assert.equal(await isSignedIn(user), true);
  });
});

describe('nobody is led', () => {
  const uris = [
    'https://evil.example/',
    'https://wiki.example.test',
    'https://wiki.example.test/callback/',
    'https://wiki.example.test/callback#x',
    'https://wiki.example.test/callback?x',
    'https://WIKI.example.test/callback',
    'https://wiki.example.test/callback/../callback',
    'https://wiki.example.test@evil.example/callback',
    'http://wiki.example.test/callback',
    'https://other.example.test/callback',
    '//evil.example',
    '/',
    'javascript:alert(1)',
  ];
  for (const uri of uris)
    test(`to an address that is not registered: ${uri}`, async () => {
      const user = await person();
      const fields = { post_logout_redirect_uri: uri, state: 's' };
      const hint = { id_token_hint: await hintFor(user) };
      for (const answer of [
        await visit({ ...hint, ...fields }, user),
        await visit({ client_id: wiki.id, ...fields }, user),
        await visit({ client_id: wiki.id, ...fields }),
        await postForm(`${url}/sign-out`, { client_id: wiki.id, ...fields }, user.cookie),
      ]) {
        assert.equal(answer.status, 400);
        assert.equal(answer.headers.get('location'), null);
        assert.equal(answer.headers.get('set-cookie'), null);
        assert.match(answer.text, /post_logout_redirect_uri is not registered/);
      }
      assert.equal(await isSignedIn(user), true);
      // Where no application is named, there is nothing that it could be registered for.
      assertLed(await visit(fields), '/sign-in?signed-out');
      assertSignedOut(await postForm(`${url}/sign-out`, fields, user.cookie), '/sign-in?signed-out');
    });

  test('by an application that is none, or by two of them', async () => {
    const user = await person();
    const hint = await hintFor(user);
    for (const [fields, words] of [
      [{ client_id: 'x', ...leading }, /client_id is no registered client/],
      [{ client_id: 'x', id_token_hint: 'x', ...leading }, /client_id is no registered client/],
      [{ client_id: other.id, id_token_hint: hint, ...leading }, /id_token_hint was made for another client/],
    ] as const) {
      const answer = await visit(fields, user);
      assert.equal(answer.status, 400);
      assert.equal(answer.headers.get('location'), null);
      assert.match(answer.text, words);
    }
    assert.equal(await isSignedIn(user), true);
  });

  test('by a parameter that stands twice', async () => {
    const user = await person();
    const fields = new URLSearchParams({ id_token_hint: await hintFor(user), ...leading });
    for (const [name, value] of fields) {
      const answer = await visit(`${fields}&${new URLSearchParams({ [name]: value })}`, user);
      assert.equal(answer.status, 400, name);
      assert.equal(answer.headers.get('location'), null);
    }
    assert.equal(await isSignedIn(user), true);
  });
});

test('whoever is not signed in is led back without a question', async () => {
  assertLed(await visit({ client_id: wiki.id, state: 's' }), back);
  const bye = 'https://wiki.example.test/bye?from=us';
  assertLed(
    await visit({ client_id: wiki.id, post_logout_redirect_uri: bye, state: 'a b&c=ä' }),
    `${bye}&state=a+b%26c%3D%C3%A4`,
  );
  assertLed(await visit({ client_id: wiki.id, post_logout_redirect_uri: bye }), bye);
});

test('a sign-out for an application ends no connection', async () => {
  const user = await person();
  const tokens = (
    await redeem(
      wiki,
      await askForCode(wiki, { url, cookie: user.cookie }, 'openid Hub', { access_type: 'offline' }),
    )
  ).json;
  assertSignedOut(await visit({ id_token_hint: tokens.id_token, ...leading }, user), back);
  assert.equal((await ask(`${url}/api/rest/users/me`, { token: tokens.access_token })).status, 200);
});
