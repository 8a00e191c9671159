import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authenticationOf,
  authorizationRequest,
  postAsWritten,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import { type CookieJar, cookieHeader, jarOf, keep } from '../../../../test/harness/oauth-visitor.ts';
import { type Answer, ask } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { securityFaults } from '../harness/security-headers.ts';

const house = await openHouse();
const { url, cookie } = house;
const server = await registerClient(house, 'server');
const markup = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</code><svg/onload=alert(1)>',
  '&lt;b&gt;<b>',
  'javascript:alert(1)',
];

/** Nothing in it is markup that was sent, and a browser would not take it for more than it says it is. */
function assertPlain(answer: Answer, sent: string, what: string): void {
  assert.ok(answer.status < 500, `${what}: ${answer.status}`);
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('text/html'))
    assert.ok(!answer.text.includes(sent), `${what} gives it back as it came`);
  else assert.ok(type === '' || type.startsWith('application/json'), `${what}: ${type}`);
  const location = answer.headers.get('location');
  const faults = securityFaults((name) => answer.headers.get(name));
  if (location === null) assert.deepEqual(faults, [], what);
  else assert.match(location, /^(https?:\/\/|\/)[^<>"'\s]*$/, what);
}

describe('no text of an error gives back markup that was sent', () => {
  const names = [
    ...new URL(authorizationRequest(server).address).searchParams.keys(),
    ...[
      'prompt',
      'max_age',
      'claims',
      'response_mode',
      'request',
      'request_uri',
      'id_token_hint',
      'resource',
    ],
    ...['state', 'nonce', 'ui_locales', 'acr_values', 'registration', 'access_type', 'request_credentials'],
  ];
  for (const name of names) {
    test(`in ${name} of an authorization request`, async () => {
      for (const sent of markup) {
        const { address } = authorizationRequest(server, { [name]: sent });
        for (const visitor of [undefined, cookie])
          assertPlain(await ask(address, { cookie: visitor, headers: { accept: 'text/html' } }), sent, sent);
      }
    });
  }

  test('in the name of a parameter, or in an address that goes on', async () => {
    for (const sent of markup) {
      const { address } = authorizationRequest(server);
      const word = encodeURIComponent(sent);
      for (const target of [`${address}&${word}=1`, `${url}/api/rest/oauth2/auth/${word}`])
        assertPlain(await ask(target, { headers: { accept: 'text/html' } }), sent, target);
    }
  });

  const fields = [
    ...['grant_type', 'code', 'code_verifier', 'redirect_uri', 'refresh_token', 'scope', 'resource'],
    ...[
      'token',
      'token_type_hint',
      'client_id',
      'client_secret',
      'client_assertion_type',
      'client_assertion',
    ],
  ];
  for (const endpoint of ['token', 'revoke'] as const) {
    test(`in a field of the ${endpoint} endpoint`, async () => {
      for (const name of fields)
        for (const sent of markup)
          for (const headers of [{}, authenticationOf(server)]) {
            const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', token: 'x' });
            form.set(name, sent);
            const answer = await postAsWritten(server, endpoint, form.toString(), headers);
            assertPlain(answer, sent, `${name} at ${endpoint}`);
            assert.ok(!answer.text.includes('alert('), answer.text);
          }
    });
  }

  test('in the name of the application, at sign-in and where somebody is asked to agree', async () => {
    const name = '<script>alert(1)</script>';
    const client = await registerClient(house, 'marked-up');
    const named = await ask(`${url}/api/rest/services/${client.id}`, {
      method: 'POST',
      cookie,
      body: { name },
    });
    assert.equal(named.status, 200, named.text);
    const { address } = authorizationRequest(client);
    for (const jar of [jarOf({ url }), jarOf(house)]) {
      const page = await open(address, jar);
      assert.ok(page.text.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
      assert.ok(!page.text.includes(name));
    }
  });
});

/** Follows redirects until there is a page. */
async function open(address: string, jar: CookieJar): Promise<Answer> {
  const answer = keep(
    jar,
    await ask(address, { cookie: cookieHeader(jar), headers: { accept: 'text/html' } }),
  );
  const to = answer.headers.get('location');
  return to === null ? answer : open(new URL(to, address).href, jar);
}
