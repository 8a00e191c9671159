import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authorizationRequest,
  connect,
  redeem,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { securityFaults } from '../harness/security-headers.ts';

const house = await openHouse();
const { url, cookie } = house;
const server = await registerClient(house, 'server');
const script = await registerClient(house, 'script', { trusted: false });
await connect(script, house, 'openid Hub');
const tokens = await connect(server, house, 'openid Hub');

type Fields = Readonly<Record<string, string | undefined>>;

/** What comes back at the client's address for somebody who agreed before. */
async function send(client: TestClient, more: Fields, besides = ''): Promise<URLSearchParams> {
  const { address } = authorizationRequest(client, more);
  const answer = await ask(address + besides, { cookie, headers: { accept: 'text/html' } });
  const location = answer.headers.get('location') ?? '';
  assert.ok(location.startsWith(client.redirectUri), `${answer.status} ${location}`);
  const { search, hash } = new URL(location);
  return new URLSearchParams(search || hash.slice(1));
}

const errorOf = async (client: TestClient, more: Fields, besides = '') =>
  (await send(client, more, besides)).get('error');

describe('a request without proof of who asks for the code (RFC 7636)', () => {
  const without: Readonly<Record<string, Fields>> = {
    'no challenge': { code_challenge: undefined, code_challenge_method: undefined },
    'no challenge, but a method': { code_challenge: undefined },
    'an empty challenge': { code_challenge: '', code_challenge_method: 'S256' },
    'no method, which means plain': { code_challenge_method: undefined },
    'an empty method': { code_challenge_method: '' },
    'the method plain': { code_challenge_method: 'plain' },
    'a method that nobody knows': { code_challenge_method: 'S512' },
    'a method in another case': { code_challenge_method: 's256' },
    'a challenge of 42 letters': { code_challenge: 'x'.repeat(42) },
    'a challenge of 129 letters': { code_challenge: 'x'.repeat(129) },
    'a challenge of other letters': { code_challenge: `${'x'.repeat(42)}=` },
  };
  for (const [what, more] of Object.entries(without)) {
    test(`is refused to public and to confidential clients: ${what}`, async () => {
      for (const client of [script, server]) {
        const sent = await send(client, { ...more, state: 'kept' });
        assert.deepEqual([sent.get('error'), sent.get('code')], ['invalid_request', null]);
        assert.deepEqual([sent.get('state'), sent.get('iss')], ['kept', url]);
      }
    });
  }
});

describe('a request for what is not offered', () => {
  const asked: Readonly<Record<string, readonly [Fields, string]>> = {
    'an access token': [{ response_type: 'token' }, 'unauthorized_client'],
    'an identity token': [{ response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
    'a code and an identity token': [
      { response_type: 'code id_token', nonce: 'n' },
      'unsupported_response_type',
    ],
    'a code and a token': [{ response_type: 'code token' }, 'unsupported_response_type'],
    nothing: [{ response_type: 'none' }, 'unsupported_response_type'],
    'no response type': [{ response_type: undefined }, 'invalid_request'],
    'a response mode that nobody knows': [{ response_mode: 'web_message' }, 'unsupported_response_mode'],
    'a response in a token': [{ response_mode: 'query.jwt' }, 'unsupported_response_mode'],
    'a request object': [{ request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    'a request kept elsewhere': [
      { request_uri: 'https://evil.example/request' },
      'request_uri_not_supported',
    ],
    'a pushed request that nobody knows': [
      { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
      'invalid_request_uri',
    ],
    'a client of its own making': [{ registration: '{}' }, 'registration_not_supported'],
    'a prompt that nobody knows': [{ prompt: 'create' }, 'invalid_request'],
    'silence and a question at once': [{ prompt: 'none login' }, 'invalid_request'],
    'a service that is not there': [{ scope: 'Hub nothing-of-that-name' }, 'invalid_scope'],
    'services by the word that stands for them inside': [{ scope: 'openid services' }, 'invalid_scope'],
    'no scope': [{ scope: undefined }, 'invalid_scope'],
    'an empty scope': [{ scope: '' }, 'invalid_scope'],
    'an age below none': [{ scope: 'openid', max_age: '-1' }, 'invalid_request'],
    'an age in words': [{ scope: 'openid', max_age: 'soon' }, 'invalid_request'],
  };
  for (const [what, [more, error]] of Object.entries(asked)) {
    test(`is answered with ${error}, the state and who answers: ${what}`, async () => {
      const sent = await send(server, { ...more, state: 'kept' });
      assert.deepEqual([sent.get('error'), sent.get('code')], [error, null]);
      assert.deepEqual([sent.get('state'), sent.get('iss')], ['kept', url]);
    });
  }
});

describe('parameters', () => {
  const names = [
    'state',
    'scope',
    'response_type',
    'code_challenge',
    'code_challenge_method',
    'prompt',
    'nonce',
  ];
  names.push(
    'redirect_uri',
    'max_age',
    'response_mode',
    'login_hint',
    'id_token_hint',
    'access_type',
    'ui_locales',
  );
  for (const name of names) {
    test(`are given once: ${name} twice is an error, alike or not`, async () => {
      const { address } = authorizationRequest(server, {});
      const known = new URL(address).searchParams.get(name) ?? 'x';
      for (const second of [known, 'other', '']) {
        const first = new URL(address).searchParams.has(name) ? '' : `&${name}=x`;
        assert.equal(
          await errorOf(server, {}, `${first}&${name}=${encodeURIComponent(second)}`),
          'invalid_request',
        );
      }
    });
  }

  test('are given once: a second client leads nowhere', async () => {
    const { address } = authorizationRequest(server, {});
    for (const id of [server.id, script.id]) {
      const answer = await ask(`${address}&client_id=${id}`, { cookie, headers: { accept: 'text/html' } });
      assert.deepEqual([answer.status, answer.headers.get('location')], [400, null]);
    }
  });

  test('that nobody knows are ignored, and an empty one counts as absent', async () => {
    const unknown = '&hello=world&hello=again&constructor=x&__proto__=y&toString=z&=&&a%ff=%ff';
    for (const [more, besides] of [
      [{}, unknown],
      [{ prompt: '', nonce: '', max_age: '', response_mode: '', request: '', login_hint: '' }, ''],
    ] as const) {
      const sent = await send(server, more, besides);
      assert.match(sent.get('code') ?? '', /^csn_cod_/);
    }
  });

  test('hold no credential: whoever is sent here is told so, and nothing of it is kept', async () => {
    for (const token of [tokens.access, tokens.refresh, server.secret ?? ''])
      for (const [name, value] of [
        ['state', token],
        ['nonce', `x ${token}`],
        ['ui_locales', token],
        ['nobody-knows-it', token],
        [token, 'x'],
      ] as const) {
        const { address } = authorizationRequest(server, { [name]: value });
        const answer = await ask(address, { headers: { accept: 'text/html' } });
        assert.deepEqual([answer.status, answer.headers.get('location')], [400, null]);
        assert.deepEqual(answer.headers.getSetCookie(), []);
        assert.match(answer.text, /no parameter may hold a token or a secret/);
        assert.ok(!answer.text.includes(token));
      }
  });

  test('of the engine cannot be set from outside: services are named in the scope alone', async () => {
    const { verifier, address } = authorizationRequest(server, { scope: 'openid' });
    for (const more of ['&countersign_services=Hub', '&countersign_services=Hub&countersign_services=x']) {
      const { location } = await authorize({ url, cookie }, address + more);
      const code = new URL(location ?? url).searchParams.get('code') ?? '';
      const { json } = await redeem(server, { code, verifier });
      assert.equal(json.scope, 'openid');
      assert.equal((await ask(`${url}/api/rest/users/me`, { token: json.access_token })).status, 401);
    }
  });
});

describe('the answer', () => {
  const states: Readonly<Record<string, string>> = {
    'a state of an unusual verifier': 'a/b+c==',
    'one with what means something in an address': 'a&b=c?d#e;f%20g%2520+h i',
    'one with letters of the world': 'Zoë 漢字 💥 \u202e\u2028\0',
    'one with markup': '"><script>alert(1)</script>',
    'one of 2 KiB': 'x'.repeat(2_048),
    'one of blanks': '   ',
    'one that is a word of the language': 'undefined',
  };
  for (const [what, state] of Object.entries(states)) {
    test(`gives the state back as it came, with a code and with an error: ${what}`, async () => {
      for (const more of [{}, { response_type: 'token' }, { prompt: 'none', scope: 'openid email Hub' }]) {
        const sent = await send(server, { ...more, state });
        assert.equal(sent.get('state'), state, JSON.stringify(more));
      }
      const { location } = await authorize(
        { url, cookie },
        authorizationRequest(server, { scope: 'email Hub', state }).address,
        'deny',
      );
      assert.equal(new URL(location ?? url).searchParams.get('state'), state);
    });
  }

  test('has no state where none was sent', async () => {
    assert.equal((await send(server, {})).has('state'), false);
  });

  test('says who answers, whatever it says (RFC 9207)', async () => {
    const refused = authorizationRequest(server, { scope: 'openid profile email Hub' });
    const denied = await authorize({ url, cookie }, refused.address, 'deny');
    assert.equal(new URL(denied.location ?? url).searchParams.get('error'), 'access_denied');
    for (const { location } of [
      denied,
      await authorize({ url, cookie }, authorizationRequest(server, {}).address),
      await authorize({ url }, authorizationRequest(server, { prompt: 'none' }).address),
    ])
      assert.equal(new URL(location ?? '').searchParams.get('iss'), url);
  });

  test('leads on with 303, so that no form is sent there a second time, and is kept by nobody', async () => {
    for (const more of [{}, { response_type: 'token' }, { scope: 'openid email Hub' }]) {
      const { address } = authorizationRequest(server, more);
      const answer = await ask(address, { cookie, headers: { accept: 'text/html' } });
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
      assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    }
  });

  test('is never one that a page of another origin may read', async () => {
    for (const origin of ['https://evil.example', 'https://server.example.test', 'null']) {
      const { address } = authorizationRequest(server, {});
      const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } };
      for (const answer of [
        await ask(address, { cookie, headers: { origin } }),
        await ask(address, preflight),
      ])
        assert.equal(answer.headers.get('access-control-allow-origin'), null);
    }
  });

  test('is a page of ours with all its headers where the client is in the wrong', async () => {
    const answer = await ask(authorizationRequest(server, { client_id: 'nobody' }).address, {
      headers: { accept: 'text/html' },
    });
    assert.deepEqual(
      securityFaults((name) => answer.headers.get(name)),
      [],
    );
  });
});
