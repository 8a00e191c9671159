import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { introspectionAnswer } from '@countersign/api';
import {
  type Answer,
  ask,
  introspect,
  issueToken,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson, setBanned } from '../harness/people.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { securityFaults } from '../harness/security-headers.ts';
import { unknownToken } from '../harness/unknown-token.ts';
import { until } from '../harness/until.ts';
import { visibleOf } from './doors.ts';

const house = await openAuthority();
const { url, port, cookie } = house;
const door = await registerService(url, cookie, 'door', 'The door');
const other = await registerService(url, cookie, 'other');
const owner = await createPerson(house, 'owner');
const address = `${url}/api/rest/oauth2/introspect`;
const { id: tokenId, token } = await issueToken(url, owner.cookie, [door.id, '0-0-0-0-0']);

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

/** Posts a form as it is written. */
async function post(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await ask(address, { method: 'POST', headers: { ...type, ...headers }, body });
  assert.deepEqual(
    securityFaults((name) => answer.headers.get(name)),
    [],
  );
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  return answer;
}

function assertOauthError(answer: Answer, status: number, error: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.error, error);
  const members = Object.keys(answer.json).sort();
  assert.deepEqual(members, ['error', 'error_description']);
}

const authorization = basic(door.id, door.secret);

describe('an active token is described to a service in its scope', () => {
  test('by exactly these members, with times in seconds (RFC 7662 §2.2)', async () => {
    const expires = Date.now() + 3_600_500;
    const before = Math.floor(Date.now() / 1_000);
    const limited = await issueToken(url, owner.cookie, [other.id, door.id], { expires });
    const { json } = await post(`token=${limited.token}`, { authorization });
    const { iat, ...rest } = json;
    assert.deepEqual(rest, {
      active: true,
      sub: owner.id,
      username: 'owner',
      token_type: 'Bearer',
      // Of the services in the token's scope only the one that asks: who else accepts it is not its business.
      scope: door.id,
      aud: [door.id],
      exp: Math.floor(expires / 1_000),
      iss: url,
      jti: limited.id,
      permissions: [],
    });
    assert.ok(Number.isInteger(iat) && iat >= before && iat <= before + 10);
    introspectionAnswer.parse(json);
  });

  test('without exp when it does not expire', async () => {
    const { json } = await post(`token=${token}`, { authorization });
    assert.equal(json.active, true);
    assert.ok(!('exp' in json));
    assert.equal(json.jti, tokenId);
  });

  test('with an issuer that no Host header changes', async () => {
    const answer = await sendRaw(port, {
      method: 'POST',
      target: '/api/rest/oauth2/introspect',
      bare: true,
      headers: [
        'Host: evil.example',
        'X-Forwarded-Host: evil.example',
        'Connection: close',
        `Authorization: ${authorization}`,
        'Content-Type: application/x-www-form-urlencoded',
        `Content-Length: ${token.length + 6}`,
      ],
      body: `token=${token}`,
    });
    assert.equal(JSON.parse(answer.body ?? '').iss, url);
  });
});

describe('a service proves who it is (RFC 6749 §2.3.1)', () => {
  const good: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
    'by Basic with its id': ['', { authorization }],
    'by Basic with its key': ['', { authorization: basic('door', door.secret) }],
    'by Basic with its key in capitals': ['', { authorization: basic('DOOR', door.secret) }],
    'by basic in lower case': ['', { authorization: authorization.replace('Basic', 'basic') }],
    'by Basic, form-encoded': [
      '',
      { authorization: basic(door.id.replaceAll('-', '%2D'), door.secret.replaceAll('_', '%5F')) },
    ],
    'by Basic, beside empty parameters': ['&client_id=&client_secret=', { authorization }],
    'by parameters': [`&client_id=${door.id}&client_secret=${door.secret}`, {}],
    'by parameters with its key': [`&client_id=door&client_secret=${door.secret}`, {}],
  };
  for (const [what, [more, headers]] of Object.entries(good)) {
    test(what, async () => {
      assert.equal((await post(`token=${token}${more}`, headers)).json.active, true);
    });
  }

  const bad: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
    nothing: ['', {}],
    'empty parameters alone': ['&client_id=&client_secret=', {}],
    'an id without a secret': [`&client_id=${door.id}`, {}],
    'a secret without an id': [`&client_secret=${door.secret}`, {}],
    'a wrong secret': ['', { authorization: basic(door.id, unknownToken('clientSecret')) }],
    'a malformed secret': ['', { authorization: basic(door.id, `csn_sec_${'0'.repeat(49)}`) }],
    'no secret in Basic': ['', { authorization: basic(door.id, '') }],
    'Basic without a colon': ['', { authorization: `Basic ${btoa(door.id)}` }],
    'Basic without anything': ['', { authorization: 'Basic' }],
    'Basic that is no base64': ['', { authorization: 'Basic ####' }],
    "another service's secret": ['', { authorization: basic(door.id, other.secret) }],
    'an unknown service': ['', { authorization: basic('nobody', door.secret) }],
    'the authority, which has no secret': ['', { authorization: basic('Countersign', door.secret) }],
    'the token itself': ['', { authorization: `Bearer ${token}` }],
    "a user's password": ['', { authorization: basic('owner', owner.password) }],
    "a user's session": ['', { cookie: owner.cookie, 'sec-fetch-site': 'same-origin' }],
    "an administrator's session": ['', { cookie, 'sec-fetch-site': 'same-origin' }],
    'a colon more in the secret': ['', { authorization: basic(door.id, `${door.secret}:`) }],
    'the secret in another case': ['', { authorization: basic(door.id, door.secret.toLowerCase()) }],
  };
  for (const [what, [more, headers]] of Object.entries(bad)) {
    test(`and is refused with ${what}`, async () => {
      const answer = await post(`token=${token}${more}`, headers);
      assertOauthError(answer, 401, 'invalid_client');
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic realm="/);
    });
  }

  test('and is told the same whatever was wrong', async () => {
    const seen = [];
    for (const [more, headers] of Object.values(bad)) {
      seen.push(visibleOf(await post(`token=${token}${more}`, headers)));
    }
    for (const one of seen) assert.deepEqual(one, seen[0]);
  });

  test('once only: Basic and parameters together are malformed', async () => {
    const both = `token=${token}&client_id=${door.id}&client_secret=${door.secret}`;
    for (const body of [both, `token=${token}&client_id=${door.id}`, `token=${token}&client_secret=x`]) {
      assertOauthError(await post(body, { authorization }), 400, 'invalid_request');
    }
  });

  test('and is malformed when Basic holds broken percent signs', async () => {
    const answer = await post(`token=${token}`, { authorization: basic('do%or', door.secret) });
    assertOauthError(answer, 400, 'invalid_request');
  });
});

describe('what is not active is {"active":false} and nothing else', () => {
  const inactive: Readonly<Record<string, () => Promise<string>>> = {
    'an unknown token': async () => unknownToken(),
    'a token with a wrong checksum': async () => `csn_pat_${'0'.repeat(49)}`,
    'a word': async () => 'x',
    'a text of 10,000 letters': async () => 'x'.repeat(10_000),
    'a prototype': async () => '__proto__',
    "the service's own secret": async () => door.secret,
    "a session's secret": async () => owner.cookie.slice(owner.cookie.indexOf('=') + 1),
    'a token for other services': async () => (await issueToken(url, owner.cookie, [other.id])).token,
    'a token for the authority alone': async () => (await issueToken(url, owner.cookie, ['0-0-0-0-0'])).token,
    'a revoked token': async () => {
      const made = await issueToken(url, owner.cookie, [door.id]);
      const path = `${url}/api/rest/users/me/permanenttokens/${made.id}`;
      await ask(path, { method: 'DELETE', cookie: owner.cookie });
      return made.token;
    },
    "a banned user's token": async () => {
      const banned = await createPerson(house, `banned-${Date.now()}`);
      const made = await issueToken(url, banned.cookie, [door.id]);
      await setBanned(house, banned.id, true);
      return made.token;
    },
    'an expired token': async () => {
      const expires = Date.now() + 1_000;
      const made = await issueToken(url, owner.cookie, [door.id], { expires });
      assert.equal((await introspect(url, door, made.token)).json.active, true, 'it was active');
      await until('the end of the token', async () =>
        (await introspect(url, door, made.token)).json.active ? undefined : true,
      );
      assert.ok(Date.now() >= expires, 'not before its time');
      return made.token;
    },
  };
  let first: object | undefined;
  for (const [what, make] of Object.entries(inactive)) {
    test(`${what}, byte for byte and header for header`, async () => {
      const answer = await introspect(url, door, await make());
      assert.equal(answer.text, '{"active":false}');
      first ??= visibleOf(answer);
      assert.deepEqual(visibleOf(answer), first);
    });
  }
});

describe('the request', () => {
  test('is a POST with a form', async () => {
    const query = `?token=${token}&client_id=${door.id}&client_secret=${door.secret}`;
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await ask(`${address}${query}`, { method, headers: { authorization } });
      assert.equal(answer.status, 405, method);
      assert.equal(answer.headers.get('allow'), 'POST');
    }
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      const answer = await post(`token=${token}`, { authorization, 'content-type': type });
      assertOauthError(answer, 415, 'invalid_request');
    }
    const json = { method: 'POST', headers: { authorization }, body: { token } };
    assertOauthError(await ask(address, json), 415, 'invalid_request');
    const gzip = await post(`token=${token}`, { authorization, 'content-encoding': 'gzip' });
    assertOauthError(gzip, 415, 'invalid_request');
  });

  test('takes nothing from the query', async () => {
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await ask(`${address}?token=${token}`, { method: 'POST', headers, body: '' });
    assertOauthError(answer, 400, 'invalid_request');
    const client = `?client_id=${door.id}&client_secret=${door.secret}`;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const by = await ask(`${address}${client}`, { method: 'POST', headers: form, body: `token=${token}` });
    assertOauthError(by, 401, 'invalid_client');
  });

  test('must name one token', async () => {
    for (const body of ['', 'token=', 'token', 'TOKEN=x', `token_type_hint=access_token`]) {
      assertOauthError(await post(body, { authorization }), 400, 'invalid_request');
    }
  });

  test('gives each parameter once (RFC 6749 §3.1)', async () => {
    const client = `client_id=${door.id}&client_secret=${door.secret}`;
    for (const body of [
      `token=${token}&token=${token}`,
      `token=${token}&token=`,
      `token=${token}&%74oken=x`,
      `token=${token}&${client}&client_id=${door.id}`,
      `token=${token}&${client}&client_secret=x`,
      `token=${token}&token_type_hint=a&token_type_hint=a`,
      `token=${token}&extra=1&extra=2`,
    ]) {
      const answer = await post(body, body.includes('client_id') ? {} : { authorization });
      assertOauthError(answer, 400, 'invalid_request');
      assert.ok(!answer.text.includes(token));
    }
  });

  test('is refused when its encoding is broken', async () => {
    for (const body of [`token=${token}%`, 'token=%zz', 'token=%ff', `${token}&token=%c0%ae`]) {
      assertOauthError(await post(body, { authorization }), 400, 'invalid_request');
    }
  });

  test('is refused when it is too long', async () => {
    const answer = await post(`token=${token}&x=${'x'.repeat(20_000)}`, { authorization });
    assertOauthError(answer, 413, 'invalid_request');
  });

  test('may carry unknown and empty parameters and any hint', async () => {
    for (const more of ['&hello=world', '&x=', '&', '&token_type_hint=refresh_token', '&token_type_hint=']) {
      assert.equal((await post(`token=${token}${more}`, { authorization })).json.active, true, more);
    }
    const charset = 'application/x-www-form-urlencoded; charset=UTF-8';
    const answer = await post(`token=${token}`, { authorization, 'content-type': charset });
    assert.equal(answer.json.active, true);
  });

  test('is not answered to pages of other origins', async () => {
    const answer = await post(`token=${token}`, { authorization, origin: 'https://evil.example' });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });
});

// The last one: it uses the budget up.
test('a service that collects a thousand inactive answers in ten seconds waits, and no other does', async () => {
  const guess = `token=${unknownToken()}`;
  const form = 'application/x-www-form-urlencoded';
  const asOther = { authorization: basic(other.id, other.secret), 'content-type': form };
  let inactive = 0;
  let limited: Answer | undefined;
  while (limited === undefined && inactive < 1_500) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ask(address, { method: 'POST', headers: asOther, body: guess })),
    );
    inactive += answers.filter(({ status }) => status === 200).length;
    limited = answers.find(({ status }) => status !== 200);
  }
  assert.ok(limited, 'nobody was asked to wait');
  assertOauthError(limited, 429, 'temporarily_unavailable');
  assert.ok(inactive >= 1_000 && inactive <= 1_050, `${inactive} answers before`);
  const wait = Number(limited.headers.get('retry-after'));
  assert.ok(Number.isInteger(wait) && wait >= 1 && wait <= 10, `Retry-After ${wait}`);
  assert.equal((await post(`token=${token}`, { authorization })).json.active, true);
});
