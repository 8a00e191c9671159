import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { administrator, ask, issueToken, signIn } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createUser } from '../harness/people.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { changesNothing } from '../harness/refused.ts';

const house = await openAuthority();
const { url, port, cookie } = house;
const victim = await createUser(house, 'victim');
const { id: tokenId, token } = await issueToken(url, cookie, ['0-0-0-0-0']);
const { json: made } = await ask(`${url}/api/rest/users/${victim}/passwordReset`, { method: 'POST', cookie });
const link = rememberSecret(new URL(made.link).searchParams.get('link') ?? '');
const sessionCookie = `Cookie: ${cookie}`;
const form = 'Content-Type: application/x-www-form-urlencoded';
const json = 'Content-Type: application/json';

/** What a browser says of a request that no page of ours sent. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  'another site': ['Sec-Fetch-Site: cross-site'],
  'another site, as a click': [
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Mode: navigate',
    'Sec-Fetch-User: ?1',
  ],
  'a sibling host': ['Sec-Fetch-Site: same-site'],
  'another site that names our origin': ['Sec-Fetch-Site: cross-site', `Origin: ${url}`],
  'another origin, in an old browser': ['Origin: https://evil.example'],
  'our host on https': [`Origin: ${url.replace('http:', 'https:')}`],
  'our host on another port': ['Origin: http://localhost:1'],
  'our address by number': [`Origin: http://127.0.0.1:${port}`],
  'an origin that begins like ours': [`Origin: ${url}.evil.example`],
  'an origin that ends like ours': [`Origin: http://evil.example/${url}`],
  'a sandbox': ['Origin: null'],
  'nobody who says so': [],
  'nobody, with a referrer of ours': [`Referer: ${url}/account/security`],
  'two opinions': ['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site'],
  'two origins': [`Origin: ${url}`, 'Origin: https://evil.example'],
  'an opinion in capitals': ['Sec-Fetch-Site: SAME-ORIGIN'],
  'an empty opinion': ['Sec-Fetch-Site: '],
};

const { login, password } = administrator;
const newPassword = rememberSecret('canary planted by another site');

/** The forms of our pages, filled in so that each would do something. */
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/sign-in': { login, password },
  '/sign-in/new-password': { login, password, newPassword },
  '/sign-in/second-step': { pending: 'x', code: '000000' },
  '/sign-in/passkey': { passkey: '{}' },
  '/sign-out': {},
  '/setup': { code: 'x' },
  '/reset-password': { link, newPassword },
  '/change-password': { password, newPassword },
  '/two-factor/start': { name: 'Planted' },
  '/two-factor/confirm': { code: '000000' },
  '/two-factor/passkey-start': { passkeyName: 'Planted' },
  '/two-factor/passkey-confirm': { passkey: '{}' },
  '/two-factor/remove': { method: 'x', sure: 'yes' },
  '/two-factor/recovery-codes': {},
  '/two-factor/off': { sure: 'yes' },
};

/** Everything that a session may change. */
const changes: readonly (readonly [method: string, path: string, body: string | undefined])[] = [
  ['POST', '/api/rest/users', '{"login":"planted","name":"Planted"}'],
  ['POST', `/api/rest/users/${victim}`, '{"banned":true}'],
  ['POST', '/api/rest/users/me/permanenttokens', '{"name":"planted","scope":[{"id":"0-0-0-0-0"}]}'],
  ['DELETE', `/api/rest/users/me/permanenttokens/${tokenId}`, undefined],
  ['POST', '/api/rest/services', '{"name":"planted","key":"planted"}'],
  ['POST', '/api/rest/services/Countersign/secret', undefined],
];

function send(
  method: string,
  target: string,
  body: string | undefined,
  lines: readonly string[],
  type = json,
) {
  const content = body === undefined ? [] : [type, `Content-Length: ${body.length}`];
  const headers = [sessionCookie, ...lines, ...content];
  return sendRaw(port, { method, target, headers, ...(body !== undefined && { body }) });
}

for (const [who, lines] of Object.entries(foreign)) {
  describe(`a request from ${who}`, () => {
    test('cannot use the session to change anything', async () => {
      for (const [method, path, body] of changes) {
        const answer = await changesNothing(house, () => send(method, path, body, lines));
        assert.equal(answer.status, 403, `${method} ${path}: ${answer.wire}`);
        assert.match(answer.body, /"error":"forbidden"/);
      }
    });

    test('cannot sign the browser in as somebody else, nor out, nor send any other form', async () => {
      await changesNothing(house, async () => {
        for (const [path, fields] of Object.entries(forms)) {
          const answer = await send('POST', path, `${new URLSearchParams(fields)}`, lines, form);
          assert.equal(answer.status, 403, `${path}: ${answer.wire}`);
          assert.match(answer.body, /did not come from a page of this site/);
          assert.ok(!answer.headers.has('set-cookie'));
        }
      });
    });
  });
}

test('a form of another site that smuggles JSON as plain text changes nothing', async () => {
  const body = '{"login":"planted","name":"Planted","x":"="}';
  for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
    const lines = ['Sec-Fetch-Site: cross-site', `Origin: https://evil.example`];
    const answer = await changesNothing(house, () =>
      send('POST', '/api/rest/users', body, lines, `Content-Type: ${type}`),
    );
    assert.ok(answer.status === 403 || answer.status === 415, answer.wire);
  }
});

test('our own pages, and what a person does in the address bar, are let through', async () => {
  const own = [
    ['Sec-Fetch-Site: same-origin'],
    ['Sec-Fetch-Site: none'],
    ['Sec-Fetch-Site: same-origin', `Origin: ${url}`],
    [`Origin: ${url}`],
  ];
  for (const [index, lines] of own.entries()) {
    const body = JSON.stringify({ login: `ours-${index}`, name: 'Ours' });
    const answer = await send('POST', '/api/rest/users', body, lines);
    assert.equal(answer.status, 200, answer.wire);
  }
});

test('a Bearer token needs no such proof: no browser sends one by itself', async () => {
  for (const [index, headers] of [
    {},
    { 'sec-fetch-site': 'cross-site', origin: 'https://x.example' },
  ].entries()) {
    const body = { login: `bearer-${index}`, name: 'Bearer' };
    const answer = await ask(`${url}/api/rest/users`, { method: 'POST', token, headers, body });
    assert.equal(answer.status, 200, answer.text);
  }
});

test('reading with a session from elsewhere is not refused, and not shared with other origins either', async () => {
  const headers = ['Sec-Fetch-Site: cross-site', 'Origin: https://evil.example', sessionCookie];
  const answer = await sendRaw(port, { target: '/api/rest/users/me', headers });
  assert.equal(answer.status, 200);
  assert.ok(!answer.headers.has('access-control-allow-origin'));
  assert.deepEqual(answer.headers.get('cross-origin-resource-policy'), ['same-origin']);
});

test('nothing is changed by GET, HEAD or OPTIONS, whatever they are asked', async () => {
  await changesNothing(house, async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (const [, path] of changes) await send(method, path, undefined, ['Sec-Fetch-Site: same-origin']);
      for (const [path, fields] of Object.entries(forms))
        await send(method, `${path}?${new URLSearchParams(fields)}`, undefined, [
          'Sec-Fetch-Site: same-origin',
        ]);
    }
  });
  assert.equal((await ask(`${url}/api/rest/users/me`, { cookie })).status, 200, 'still signed in');
});

test('a link from another site cannot choose where sign-in leads', async () => {
  const places = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/%2f/evil.example',
    '/%5cevil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    '/\tevil',
    '/\r\nSet-Cookie: a=b',
    'evil.example',
    '',
    ' /account',
    `/${'x'.repeat(3_000)}`,
  ];
  for (const place of places) {
    const path = `${url}/sign-in?return=${encodeURIComponent(place)}`;
    const page = await ask(path);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /evil\.example\/?"|javascript:/);
    const answer = await ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ login, password }).toString(),
    });
    assert.equal(answer.status, 303, 'never 307 or 308, which would send the password on');
    rememberSecret(answer.headers.get('set-cookie')?.split(/[=;]/)[1] ?? '');
    const target = new URL(answer.headers.get('location') ?? '', url);
    assert.equal(target.origin, url, place);
    assert.equal(target.pathname, '/', place);
    assert.equal(answer.headers.getSetCookie().length, 1);
  }
  const own = await ask(`${url}/sign-in?return=${encodeURIComponent('/account/security?x=1#y')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ login, password }).toString(),
  });
  assert.equal(own.headers.get('location'), '/account/security?x=1#y');
  assert.ok(await signIn(url, login, password));
});
