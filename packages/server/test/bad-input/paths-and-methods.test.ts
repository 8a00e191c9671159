import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type Endpoint, endpoints } from '@countersign/api';
import { ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { assertError, changesNothing } from '../harness/refused.ts';
import { registrationOn } from '../harness/register-application.ts';
import { securityFaults } from '../harness/security-headers.ts';

const house = await openAuthority({ env: registrationOn });
const { url, port, cookie, administratorId } = house;
const { id: tokenId, token } = await issueToken(url, cookie, ['0-0-0-0-0']);
const bearer = `Authorization: Bearer ${token}`;

const offered = Map.groupBy(endpoints as readonly Endpoint[], ({ path }) => path);
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function pathOf(pattern: string): string {
  return pattern
    .replace('{userId}', administratorId)
    .replace('{tokenId}', tokenId)
    .replace('{serviceId}', 'Countersign')
    .replace('{eventId}', '1');
}

describe('a method that a path does not offer', () => {
  for (const [pattern, entries] of offered) {
    const allowed = new Set<string>(entries.map(({ method }) => method));
    if (allowed.has('GET')) allowed.add('HEAD');
    if (pattern === '/api/rest/settings/public') allowed.add('OPTIONS');

    test(`is answered 405 with what is offered, at ${pattern}`, async () => {
      for (const method of methods.filter((one) => !allowed.has(one))) {
        const request = { method, target: pathOf(pattern), headers: [bearer] };
        const answer = await changesNothing(house, () => sendRaw(port, request));
        assert.equal(answer.status, 405, `${method}: ${answer.wire}`);
        const allow = answer.headers.get('allow')?.[0]?.split(', ') ?? [];
        assert.deepEqual(allow.sort(), [...allowed].sort(), method);
      }
    });
  }

  test('is answered 405 too, and echoes nothing, when it is TRACE or one of WebDAV', async () => {
    const strange: string[] = [];
    for (const pattern of offered.keys()) {
      for (const method of ['TRACE', 'PROPFIND', 'MKCOL', 'LINK', 'SOURCE', 'QUERY']) {
        const headers = [bearer, 'X-Echo: please-repeat-me'];
        const answer = await changesNothing(house, () =>
          sendRaw(port, { method, target: pathOf(pattern), headers }),
        );
        assert.ok(!answer.wire.includes('please-repeat-me'));
        assert.ok(!answer.wire.includes(token));
        if (answer.status !== 405) strange.push(`${method} ${pattern}: ${answer.status}`);
      }
    }
    assert.deepEqual(strange, []);
  });

  test('opens no tunnel', async () => {
    const answer = await sendRaw(port, { method: 'CONNECT', target: 'localhost:22', headers: [bearer] });
    assert.ok(answer.status === 0 || answer.status >= 400, answer.wire);
  });

  test('cannot be chosen by a header, a parameter or a field of the body', async () => {
    const path = `${url}/api/rest/users/me/permanenttokens/${tokenId}`;
    await changesNothing(house, async () => {
      for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
        const answer = await ask(path, { token, method: 'POST', headers: { [name]: 'DELETE' }, body: {} });
        assert.equal(answer.status, 405);
      }
      const asked = await ask(`${path}?_method=DELETE`, {
        token,
        method: 'POST',
        body: { _method: 'DELETE' },
      });
      assert.equal(asked.status, 405);
    });
  });

  test('is no reason to forget HEAD, which answers like GET without a body', async () => {
    for (const path of ['/api/rest/users/me', '/api/rest/services', '/livez', '/openapi.json']) {
      const get = await ask(url + path, { token });
      const head = await ask(url + path, { token, method: 'HEAD' });
      assert.equal(head.status, get.status);
      assert.equal(head.text, '');
      assert.equal(head.headers.get('content-type'), get.headers.get('content-type'));
    }
  });
});

/** Other ways to write a path that exists. None of them may be read as that path. */
const disguised = [
  '/api/rest/../rest/users/me',
  '/api/rest/users/../users/me',
  '/api/rest/users/me/../me',
  '/api/rest/./users/me',
  '/api/rest/%2e%2e/rest/users/me',
  '/api/rest/%2e/users/me',
  '/api/rest/users/%2e%2e%2fusers%2fme',
  '/api/rest%2fusers%2fme',
  '/api/rest/users%2fme',
  '/api%2frest/users/me',
  '/api//rest/users/me',
  '//api/rest/users/me',
  '/api/rest//users/me',
  '/api/rest/users//me',
  '/api/rest/users/me//',
  '/api/rest/users/me/.',
  '/api/rest/users/me/..;/me',
  '/api/rest/users;a=b/me',
  '/api/rest/users/me;jsessionid=1',
  '/api/rest/users/me%3b',
  '/api/rest/users/me%2f',
  '/api/rest/users/me%00',
  '/api/rest/users/me%0a',
  '/api/rest/users/me%20',
  '/api/rest/users/%20me',
  '/api/rest/users/me.json',
  '/api/rest/users/ME',
  '/api/rest/USERS/me',
  '/API/rest/users/me',
  '/Api/Rest/Users/Me',
  '/api/rest/users/m%ce%b5',
  '/api/rest/users/me\\',
  '/api\\rest\\users\\me',
  '/api/rest/users/%',
  '/api/rest/users/%zz',
  '/api/rest/users/%ff',
  '/api/rest/users/%c0%ae%c0%ae/me',
  '/api/rest/users/%252e%252e/me',
  `/api/rest/users/${'m'.repeat(300)}`,
  `/api/rest/users/me/${'x/'.repeat(500)}`,
];

const disguisedChecks = [
  '/api/authz/AUTH-REQUEST',
  '/api/authz//auth-request',
  '/api/authz/./auth-request',
  '/api/authz/x/../auth-request',
  '/api/authz/auth-request//',
  '/api/authz/auth-request;x=1',
  '/api/authz/auth%2Drequest',
  '/api/authz/auth-request%2f',
  '/api%2fauthz/auth-request',
];

describe('a path in disguise', () => {
  for (const target of disguised) {
    test(`is nothing: ${target.slice(0, 60)}`, async () => {
      const answer = await sendRaw(port, { target, headers: [bearer] });
      assert.ok(answer.status === 404 || answer.status === 400, answer.wire.slice(0, 500));
      assert.ok(!answer.body.includes('"login"'), 'another route answered');
      assert.deepEqual(
        securityFaults((name) => answer.headers.get(name)?.[0]),
        [],
      );
    });
  }

  for (const path of disguisedChecks) {
    test(`opens no door: ${path}`, async () => {
      const answer = await sendRaw(port, { target: `${path}?service=Countersign`, headers: [bearer] });
      assert.equal(answer.status, 404, answer.wire);
    });
  }

  test('may end in one slash, and may spell plain letters in percent', async () => {
    for (const target of ['/api/rest/users/me/', '/api/rest/users/%6d%65']) {
      assert.equal((await sendRaw(port, { target, headers: [bearer] })).status, 200);
    }
  });

  test('that holds a token is answered without repeating it', async () => {
    const repeating: string[] = [];
    for (const target of [
      `/api/rest/users/${token}`,
      `/api/rest/services/${token}`,
      `/api/rest/users/me/permanenttokens/${token}`,
      `/${token}`,
      `/api/rest/users/${token}%`,
      `/api/rest/users/${token.repeat(5)}`,
      `/assets/${token}`,
      `/sign-in/${token}`,
    ]) {
      for (const accept of ['Accept: */*', 'Accept: text/html']) {
        const answer = await sendRaw(port, { target, headers: [`Cookie: ${cookie}`, accept] });
        assert.ok(answer.status >= 400 && answer.status < 500, answer.wire);
        if (answer.wire.includes(token)) repeating.push(target.replaceAll(token, '<token>'));
      }
    }
    assert.deepEqual(repeating, []);
  });
});

describe('an id that is none', () => {
  const ids: Readonly<Record<string, string>> = {
    'a zero': '0',
    'a negative number': '-1',
    'a number in another form': '1e3',
    null: 'null',
    undefined: 'undefined',
    NaN: 'NaN',
    __proto__: '__proto__',
    constructor: 'constructor',
    toString: 'toString',
    'a real one in capitals': administratorId.toUpperCase(),
    'a real one with a digit more': `${administratorId}0`,
    'a real one with a digit less': administratorId.slice(1),
    'a real one in braces': `{${administratorId}}`,
    'a real one as a URN': `urn:uuid:${administratorId}`,
    SQL: "' or 1=1 --",
    markup: '<script>alert(1)</script>',
    'a way up': '../users',
    'an asterisk': '*',
    'an emoji': '💥',
    'a turn of direction': '\u202e',
    'a long text': 'a'.repeat(150),
  };
  for (const [what, id] of Object.entries(ids)) {
    test(`names nobody and nothing: ${what}`, async () => {
      const text = encodeURIComponent(id);
      for (const path of [
        `users/${text}`,
        `users/${text}/permanenttokens`,
        `users/me/permanenttokens/${text}`,
        `services/${text}`,
      ]) {
        assertError(await ask(`${url}/api/rest/${path}`, { token }), 404);
      }
      await changesNothing(house, async () => {
        const revoked = await ask(`${url}/api/rest/users/me/permanenttokens/${text}`, {
          method: 'DELETE',
          token,
        });
        assertError(revoked, 404);
        const rotated = await ask(`${url}/api/rest/services/${text}/secret`, { method: 'POST', token });
        assertError(rotated, 404);
      });
    });
  }
});

describe('the files of the application', () => {
  const assets = new URL('../../../web/dist/assets/', import.meta.url);

  test('are served as they are', async () => {
    for (const name of readdirSync(assets).filter((file) => !file.endsWith('.map'))) {
      const answer = await ask(`${url}/assets/${name}`);
      assert.equal(answer.status, 200);
      assert.equal(answer.text, readFileSync(new URL(name, assets), 'utf8'));
    }
  });

  test('have no way out of their folder, and no maps of the sources', async () => {
    const outside = [
      '/assets/../index.html',
      '/assets/..%2findex.html',
      '/assets/%2e%2e%2findex.html',
      '/assets/%2e%2e/index.html',
      '/assets/..%5c..%5cpackage.json',
      '/assets/....//....//package.json',
      '/assets/..%2f..%2f..%2fserver%2fsrc%2fmain.ts',
      '/assets/%252e%252e%252findex.html',
      '/assets//etc/passwd',
      '/assets/%2fetc%2fpasswd',
      '/assets/',
      '/assets',
      '/assets/.',
      '/assets/index.js%00.css',
      '/assets/C:%5cWindows',
      ...readdirSync(assets).map((name) => `/assets/${name}.map`),
    ];
    for (const target of outside) {
      const answer = await sendRaw(port, { target, headers: [`Cookie: ${cookie}`] });
      assert.ok(answer.status === 404 || answer.status === 400 || answer.status === 403, target);
      assert.doesNotMatch(answer.body, /<div id="root">|root:|import \{|"workspaces"/, target);
    }
  });
});
