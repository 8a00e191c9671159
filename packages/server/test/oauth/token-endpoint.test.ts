import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceId } from '@countersign/core';
import {
  authenticationOf,
  connect,
  postAsWritten,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import { makeKey, proofFor } from '../../../../test/harness/proof-of-key.ts';
import { type Answer, ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openHouse } from '../harness/open-house.ts';
import { basicAuthorization } from '../harness/people.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';
import { securityFaults } from '../harness/security-headers.ts';
import { unknownToken } from '../harness/unknown-token.ts';

const house = await openHouse();
const { url } = house;
const databaseFile = `${house.authority.settings.data.directory}/countersign.db`;
const server = await registerClient(house, 'server');
const script = await registerClient(house, 'script', { trusted: false });
const secret = server.secret ?? '';
const tokens = await connect(server, house);
const asServer = authenticationOf(server);
const keptHash =
  (await house.authority.store.tables.services.find(server.id as ServiceId))?.secret?.hash ?? '';
const grant = `grant_type=refresh_token&refresh_token=${tokens.refresh}`;

/** Every answer of the endpoint is kept by nobody, and is JSON where it says something. */
async function post(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const answer = await postAsWritten(server, 'token', body, headers);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  const faults = securityFaults((name) => answer.headers.get(name));
  assert.deepEqual(faults, []);
  return answer;
}

function assertError(answer: Answer, status: number, error: string): void {
  assert.deepEqual([answer.status, answer.json.error], [status, error], answer.text);
  const members = Object.keys(answer.json).filter((name) => name !== 'error_description');
  assert.ok(
    members.every((name) => ['error', 'scope'].includes(name)),
    answer.text,
  );
  assert.ok(!answer.text.includes('csn_'), answer.text);
}

describe('a client authenticates', () => {
  const ways: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
    'by Basic': [grant, asServer],
    'by Basic in another case': [grant, { authorization: `bAsIc ${btoa(`${server.id}:${secret}`)}` }],
    'by Basic with everything percent-encoded (RFC 6749 §2.3.1)': [
      grant,
      basicOf(percentAll(server.id), percentAll(secret)),
    ],
    'by Basic and its name again': [`${grant}&client_id=${server.id}`, asServer],
    // Dovecot sends them so.
    'by Basic beside an empty id and secret': [`${grant}&client_id=&client_secret=`, asServer],
    'by parameters': [`${grant}&client_id=${server.id}&client_secret=${secret}`, {}],
  };
  for (const [what, [body, headers]] of Object.entries(ways)) {
    test(`${what}`, async () => {
      const answer = await post(body, headers);
      assert.equal(answer.status, 200, answer.text);
    });
  }

  test('not at all where it is public: by its name, or as the name of Basic without a secret', async () => {
    for (const [more, headers] of [
      [`&client_id=${script.id}`, {}],
      ['', basicOf(script.id, '')],
      ['', basicOf(percentAll(script.id), '')],
      ['&client_id=&client_secret=', basicOf(script.id, '')],
    ] as const) {
      const { refresh } = await connect(script, house);
      const answer = await post(`grant_type=refresh_token&refresh_token=${refresh}${more}`, headers);
      assert.equal(answer.status, 200, answer.text);
    }
  });
});

describe('a client that does not authenticate', () => {
  const wrong = unknownToken('clientSecret');
  const byBasic: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'a wrong secret': basicOf(server.id, wrong),
    'its secret in another case': basicOf(server.id, secret.toLowerCase()),
    'a word as its secret': basicOf(server.id, 'secret'),
    'a letter more': basicOf(server.id, `${secret}x`),
    'the hash of its secret, which is what is kept': basicOf(server.id, keptHash),
    'its access token': basicOf(server.id, tokens.access),
    'its key': basicOf('server', secret),
    'the name of nobody': basicOf('nobody', secret),
    "another client's name": basicOf(script.id, secret),
    'the name of a user': basicOf('ada', secret),
  };
  for (const [what, headers] of Object.entries(byBasic)) {
    test(`is told so, and how it may: ${what} by Basic`, async () => {
      const answer = await post(grant, headers);
      assertError(answer, 401, 'invalid_client');
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic realm="/);
    });
  }

  const inTheBody: Readonly<Record<string, string>> = {
    'a wrong secret': `&client_id=${server.id}&client_secret=${wrong}`,
    'no secret': `&client_id=${server.id}`,
    'an empty secret': `&client_id=${server.id}&client_secret=`,
    'the name of nobody': '&client_id=nobody',
    // Nobody signs who they are (RFC 7523), so that there is nothing that is good twice.
    'an assertion': `&client_id=${server.id}&client_assertion=a.b.c&client_assertion_type=${encodeURIComponent(
      'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    )}`,
    'a secret for a client without one': `&client_id=${script.id}&client_secret=${secret}`,
  };
  for (const [what, more] of Object.entries(inTheBody)) {
    test(`is told so: ${what} as a parameter`, async () => {
      assertError(await post(grant + more), 401, 'invalid_client');
    });
  }

  test('is told so where it has a secret and leaves it empty in Basic', async () => {
    assertError(await post(grant, basicOf(server.id, '')), 401, 'invalid_client');
  });

  test('is not told whether the token that it shows is good', async () => {
    const [good, bad] = [
      await post(grant, basicOf(server.id, wrong)),
      await post('grant_type=refresh_token&refresh_token=x', basicOf(server.id, wrong)),
    ];
    assert.equal(good.text, bad.text);
  });
});

describe('a malformed request', () => {
  const both = `&client_id=${server.id}&client_secret=${secret}`;
  const requests: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>, string]>> = {
    'Basic and parameters at once': [grant + both, asServer, 'invalid_request'],
    'Basic and a secret alone': [`${grant}&client_secret=${secret}`, asServer, 'invalid_request'],
    "Basic and another client's name": [`${grant}&client_id=${script.id}`, asServer, 'invalid_request'],
    'Basic without a colon': [grant, { authorization: `Basic ${btoa(server.id)}` }, 'invalid_request'],
    'Basic with other letters than base64': [grant, { authorization: 'Basic ###' }, 'invalid_request'],
    'Basic with broken percent signs': [grant, basicOf(`${server.id}%`, secret), 'invalid_request'],
    'Basic with two spaces': [
      grant,
      { authorization: `Basic  ${btoa(`${server.id}:${secret}`)}` },
      'invalid_request',
    ],
    'Basic alone': [grant, { authorization: 'Basic' }, 'invalid_request'],
    'a Bearer token': [grant, { authorization: `Bearer ${tokens.access}` }, 'invalid_request'],
    'no client': [grant, {}, 'invalid_request'],
    'an empty client': [`${grant}&client_id=`, {}, 'invalid_request'],
    'no grant type': [`refresh_token=${tokens.refresh}`, asServer, 'invalid_request'],
    'an empty grant type': [`${grant.replace('=refresh_token', '=')}`, asServer, 'invalid_request'],
    'no refresh token': ['grant_type=refresh_token', asServer, 'invalid_request'],
    'an empty refresh token': ['grant_type=refresh_token&refresh_token=', asServer, 'invalid_request'],
    'no code': ['grant_type=authorization_code', asServer, 'invalid_request'],
    'no body': ['', asServer, 'invalid_request'],
    'a grant that is not switched on': [
      'grant_type=password&username=ada&password=x',
      asServer,
      'unauthorized_client',
    ],
    'a grant that nobody knows': ['grant_type=hello', asServer, 'unsupported_grant_type'],
    'a grant in another case': [
      grant.replace('refresh_token', 'Refresh_Token'),
      asServer,
      'unsupported_grant_type',
    ],
    'a grant named as a member of every object': [
      'grant_type=constructor',
      asServer,
      'unsupported_grant_type',
    ],
    'a refresh token of nobody': [
      `grant_type=refresh_token&refresh_token=${unknownToken('refreshToken')}`,
      asServer,
      'invalid_grant',
    ],
    'an access token as a refresh token': [
      `grant_type=refresh_token&refresh_token=${tokens.access}`,
      asServer,
      'invalid_grant',
    ],
    'a refresh token as a code': [
      `grant_type=authorization_code&code=${tokens.refresh}&code_verifier=${'x'.repeat(43)}`,
      asServer,
      'invalid_grant',
    ],
    'an assertion as a grant (RFC 7523)': [
      `grant_type=${encodeURIComponent('urn:ietf:params:oauth:grant-type:jwt-bearer')}&assertion=a.b.c`,
      asServer,
      'unsupported_grant_type',
    ],
    'a scope beyond what was granted': [`${grant}&scope=Hub%20server`, asServer, 'invalid_scope'],
    'a scope that is no service': [`${grant}&scope=nothing`, asServer, 'invalid_scope'],
  };
  for (const [what, [body, headers, error]] of Object.entries(requests)) {
    test(`is told apart as ${error}: ${what}`, async () => {
      assertError(await post(body, headers), 400, error);
    });
  }

  for (const name of ['grant_type', 'refresh_token', 'scope', 'client_id', 'client_secret']) {
    test(`is one that gives ${name} twice, alike or not (RFC 6749 §3.2)`, async () => {
      for (const [first, second] of [
        ['x', 'y'],
        ['x', 'x'],
        ['x', ''],
      ] as const) {
        const rest = new URLSearchParams(`${grant}${both}&scope=Hub`);
        rest.delete(name);
        const answer = await post(`${rest}&${name}=${first}&${name}=${second}`);
        assertError(answer, 400, 'invalid_request');
      }
    });
  }

  test('is one in another form than that of forms', async () => {
    const json = JSON.stringify({ grant_type: 'refresh_token', refresh_token: tokens.refresh });
    for (const type of [
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form',
    ])
      for (const body of [grant, json])
        assertError(await post(body, { ...asServer, 'content-type': type }), 400, 'invalid_request');
  });

  test('is one that is too long', async () => {
    const answer = await post(`${grant}&x=${'x'.repeat(60_000)}`, asServer);
    assertError(answer, 413, 'invalid_request');
  });

  test('is one under another method, wherever the form stands', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])
      for (const endpoint of ['token', 'revoke']) {
        const answer = await ask(`${url}/api/rest/oauth2/${endpoint}?${grant}${both}`, {
          method,
          headers: asServer,
        });
        assert.equal(answer.status, 405, method);
        assert.equal(answer.headers.get('allow'), 'OPTIONS, POST');
        assert.ok(!answer.text.includes('csn_'));
      }
  });
});

describe('a request', () => {
  test('takes nothing from the query', async () => {
    const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const client = await ask(`${url}/api/rest/oauth2/token?client_id=${script.id}`, { ...form, body: grant });
    assertError(client, 400, 'invalid_request');
    const headers = { ...form.headers, ...asServer };
    const whole = await ask(`${url}/api/rest/oauth2/token?${grant}`, { ...form, headers, body: '' });
    assertError(whole, 400, 'invalid_request');
  });

  test('may carry what nobody knows, and empty parameters count as absent', async () => {
    for (const more of [
      '&hello=world&hello=again',
      '&scope=',
      '&resource=',
      '&__proto__=x&constructor=y',
      '&=&&%ff=%zz',
    ]) {
      const answer = await post(grant + more, asServer);
      assert.equal(answer.status, 200, more + answer.text);
    }
  });

  test('with proof of a key is given a token that is bound to it, and without one a Bearer token', async () => {
    const dpop = proofFor(makeKey(), { method: 'POST', address: `${url}/api/rest/oauth2/token` });
    const bound = await post(grant, { ...asServer, dpop });
    assert.deepEqual([bound.status, bound.json.token_type], [200, 'DPoP'], bound.text);
    assert.equal((await post(grant, asServer)).json.token_type, 'Bearer');
  });

  test('is answered to pages of the origins where the client sends users back to, and to no other', async () => {
    const { origin } = new URL(server.redirectUri);
    const own = await post(grant, { ...asServer, origin });
    assert.equal(own.headers.get('access-control-allow-origin'), origin);
    for (const foreign of [
      'https://evil.example',
      `${origin}.evil.example`,
      'http://server.example.test',
      'null',
    ]) {
      const answer = await post(grant, { ...asServer, origin: foreign });
      assert.equal(answer.headers.get('access-control-allow-origin'), null, foreign);
      assert.equal(answer.headers.get('access-control-allow-credentials'), null);
      assert.ok(!answer.text.includes('csn_'), foreign);
    }
  });

  test("is none of a signed-in visitor: a session's cookie is no client", async () => {
    const answer = await postAsWritten(server, 'token', grant, {
      cookie: house.cookie,
      'sec-fetch-site': 'same-origin',
    });
    assertError(answer, 400, 'invalid_request');
  });
});

test('a client that stands for no flow is refused it', async () => {
  const still = await registerClient(house, 'still', { refreshTokensEnabled: false });
  assert.equal((await connect(still, house)).refresh, undefined);
  const answer = await post('grant_type=refresh_token&refresh_token=x', authenticationOf(still));
  // RFC 6749 §5.2.
  assertError(answer, 400, 'unauthorized_client');
});

function basicOf(id: string, word: string): { readonly authorization: string } {
  return { authorization: basicAuthorization(id, word) };
}

function percentAll(text: string): string {
  return [...text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
}

test('an address with a slash at its end is the same address, with all that stands in front of it', async () => {
  const wiki = await registerService(url, house.cookie, 'wiki');
  const own = await connect(server, house, 'Hub wiki');
  const slashed = (path: string, body: string) =>
    ask(`${url}/api/rest/oauth2/${path}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...authenticationOf(server) },
      body,
    });
  const narrow = await slashed('token', `grant_type=refresh_token&refresh_token=${own.refresh}&scope=wiki`);
  assert.equal(narrow.json.scope, 'wiki');
  rememberSecret(narrow.json.access_token);
  assert.equal((await ask(`${url}/api/rest/users/me`, { token: narrow.json.access_token })).status, 401);
  assert.equal((await introspect(url, wiki, narrow.json.access_token)).json.active, true);
  const pushed = await slashed('par', `client_id=${server.id}&response_type=code&state=${own.access}`);
  assert.match(pushed.text, /no parameter may hold a token/);
  const number = lastAuditNumber(databaseFile);
  assert.equal((await slashed('revoke', `token=${own.refresh}`)).status, 200);
  assert.match(readAuditEvents(databaseFile, number)[0]?.text ?? '', /"why":"client"/);
});
