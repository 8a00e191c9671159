import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authorizationRequest,
  connect,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { securityFaults } from '../harness/security-headers.ts';

const house = await openHouse();
const { url, cookie } = house;
const elsewhere = 'https://evil.example/callback';
const server = await registerClient(house, 'server');
const desktop = await registerClient(house, 'desktop', {
  trusted: false,
  redirectUris: ['http://127.0.0.1/callback', 'http://[::1]/callback', 'com.example.desktop:/callback'],
});
await connect(server, house);

const send = (client: TestClient, more: Readonly<Record<string, string | undefined>>) =>
  ask(authorizationRequest(client, more).address, { cookie, headers: { accept: 'text/html' } });

/** What stands between an address and another that is nearly it: one change at each place, or something around it. */
function* nearMisses(uri: string): Generator<string> {
  for (let at = 0; at < uri.length; at += 1) {
    const [before, letter, after] = [uri.slice(0, at), uri.charAt(at), uri.slice(at + 1)];
    yield before + after;
    yield before + letter + letter + after;
    yield `${before}%${letter.charCodeAt(0).toString(16)}${after}`;
    yield `${before}\r\n${letter}${after}`;
    yield `${before}\u0430${after}`;
    yield `${before}@evil.example${letter}${after}`;
    yield `${before}*${after}`;
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    if (other !== letter) yield before + other + after;
  }
  const { protocol, host, pathname } = new URL(uri);
  yield* ['/', '?', '#', '?a=b', '#a', '/..', '/../callback', '%2e', '..;/', '\0', ' ', '\t', '\u2028'].map(
    (more) => uri + more,
  );
  for (const name of ['user@', 'user:word@', 'evil.example@', 'a@b@c@', 'evil.example%40', 'evil.example#@'])
    yield `${protocol}//${name}${host}${pathname}`;
  yield* [
    elsewhere,
    `//${host}${pathname}`,
    pathname,
    '',
    'null',
    'undefined',
    'javascript:alert(1)',
    `data:text/html,${uri}`,
    `https:\\\\${host}${pathname}`,
    `${protocol}//${host}.evil.example${pathname}`,
    `${protocol}//www.${host}${pathname}`,
    `${protocol}//${host}:443${pathname}`,
    `${protocol}//${host}:8443${pathname}`,
    `${protocol}//${host}/%63allback`,
    `http://${host}${pathname}`,
    `${uri},${elsewhere}`,
    `${uri} ${elsewhere}`,
    ` ${uri}`,
  ];
}

describe('an address to which nobody is sent back', () => {
  test('is any but the registered one, byte for byte: none of the near misses is answered with a redirect', async () => {
    const misses = [...new Set(nearMisses(server.redirectUri))].filter((uri) => uri !== server.redirectUri);
    assert.ok(misses.length > 250, `${misses.length} near misses`);
    for (const uri of misses) {
      // An empty parameter counts as absent, and one that is absent stands for the only one that is registered.
      if (uri === '') continue;
      const answer = await send(server, { redirect_uri: uri });
      assert.equal(answer.status, 400, JSON.stringify(uri));
      assert.equal(answer.headers.get('location'), null, JSON.stringify(uri));
      assert.ok(!answer.text.includes('evil.example'), `the page names ${JSON.stringify(uri)}`);
    }
    assert.match(
      (await send(server, {})).headers.get('location') ?? '',
      /^https:\/\/server\.example\.test\/callback\?code=/,
    );
  });

  test('is one of a loopback address but for its port, which an installed program finds out late', async () => {
    for (const registered of ['http://127.0.0.1/callback', 'http://[::1]/callback']) {
      const [start, path] = [registered.slice(0, -'/callback'.length), '/callback'];
      for (const port of ['', ':1', ':37177', ':65535']) {
        const answer = await send(desktop, { redirect_uri: `${start}${port}${path}` });
        assert.match(answer.headers.get('location') ?? '', /^\/oauth\/continue\//, port);
      }
      const ported = new RegExp(`^${RegExp.escape(start)}:\\d+/callback$`);
      const misses = [...new Set(nearMisses(registered))].filter(
        (uri) => uri !== registered && uri !== '' && !ported.test(uri),
      );
      const wrong: string[] = [];
      for (const uri of misses) {
        const answer = await send(desktop, { redirect_uri: uri });
        if (answer.status !== 400 || answer.headers.get('location') !== null) wrong.push(uri);
      }
      assert.deepEqual(wrong, []);
    }
    for (const uri of [
      'com.example.desktop:/callback/',
      'com.example.desktop://callback',
      'COM.example.desktop:/callback',
    ])
      assert.equal((await send(desktop, { redirect_uri: uri })).status, 400, uri);
  });

  test('must be said by who has several', async () => {
    const answer = await send(desktop, { redirect_uri: undefined });
    assert.deepEqual([answer.status, answer.headers.get('location')], [400, null]);
  });

  test("is another service's, or that of a service that nobody knows or that takes no part", async () => {
    const idle = await registerClient(house, 'idle', {
      authCodeFlowEnabled: false,
      refreshTokensEnabled: false,
    });
    const cases: readonly Readonly<Record<string, string | undefined>>[] = [
      { redirect_uri: 'https://idle.example.test/callback' },
      { client_id: 'server' },
      { client_id: `${server.id} ` },
      { client_id: server.id.toUpperCase() },
      { client_id: '0-0-0-0-0' },
      { client_id: undefined },
      { client_id: '' },
      { client_id: house.administratorId },
    ];
    for (const more of cases) {
      const answer = await send(server, more);
      assert.equal(answer.headers.get('location'), null, JSON.stringify(more));
      assert.equal(answer.status, 400, JSON.stringify(more));
    }
    const off = await send(idle, {});
    assert.match(off.headers.get('location') ?? '/', /^https:\/\/idle\.example\.test\/callback\?error=|^\/$/);
    assert.ok(!(off.headers.get('location') ?? '').includes('code='));
  });

  test('is told on a page of ours, which cannot be framed and keeps nothing', async () => {
    const answer = await send(server, { redirect_uri: elsewhere });
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(answer.text, /<code>invalid_redirect_uri<\/code>/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    const faults = securityFaults((name) => answer.headers.get(name));
    assert.deepEqual(faults, []);
  });

  test('is not the answer either where it stands in another parameter', async () => {
    const names = [
      'state',
      'scope',
      'nonce',
      'iss',
      'return',
      'return_to',
      'next',
      'url',
      'continue',
      'resource',
    ];
    names.push('login_hint', 'id_token_hint', 'post_logout_redirect_uri', 'request_uri', 'web_message_uri');
    for (const visitor of [{ url }, { url, cookie }]) {
      for (const name of names) {
        const { address } = authorizationRequest(server, { [name]: elsewhere });
        const first = await ask(address, { cookie: visitor.cookie, headers: { accept: 'text/html' } });
        const { location } = await authorize(visitor, address);
        for (const to of [first.headers.get('location'), location]) {
          if (to === null || to === undefined) continue;
          assert.ok(
            to.startsWith('/oauth/continue/') || to.startsWith(`${server.redirectUri}?`),
            `${name}: ${to}`,
          );
        }
      }
    }
  });
});
