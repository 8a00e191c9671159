import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type Endpoint, endpoints } from '@countersign/api';
import { administrator, ask, issueToken, registerService } from '../../../test/harness/rest-client.ts';
import { everyPage } from './harness/every-page.ts';
import { type OpenAuthority, openAuthority, openProcess } from './harness/open-authority.ts';
import { type RawAnswer, type RawRequest, sendBytes, sendRaw } from './harness/raw-http.ts';
import { registrationOn } from './harness/register-application.ts';
import { securityFaults } from './harness/security-headers.ts';

const plain = await openAuthority({ env: registrationOn });
const secure = await openProcess({ env: { COUNTERSIGN_PUBLIC_URL: 'https://id.example.test' } });
const nested = await openProcess({ env: { COUNTERSIGN_PUBLIC_URL: 'https://example.test/hub' } });
const pages = await everyPage(plain);
const assets = readdirSync(new URL('../../web/dist/assets/', import.meta.url));

/** What the pages are called: if one is missing, what is asked for does not bring it up. */
const everyTitle = [
  'Sign in',
  'Error: Sign in',
  'Choose a new password',
  'Error: Choose a new password',
  'Two-factor authentication',
  'Error: Two-factor authentication',
  'Set up your authenticator app',
  'Error: Set up your authenticator app',
  'Add a passkey or security key',
  'Error: Add a passkey or security key',
  'Your new recovery codes',
  'Remove “Authenticator app”?',
  'Change your password',
  'Error: Change your password',
  'Set a new password',
  'Error: Set a new password',
  'This link opens nothing',
  'You may close this tab',
  'Sign out?',
  'Error: The application asked for something that cannot be',
  'Set up',
];

/** Every kind of answer there is, by what is asked. */
async function everyRequest(house: OpenAuthority): Promise<Readonly<Record<string, RawRequest>>> {
  const { url, cookie, administratorId } = house;
  const { id, token } = await issueToken(url, cookie, ['0-0-0-0-0']);
  const signedIn = [`Cookie: ${cookie}`];
  const html = ['Accept: text/html'];
  const requests: Record<string, RawRequest> = {};
  const add = (name: string, request: RawRequest) => {
    requests[name] = request;
  };
  for (const { id: name, method, path } of endpoints as readonly Endpoint[]) {
    const target = path
      .replace('{userId}', administratorId)
      .replace('{tokenId}', id)
      .replace('{serviceId}', 'Countersign');
    add(`${name}, anonymous`, { method, target });
    add(`${name}, anonymous browser`, { method, target, headers: html });
    add(`${name}, with a token`, {
      method: method === 'DELETE' ? 'GET' : method,
      target,
      headers: [`Authorization: Bearer ${token}`],
    });
    add(`${name}, with a wrong token`, { method, target, headers: ['Authorization: Bearer x'] });
    add(`${name}, wrong method`, { method: 'PATCH', target });
    add(`${name}, HEAD`, { method: 'HEAD', target, headers: signedIn });
  }
  for (const target of ['/', '/account', '/account/security', '/account/anything?x=1', '/admin/users']) {
    add(`the application at ${target}`, { target, headers: signedIn });
    add(`the way to sign-in from ${target}`, { target });
  }
  Object.assign(requests, pages);
  const form = `${new URLSearchParams({ login: administrator.login, password: administrator.password })}`;
  const posted = (body: string) => [
    'Sec-Fetch-Site: same-origin',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
  ];
  add('a sign-in', { method: 'POST', target: '/sign-in', headers: posted(form), body: form });
  add('a sign-out', { method: 'POST', target: '/sign-out', headers: posted('') });
  for (const name of assets) {
    add(`the file ${name}`, { target: `/assets/${name}` });
    add(`the file ${name}, in part`, { target: `/assets/${name}`, headers: ['Range: bytes=0-9'] });
    add(`the file ${name}, out of range`, { target: `/assets/${name}`, headers: ['Range: bytes=99999999-'] });
  }
  for (const target of [
    '/pages.css',
    '/passkeys.js',
    '/frame.js',
    '/icon.svg',
    '/favicon.ico',
    '/robots.txt',
    '/.well-known/openid-configuration',
  ]) {
    add(`the file ${target}`, { target });
  }
  add('a file that the browser has already', {
    target: '/pages.css',
    headers: [`If-None-Match: ${(await ask(`${url}/pages.css`)).headers.get('etag')}`],
  });
  for (const target of [
    '/nothing',
    '/api/rest/nothing',
    '/api/',
    '/assets/nothing.js',
    '/assets/',
    '/%',
    '/api/rest/users/%zz',
  ]) {
    add(`nothing at ${target}`, { target });
    add(`nothing at ${target}, in a browser`, { target, headers: html });
    add(`nothing at ${target}, posted`, { method: 'POST', target });
  }
  add('a body that is no JSON', {
    method: 'POST',
    target: '/api/rest/users',
    headers: [
      ...signedIn,
      'Sec-Fetch-Site: same-origin',
      'Content-Type: application/json',
      'Content-Length: 1',
    ],
    body: '{',
  });
  add('a body that is too long', {
    method: 'POST',
    target: '/api/rest/users',
    headers: [
      ...signedIn,
      'Sec-Fetch-Site: same-origin',
      'Content-Type: application/json',
      'Content-Length: 999999999',
    ],
  });
  add('two Host headers', { target: '/', headers: ['Host: x'] });
  add('no Host header', { target: '/', bare: true, headers: ['Connection: close'] });
  add('an absolute target', { target: 'http://x/' });
  add('a header that is too long', { target: '/', headers: [`X: ${'x'.repeat(50_000)}`] });
  add('an id that is too long', { target: `/api/rest/users/${'x'.repeat(1_000)}` });
  add('an unknown method', { method: 'STEAL', target: '/' });
  add('an expectation', { target: '/', headers: ['Expect: the-unexpected'] });
  add('the public settings, asked by another origin', {
    method: 'OPTIONS',
    target: '/api/rest/settings/public',
    headers: ['Origin: https://x.example', 'Access-Control-Request-Method: GET'],
  });
  return requests;
}

describe('every answer carries the security headers', () => {
  test('on plain http', async () => {
    const missing: string[] = [];
    const statuses = new Set<number>();
    let cookies = 0;
    for (const [what, request] of Object.entries(await everyRequest(plain))) {
      const answer = await sendRaw(plain.port, request);
      assert.ok(answer.status > 0, what);
      statuses.add(answer.status);
      cookies += answer.headers.has('set-cookie') ? 1 : 0;
      assert.ok(answer.status < 500, `${what}: ${answer.wire.slice(0, 300)}`);
      const isShared =
        request.target === '/api/rest/settings/public' && answer.headers.has('access-control-allow-origin');
      const faults = securityFaults((name) => answer.headers.get(name)?.[0], { isShared });
      if (faults.length > 0) missing.push(`${what} (${answer.status}): ${faults.join('; ')}`);
      for (const [name, values] of answer.headers)
        if (values.length > 1 && name !== 'set-cookie') missing.push(`${what}: ${name} twice`);
    }
    assert.deepEqual(missing, []);
    assert.equal(cookies, 2, 'a sign-in and a sign-out set the cookie, and nothing else does');
    for (const status of [200, 204, 206, 303, 304, 400, 401, 403, 404, 405, 413, 415])
      assert.ok(statuses.has(status), `no answer ${status} was among them`);
  });

  test('with Strict-Transport-Security on https', async () => {
    const requests: readonly (readonly [port: number, request: RawRequest])[] = [
      ...[
        '/sign-in',
        '/setup',
        '/livez',
        '/nothing',
        '/',
        '/api/rest/users/me',
        '/api/rest/settings/public',
      ].map((target) => [secure.port, { target }] as const),
      [secure.port, { target: '/api/authz/auth-request?service=Countersign' }],
      [secure.port, { target: '/api/authz/forward-auth?service=Countersign' }],
      [secure.port, { target: '/api/authz/ext-authz/service=Countersign/' }],
      [secure.port, { method: 'POST', target: '/api/rest/oauth2/introspect' }],
      [secure.port, { target: `/assets/${assets[0]}` }],
      [secure.port, { target: 'http://x/' }],
      [secure.port, { method: 'STEAL', target: '/' }],
      [nested.port, { target: '/hub/sign-in' }],
      [nested.port, { target: '/hub/livez' }],
      [nested.port, { target: '/livez' }],
      [nested.port, { target: '/' }],
    ];
    for (const [port, request] of requests) {
      const answer = await sendRaw(port, request);
      const isShared = request.target === '/api/rest/settings/public';
      assert.deepEqual(
        securityFaults((name) => answer.headers.get(name)?.[0], { isSecure: true, isShared }),
        [],
        `${request.target}: ${answer.status}`,
      );
    }
  });

  test('also where bytes came that are no request', async () => {
    for (const bytes of [
      '\r\n\r\nnonsense\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01',
      'GET\r\n\r\n',
      'a'.repeat(90_000),
    ]) {
      const answer = await sendBytes(plain.port, Buffer.from(bytes, 'latin1'));
      assert.equal(answer.status, 400, answer.wire);
      assert.deepEqual(
        securityFaults((name) => answer.headers.get(name)?.[0]),
        [],
      );
    }
  });
});

test('pages and files say their type, with its charset, and what may keep them', async () => {
  const types: Readonly<Record<string, RegExp>> = {
    '/sign-in': /^text\/html; charset=utf-8$/,
    '/pages.css': /^text\/css; charset=utf-8$/,
    '/passkeys.js': /^text\/javascript; charset=utf-8$/,
    '/frame.js': /^text\/javascript; charset=utf-8$/,
    '/icon.svg': /^image\/svg\+xml; charset=utf-8$/,
    '/openapi.json': /^application\/json; charset=utf-8$/,
    '/livez': /^text\/plain; charset=utf-8$/,
    ...Object.fromEntries(
      assets.map((name) => [
        `/assets/${name}`,
        name.endsWith('.js')
          ? /^(text|application)\/javascript; charset=utf-8$/
          : /^(text\/css|image\/svg\+xml).*utf-8/,
      ]),
    ),
  };
  for (const [path, type] of Object.entries(types)) {
    const answer = await ask(plain.url + path);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', type, path);
  }
  for (const path of ['/', '/account/security', '/api/rest/users/me', '/livez', '/sign-in']) {
    const { headers } = await ask(plain.url + path, { cookie: plain.cookie });
    assert.equal(headers.get('cache-control'), 'no-store', path);
  }
  for (const name of assets) {
    const { headers } = await ask(`${plain.url}/assets/${name}`);
    assert.match(headers.get('cache-control') ?? '', /immutable/);
  }
});

test('no page has a script, a style or a handler of its own inside', async () => {
  const documents: (readonly [what: string, text: string])[] = [];
  const bytes = { ...pages, 'nothing, in a browser': { target: '/nothing', headers: ['Accept: text/html'] } };
  for (const [what, request] of Object.entries(bytes)) {
    const { body, headers } = await sendRaw(plain.port, request);
    if (headers.get('content-type')?.[0]?.startsWith('text/html')) documents.push([what, inUtf8(body)]);
  }
  documents.push(['set-up', inUtf8((await sendRaw(secure.port, { target: '/setup' })).body)]);
  const titles = new Set(documents.map(([, text]) => /<title>([^<]*)<\/title>/.exec(text)?.[1]));
  for (const title of everyTitle)
    assert.ok(titles.has(`${title} · Countersign`), `${title} is not among ${[...titles]}`);
  for (const [what, text] of documents) {
    assert.match(text, /^<!doctype html>/i, what);
    const rest = text.replace(/<script type="module" src="\/passkeys\.js\?[\w-]+"><\/script>/, '');
    assert.doesNotMatch(rest, /<script|<style|\son\w+=|\sstyle=|javascript:|<b>/i, what);
    assert.doesNotMatch(text, /(?:src|href|action)="(?:https?:)?\/\//, `${what}: nothing from another host`);
  }
});

test('doors answer with them, too, whatever the answer is', async () => {
  const door = await registerService(plain.url, plain.cookie, 'headers');
  const { token } = await issueToken(plain.url, plain.cookie, [door.id]);
  for (const target of [
    '/api/authz/auth-request?service=headers',
    '/api/authz/forward-auth?service=headers',
    '/api/authz/ext-authz/service=headers/page',
  ]) {
    const seen: number[] = [];
    for (const headers of [
      [`Authorization: Bearer ${token}`],
      ['Authorization: Bearer x'],
      [],
      ['Accept: text/html', 'X-Forwarded-Method: GET', 'X-Forwarded-Uri: /page'],
      ['Cookie: countersign=x', 'Accept: text/html'],
    ]) {
      const answer = await sendRaw(plain.port, { target, headers });
      seen.push(answer.status);
      assert.deepEqual(faultsOf(answer), [], `${target}: ${answer.wire}`);
    }
    assert.deepEqual(seen.slice(0, 3), [200, 401, 401], target);
    assert.deepEqual(faultsOf(await sendRaw(plain.port, { target: target.replace('headers', 'none') })), []);
  }
});

test('a page on the way back to a service lets its form lead there, and loosens nothing else', async () => {
  const door = await registerService(plain.url, plain.cookie, 'wiki');
  const formTarget = 'https://wiki.example.test';
  await ask(`${plain.url}/api/rest/services/${door.id}`, {
    method: 'POST',
    cookie: plain.cookie,
    body: { homeUrl: formTarget },
  });
  let forms = 0;
  for (const [what, { target = '', ...request }] of Object.entries(pages)) {
    if (target.includes('?')) continue;
    const to = (place: string) =>
      sendRaw(plain.port, { ...request, target: `${target}?return=${encodeURIComponent(place)}` });
    const back = await to(`${formTarget}/page`);
    if (back.body.includes('<form')) {
      forms += 1;
      assert.deepEqual(
        securityFaults((name) => back.headers.get(name)?.[0], { formTarget }),
        [],
        what,
      );
    }
    assert.deepEqual(faultsOf(await to('https://evil.example/page')), [], what);
  }
  assert.ok(forms > 20, `only ${forms} forms`);
});

/** Off the wire a body comes as one letter for each byte. */
function inUtf8(body: string): string {
  return Buffer.from(body, 'latin1').toString();
}

function faultsOf({ headers }: RawAnswer): readonly string[] {
  return securityFaults((name) => headers.get(name)?.[0]);
}
