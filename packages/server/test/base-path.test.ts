import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, ask, postForm, registerService, signIn } from '../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../test/harness/run-folder.ts';
import { freePort } from '../../../test/harness/running-authority.ts';
import { accepted, checkEverywhere, refused, verdictsOf } from './checking/doors.ts';
import { openAuthority } from './harness/open-authority.ts';
import { sendRaw } from './harness/raw-http.ts';

// Below a path, as behind a proxy that shares its host with other applications.
const port = await freePort();
const origin = `http://localhost:${port}`;
const house = await openAuthority({ port, env: { COUNTERSIGN_PUBLIC_URL: `${origin}/hub` } });
const { url, cookie } = house;

test('below a path, the whole way from a token to its end works', async () => {
  assert.equal(url, `${origin}/hub`);
  const door = await registerService(url, cookie, 'door');
  const made = await ask(`${url}/api/rest/users/me/permanenttokens`, {
    method: 'POST',
    cookie,
    body: { name: 'below', scope: [{ id: '0-0-0-0-0' }, { key: 'door' }] },
  });
  const token = rememberSecret(made.json.token);
  const location = made.headers.get('location') ?? '';
  assert.match(location, /^\/hub\/api\/rest\/users\/[\w-]+\/permanenttokens\/[\w-]+$/);
  assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
  assert.equal((await ask(origin + location, { method: 'DELETE', cookie })).status, 200);
  assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), refused);
});

test('below a path, every address the server hands out begins with it', async () => {
  const pages = [
    await ask(`${url}/`, { cookie }),
    await ask(`${url}/sign-in?return=/hub/account/security`),
    await ask(`${url}/api/rest/oauth2/logout`, { cookie }),
  ];
  const addresses = pages.flatMap(({ text }) => [...text.matchAll(/(src|href|action)="([^"]+)"/g)]);
  assert.ok(addresses.length > 7);
  assert.ok(addresses.some(([, , address]) => address === '/hub/sign-out'));
  for (const [, attribute, address = ''] of addresses) {
    assert.match(address, /^\/hub\//);
    // A form is sent, not read.
    if (attribute === 'action') continue;
    assert.equal((await ask(origin + address.replaceAll('&amp;', '&'), { cookie })).status, 200, address);
  }
  for (const [path, expected] of [
    ['/', '/hub/sign-in'],
    ['/account/security', '/hub/sign-in?return=%2Fhub%2Faccount%2Fsecurity'],
  ] as const) {
    assert.equal((await ask(url + path)).headers.get('location'), expected);
  }
  assert.equal((await postForm(`${url}/sign-out`, {})).headers.get('location'), '/hub/sign-in?signed-out');
});

test('below a path, nothing is answered beside it', async () => {
  for (const target of [
    '/',
    '/api/rest/users/me',
    '/livez',
    '/sign-in',
    '/hubble/api/rest/users/me',
    '/HUB/api/rest/users/me',
    '/hub/hub/livez',
    '/hub/../api/rest/users/me',
    '/api/authz/auth-request?service=Countersign',
    '/api/rest/oauth2/introspect',
  ]) {
    const answer = await sendRaw(port, { target, headers: [`Cookie: ${cookie}`] });
    assert.equal(answer.status, 404, `${target}: ${answer.wire}`);
  }
  assert.equal((await ask(`${url}/livez`)).status, 200);
});

test('below a path, sign-in leads nowhere outside it but to a page whose whole address is on the same host', async () => {
  const leads = async (place: string) => {
    const { login, password } = administrator;
    const answer = await postForm(`${url}/sign-in?return=${encodeURIComponent(place)}`, { login, password });
    rememberSecret(answer.headers.get('set-cookie')?.split(/[=;]/)[1] ?? '');
    return answer.headers.get('location');
  };
  for (const place of [
    '/',
    '/other',
    '/hubble',
    '//evil.example',
    '/hub/../other',
    'http://evil.example/hub/',
  ])
    assert.equal(await leads(place), '/hub/', place);
  // But back to where a door on the same host sent the visitor from.
  assert.equal(await leads(`${origin}/other`), `${origin}/other`);
  assert.ok(await signIn(url, administrator.login, administrator.password));
});
