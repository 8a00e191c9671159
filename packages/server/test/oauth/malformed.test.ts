import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  authenticationOf,
  authorizationRequest,
  connect,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { rememberErrorBody } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { changesNothing } from '../harness/refused.ts';

const house = await openAuthority();
const { url, port, cookie } = house;
const server = await registerClient(house, 'server');
// Whoever authenticates below is another client than the one whose tokens are sent about.
const tokens = await connect(await registerClient(house, 'other'), house, 'openid Hub');

const addresses: Readonly<Record<string, readonly [method: string, path: string]>> = {
  authorization: ['GET', '/api/rest/oauth2/auth'],
  'authorization that goes on': ['GET', '/api/rest/oauth2/auth/x'],
  'device authorization': ['POST', '/api/rest/oauth2/device/auth'],
  'the page for devices': ['POST', '/device'],
  token: ['POST', '/api/rest/oauth2/token'],
  revocation: ['POST', '/api/rest/oauth2/revoke'],
  'pushed requests': ['POST', '/api/rest/oauth2/par'],
  logout: ['GET', '/api/rest/oauth2/logout'],
  userinfo: ['POST', '/api/rest/oauth2/userinfo'],
  keys: ['GET', '/api/rest/oauth2/keys'],
  discovery: ['GET', '/.well-known/openid-configuration'],
  consent: ['POST', '/oauth/continue/x'],
};

const names = [
  ...new URL(authorizationRequest(server).address).searchParams.keys(),
  ...['grant_type', 'code', 'code_verifier', 'refresh_token', 'token', 'token_type_hint', 'client_secret'],
  ...[
    'prompt',
    'max_age',
    'nonce',
    'state',
    'claims',
    'request',
    'request_uri',
    'id_token_hint',
    'response_mode',
  ],
  ...['resource', 'audience', 'access_type', 'request_credentials', 'countersign_services', 'registration'],
  ...['countersign_resources', 'post_logout_redirect_uri'],
  ...[
    'answer',
    'access_token',
    'ui_locales',
    'acr_values',
    'dpop_jkt',
    'authorization_details',
    'client_assertion',
  ],
  ...['user_code', 'device_code'],
  ...['client_assertion_type', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''],
];
const hostile = [
  '',
  'null',
  'undefined',
  '[]',
  '{}',
  '{"id_token":{"sub":1}}',
  '\0',
  '\u0001',
  '%',
  '%00',
  '%ff',
  '%u0000',
  '💥',
  '\ud800',
  'x'.repeat(5_000),
  '-1',
  '1e999',
  'NaN',
  '9'.repeat(40),
  'true',
  '../..',
  'a b',
  'a\r\nb: c',
  '__proto__',
  'constructor',
  'eyJhbGciOiJub25lIn0.e30.',
  'a.b.c',
  'a.b.c.d.e',
  'https://evil.example/#x',
  'urn:ietf:params:oauth:request_uri:x',
  server.id,
  server.redirectUri,
  server.secret ?? '',
  tokens.access,
  tokens.refresh,
  'openid',
  'Hub',
  'services',
  'code',
  'authorization_code',
  'refresh_token',
  'none',
  'login consent',
  'S256',
  'query',
  'form_post',
  'web_message',
];

const parameter = fc.tuple(
  fc.constantFrom(...names),
  fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary' })),
);
const text = fc.oneof(
  fc
    .array(parameter, { maxLength: 8 })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${encode(value)}`).join('&')),
  fc.string({ unit: 'binary-ascii', maxLength: 200 }).map((junk) => encodeURI(junk.toWellFormed())),
  // One that is nearly right, with one thing beside it.
  parameter.map(([name, value]) => {
    const query = new URL(authorizationRequest(server).address).searchParams;
    query.set(name, value);
    return query.toString();
  }),
  parameter.map(([name, value]) => {
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', token: 'x' });
    form.set(name, value);
    return form.toString();
  }),
);
const authorization = fc.constantFrom(
  undefined,
  '',
  'Basic',
  'Basic ',
  'Basic ===',
  `Basic ${btoa(':')}`,
  `Basic ${btoa(`${server.id}:`)}`,
  `Basic ${btoa('%:%')}`,
  `Basic ${btoa(`${server.id}:${'\u00ff'.repeat(50)}`)}`,
  authenticationOf(server).authorization,
  'Bearer',
  'Bearer x',
  `Bearer ${tokens.access}`,
  'DPoP x',
  'Digest x',
  `bearer  ${tokens.access}`,
);
const type = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-16',
  'application/x-www-form-urlencoded;;;',
  'application/json',
  'multipart/form-data',
  '',
  'x',
  'text/html; charset=x',
);
const accept = fc.constantFrom('text/html', '*/*', 'application/json', '', ';;;', 'text/html;q=x');
const cookies = fc.constantFrom(
  '',
  cookie,
  'countersign_interaction=x',
  'countersign_resume=x',
  'countersign_engine_session=x',
  '=;=;;',
  `${cookie}; ${cookie}`,
  `${cookie}; countersign_interaction=%ff; countersign_resume=__proto__`,
);

for (const [what, [method, path]] of Object.entries(addresses)) {
  test(`whatever is sent to ${what} is answered, and by no fault of ours`, async () => {
    await changesNothing(house, async () => {
      await fc.assert(
        fc.asyncProperty(
          text,
          authorization,
          type,
          accept,
          cookies,
          async (sent, credential, kind, wanted, cookieLine) => {
            const body = method === 'POST' ? sent : '';
            const headers = [
              `Host: localhost:${port}`,
              'Connection: close',
              `Accept: ${wanted}`,
              ...(credential === undefined ? [] : [`Authorization: ${credential}`]),
              ...(cookieLine === '' ? [] : [`Cookie: ${cookieLine}`, 'Sec-Fetch-Site: same-origin']),
              ...(method === 'POST'
                ? [`Content-Type: ${kind}`, `Content-Length: ${Buffer.byteLength(body)}`]
                : []),
            ];
            const target = method === 'GET' && sent !== '' ? `${path}?${sent}` : path;
            const answer = await sendRaw(port, { method, target, headers, body, bare: true });
            rememberErrorBody(answer.body);
            assert.ok(
              answer.status >= 200 && answer.status < 500,
              `${answer.status} ${answer.wire.slice(0, 400)}`,
            );
            const location = answer.headers.get('location')?.[0] ?? '';
            assert.ok(
              location === '' || location.startsWith('/') || location.startsWith(server.redirectUri),
              location,
            );
            assert.ok(!location.startsWith('//'), location);
          },
        ),
        { numRuns: 200 },
      );
    });
    assert.equal((await ask(`${url}/api/rest/users/me`, { token: tokens.access })).status, 200);
  });
}

function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}
