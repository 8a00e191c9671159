import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Ask,
  administrator,
  ask,
  issueToken,
  postForm,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { unknownToken } from '../harness/unknown-token.ts';

const house = await openAuthority({ env: { COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '127.0.0.1' } });
const { url, port, cookie } = house;
const door = await registerService(url, cookie, 'wiki');
await registerService(url, cookie, 'other');
await ask(`${url}/api/rest/services/${door.id}`, {
  method: 'POST',
  cookie,
  body: { homeUrl: 'https://wiki.example.test/start' },
});
const { token } = await issueToken(url, cookie, [door.id]);

const identity = ['remote-user', 'remote-name', 'remote-email', 'remote-groups'];
const html = 'text/html,application/xhtml+xml;q=0.9';
const page = 'https://wiki.example.test/a/page?x=1';
const signIn = `${url}/sign-in?return=${encodeURIComponent(page)}`;

type Headers = Readonly<Record<string, string>>;

/** What each proxy sends for one request of a visitor, header by header. */
interface Proxy {
  readonly name: string;
  readonly passesRedirects: boolean;
  /** The question about a request for the page, with the visitor's own headers. */
  question(visitor: { readonly method: string; readonly headers: Headers }): Ask & { readonly url: string };
}

const proxies: readonly Proxy[] = [
  {
    name: 'nginx',
    passesRedirects: false,
    question: ({ method, headers }) => ({
      url: `${url}/api/authz/auth-request?service=wiki`,
      headers: {
        ...headers,
        'x-original-method': method,
        'x-original-url': page,
        'x-forwarded-for': '192.0.2.7',
      },
    }),
  },
  {
    name: 'Traefik',
    passesRedirects: true,
    question: ({ method, headers }) => ({
      url: `${url}/api/authz/forward-auth?service=wiki`,
      headers: {
        ...headers,
        'x-forwarded-method': method,
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'wiki.example.test',
        'x-forwarded-uri': '/a/page?x=1',
        'x-forwarded-for': '192.0.2.7',
        'x-forwarded-port': '443',
        'x-forwarded-server': 'traefik',
        'x-real-ip': '192.0.2.7',
      },
    }),
  },
  {
    name: 'Caddy',
    passesRedirects: true,
    question: ({ method, headers }) => ({
      url: `${url}/api/authz/forward-auth?service=wiki`,
      headers: {
        ...headers,
        'x-forwarded-method': method,
        'x-forwarded-uri': '/a/page?x=1',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'wiki.example.test',
        'x-forwarded-for': '192.0.2.7',
      },
    }),
  },
];

const bearer = { authorization: `Bearer ${token}` };

function knock(proxy: Proxy, headers: Headers, method = 'GET') {
  const { url: address, ...question } = proxy.question({ method, headers });
  return ask(address, question);
}

for (const proxy of proxies) {
  describe(`asked as ${proxy.name} asks, a door`, () => {
    test('opens to a token as Bearer, and as the password of Basic under any name, and says who it is', async () => {
      for (const authorization of [
        bearer.authorization,
        ...['ada', 'x-access-token', ''].map((name) => `Basic ${btoa(`${name}:${token}`)}`),
      ]) {
        const answer = await knock(proxy, { authorization, 'remote-user': 'root', 'remote-email': 'root@x' });
        assert.equal(answer.status, 200);
        assert.deepEqual(
          identity.map((name) => answer.headers.get(name)),
          ['ada', 'Ada Lovelace', '', 'All Users,Registered Users'],
        );
      }
    });

    test('stays shut for a program, and names both schemes', async () => {
      for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
        const answer = await knock(proxy, headers as Headers);
        assert.equal(answer.status, 401);
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer realm="[^"]+", Basic realm="/);
        assert.equal(answer.headers.get('location'), null);
      }
    });

    test('leads a browser to sign in, and back to the page', async () => {
      const answer = await knock(proxy, { accept: html });
      assert.equal(answer.status, proxy.passesRedirects ? 302 : 401);
      assert.equal(answer.headers.get('location'), signIn);
      for (const name of identity) assert.equal(answer.headers.get(name), null);
    });

    test('leads nobody anywhere who changes something, or shows a credential that is wrong', async () => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        assert.deepEqual(wayOf(await knock(proxy, { accept: html }, method)), [401, null], method);
      for (const authorization of [
        `Bearer ${unknownToken()}`,
        `Basic ${btoa(`ada:${unknownToken()}`)}`,
        'Junk',
      ])
        assert.deepEqual(wayOf(await knock(proxy, { accept: html, authorization })), [401, null]);
    });
  });
}

function wayOf(answer: { readonly status: number; readonly headers: globalThis.Headers }) {
  return [answer.status, answer.headers.get('location')];
}

describe('the sign-in page to which a door leads', () => {
  const postFrom = (address: string) =>
    postForm(address, { login: administrator.login, password: administrator.password });
  const policyOf = (answer: { readonly headers: globalThis.Headers }) =>
    /form-action [^;]*/.exec(answer.headers.get('content-security-policy') ?? '')?.[0];

  test('leads back to the page of the registered service, and lets the browser follow', async () => {
    const shown = await ask(signIn, { headers: { accept: html } });
    assert.equal(policyOf(shown), "form-action 'self' https://wiki.example.test");
    assert.ok(shown.text.includes(`/sign-in?return=${encodeURIComponent(page)}`));
    assert.deepEqual(wayOf(await postFrom(signIn)), [303, page]);
  });

  test('leads nowhere else, whatever a link says', async () => {
    for (const elsewhere of [
      'https://evil.example/',
      'https://wiki.example.test.evil.example/',
      'https://wiki.example.test@evil.example/',
      'http://wiki.example.test/',
      '//wiki.example.test/',
    ]) {
      const address = `${url}/sign-in?return=${encodeURIComponent(elsewhere)}`;
      assert.equal(policyOf(await ask(address)), "form-action 'self'", elsewhere);
      assert.deepEqual(wayOf(await postFrom(address)), [303, '/'], elsewhere);
    }
  });
});

describe('asked as Envoy asks, a door', () => {
  const envoy = (
    path: string,
    { method = 'GET', host = 'wiki.example.test', headers = [] as readonly string[] } = {},
  ) =>
    sendRaw(port, {
      method,
      target: `/api/authz/ext-authz/service=wiki${path}`,
      bare: true,
      headers: [`Host: ${host}`, 'Connection: close', 'X-Forwarded-Proto: https', ...headers],
    });
  const authorization = `Authorization: Bearer ${token}`;

  test('opens with the method and the path of the visitor, whatever they are', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'])
      for (const path of [
        '/',
        '',
        '/a/page?x=1',
        '/a//b/../c',
        '/%2e%2e/x',
        '?service=other',
        '/service=other/',
      ]) {
        const answer = await envoy(path, { method, headers: [authorization, 'Remote-User: root'] });
        assert.equal(answer.status, 200, `${method} ${path}`);
        assert.deepEqual(answer.headers.get('remote-user'), ['ada']);
      }
  });

  test('is the one that was configured: no path of a visitor leads to another', async () => {
    for (const path of ['/../service=other/', '/..%2fservice=other', '?&service=other', '/?permission=x'])
      assert.equal((await envoy(path, { headers: [authorization] })).status, 200, path);
    for (const target of [
      '',
      'service=',
      'service=nothing/',
      '/service=wiki/',
      'service=wiki&service=other/',
    ])
      assert.equal(
        (await sendRaw(port, { target: `/api/authz/ext-authz/${target}`, headers: [authorization] })).status,
        400,
        target,
      );
  });

  test('leads a browser to sign in, and back to the page', async () => {
    const answer = await envoy('/a/page?x=1', { headers: [`Accept: ${html}`] });
    assert.deepEqual([answer.status, answer.headers.get('location')], [302, [signIn]]);
    const post = await envoy('/a/page?x=1', { method: 'POST', headers: [`Accept: ${html}`] });
    assert.deepEqual([post.status, post.headers.get('location')], [401, undefined]);
    const program = await envoy('/a/page?x=1');
    assert.deepEqual([program.status, program.headers.get('location')], [401, undefined]);
  });

  test('leads nobody to a host that is no registered service', async () => {
    for (const host of ['evil.example', 'wiki.example.test:8443', 'wiki.example.test.evil.example'])
      assert.equal((await envoy('/', { host, headers: [`Accept: ${html}`] })).status, 401, host);
  });
});

describe('what a proxy says that nobody can read', () => {
  const junk: Readonly<Record<string, readonly string[]>> = {
    'x-forwarded-method': ['', 'G T', 'GET,POST', '\x01', 'x'.repeat(50)],
    'x-forwarded-proto': ['', 'ftp', 'https,http', 'javascript', 'HTTPS '.repeat(3)],
    'x-forwarded-host': ['', 'a b', 'a/b', 'a@b', 'a,b', 'h:99999', '[::1', '\xff\xfe/', 'h\\x'],
    'x-forwarded-uri': ['', 'x', 'http://h/', '*', '/a b', '/\x7f'],
    'x-original-method': ['', 'G T'],
    'x-original-url': ['', 'junk', '/a', '//wiki.example.test/', 'https://a@b/', 'https://', 'ftp://h/'],
  };
  for (const [name, values] of Object.entries(junk)) {
    test(`opens no door and breaks nothing: ${name}`, async () => {
      const path = name.startsWith('x-original') ? 'auth-request' : 'forward-auth';
      for (const value of values) {
        const headers = [`Authorization: Bearer ${token}`, 'Accept: text/html', `${name}: ${value}`];
        const answer = await sendRaw(port, { target: `/api/authz/${path}?service=wiki`, headers });
        assert.equal(answer.status, 400, `${JSON.stringify(value)}: ${answer.wire}`);
        for (const header of identity) assert.equal(answer.headers.get(header), undefined);
      }
    });
  }

  test('counts where the authority was told of the proxy, and from nobody else', async () => {
    const lone = await openAuthority();
    const wiki = await registerService(lone.url, lone.cookie, 'wiki');
    const body = { homeUrl: 'https://wiki.example.test' };
    await ask(`${lone.url}/api/rest/services/${wiki.id}`, { method: 'POST', cookie: lone.cookie, body });
    const made = await issueToken(lone.url, lone.cookie, [wiki.id]);
    for (const proxy of proxies) {
      const { url: address, headers = {} } = proxy.question({ method: 'GET', headers: { accept: html } });
      const there = address.replace(url, lone.url);
      const stranger = await ask(there, { headers });
      assert.deepEqual([stranger.status, stranger.headers.get('location')], [401, null], proxy.name);
      for (const [name, [, value = '']] of Object.entries(junk)) {
        const junky = { ...headers, [name]: value.replace(/[^ -~]/g, '?') };
        assert.equal((await ask(there, { token: made.token, headers: junky })).status, 200, name);
      }
    }
  });

  test('leads nobody to a page that is no registered service’s', async () => {
    for (const host of ['evil.example', 'wiki.example.test:8443', 'wiki.example.test.evil.example']) {
      const headers = {
        accept: html,
        'x-forwarded-method': 'GET',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': host,
        'x-forwarded-uri': '//wiki.example.test/',
      };
      const answer = await ask(`${url}/api/authz/forward-auth?service=wiki`, { headers });
      assert.deepEqual(wayOf(answer), [401, null], host);
    }
  });
});
