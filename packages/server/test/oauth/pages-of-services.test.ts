import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connect, registerClient } from '../../../../test/harness/oauth-client.ts';
import { makeKey, proofFor } from '../../../../test/harness/proof-of-key.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { connectBound } from './bound-tokens.ts';

/** Scripts on other origins: who may read what REST answers, and in whose name. */
const house = await openHouse();
const { url, cookie } = house;
const script = await registerClient(house, 'script', { trusted: false });
await registerClient(house, 'server');
const implicit = { authCodeFlowEnabled: false, refreshTokensEnabled: false, implicitFlowEnabled: true };
await registerClient(house, 'page', implicit);
const { access } = await connect(script, house, 'Hub');

const registered = 'https://script.example.test';
const me = `${url}/api/rest/users/me?fields=login`;
const from = (origin: string) => ({ headers: { origin } });
const opened = ({ headers }: { readonly headers: Headers }) => [
  headers.get('access-control-allow-origin'),
  headers.get('access-control-allow-credentials'),
];

function preflight(origin: string, path = '/api/rest/users/me', method = 'GET') {
  return ask(url + path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    },
  });
}

describe('a page of a registered origin', () => {
  test('reads what its token is answered, the refusals too', async () => {
    for (const origin of [registered, 'https://page.example.test']) {
      const answer = await ask(me, { token: access, ...from(origin) });
      assert.deepEqual([answer.status, answer.json.login, ...opened(answer)], [200, 'ada', origin, 'true']);
      assert.match(answer.headers.get('vary') ?? '', /Origin/);
      const refused = await ask(me, { token: `${access.slice(0, -1)}x`, ...from(origin) });
      assert.deepEqual([refused.status, ...opened(refused)], [401, origin, 'true']);
    }
  });

  test('may send its token: the browser asks first, and is told for how long it may remember', async () => {
    const answer = await preflight(registered);
    assert.deepEqual([answer.status, ...opened(answer)], [204, registered, 'true']);
    assert.match(answer.headers.get('access-control-allow-headers') ?? '', /authorization.*\bdpop\b/);
    assert.equal(answer.headers.get('access-control-max-age'), '600');
    assert.equal((await preflight(registered, '/api/rest/settings/public')).status, 204);
  });

  test('may prove its key, and reads which nonce and what challenge it is answered (RFC 9449 §8)', async () => {
    const key = makeKey();
    const { access: bound } = await connectBound(script, house, key);
    const answer = await ask(me, {
      headers: {
        origin: registered,
        authorization: `DPoP ${bound}`,
        dpop: proofFor(key, { method: 'GET', address: me, token: bound }),
      },
    });
    assert.deepEqual([answer.status, ...opened(answer)], [200, registered, 'true']);
    assert.ok(answer.headers.get('dpop-nonce'));
    const exposed = answer.headers.get('access-control-expose-headers') ?? '';
    assert.match(exposed, /dpop-nonce/);
    assert.match(exposed, /www-authenticate/);
    for (const endpoint of ['token', 'par', 'userinfo']) {
      const asked = await ask(`${url}/api/rest/oauth2/${endpoint}`, {
        method: 'OPTIONS',
        headers: {
          origin: registered,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type,dpop',
        },
      });
      assert.match(asked.headers.get('access-control-allow-headers') ?? '', /dpop/i, endpoint);
    }
    const token = await ask(`${url}/api/rest/oauth2/token`, {
      method: 'POST',
      headers: { origin: registered, 'content-type': 'application/x-www-form-urlencoded', dpop: 'x' },
      body: `client_id=${script.id}&grant_type=refresh_token&refresh_token=x`,
    });
    assert.equal(token.json.error, 'invalid_dpop_proof');
    assert.equal(token.headers.get('access-control-allow-origin'), registered);
    assert.match(token.headers.get('access-control-expose-headers') ?? '', /DPoP-Nonce/i);
  });

  test('never acts with the session of a visitor, whatever comes along', async () => {
    const answer = await ask(me, { cookie, ...from(registered) });
    assert.equal(answer.status, 401);
    const both = await ask(me, { cookie, token: access, ...from(registered) });
    assert.equal(both.json.login, 'ada');
    const change = await ask(`${url}/api/rest/users/me`, {
      method: 'POST',
      cookie,
      body: { name: 'Somebody Else' },
      headers: { origin: registered, 'sec-fetch-site': 'same-site' },
    });
    assert.equal(change.status, 401);
  });
});

describe('a page of any other origin', () => {
  const others = [
    'https://evil.example',
    'http://script.example.test',
    'https://script.example.test:8443',
    'https://script.example.test.evil.example',
    'https://sub.script.example.test',
    // A server's own pages hold no tokens.
    'https://server.example.test',
    'null',
    '',
  ];
  for (const origin of others)
    test(`reads nothing, and may send nothing: ${origin === '' ? 'none' : origin}`, async () => {
      assert.deepEqual(opened(await ask(me, { token: access, ...from(origin) })), [null, null]);
      const answer = await preflight(origin);
      assert.deepEqual([answer.status, ...opened(answer)], [405, null, null]);
    });

  test('reads the public settings all the same, without credentials', async () => {
    const answer = await ask(`${url}/api/rest/settings/public`, from('https://evil.example'));
    assert.deepEqual([answer.status, ...opened(answer)], [200, '*', null]);
    const known = await ask(`${url}/api/rest/settings/public`, from(registered));
    assert.deepEqual(opened(known), [registered, 'true']);
  });

  test('is any origin as soon as the flow is switched off', async () => {
    const once = await registerClient(house, 'once', implicit);
    const origin = 'https://once.example.test';
    assert.equal((await preflight(origin)).status, 204);
    await ask(`${url}/api/rest/services/${once.id}`, {
      method: 'POST',
      cookie,
      body: { implicitFlowEnabled: false },
    });
    assert.equal((await preflight(origin)).status, 405);
  });
});

describe('the name of a service that somebody signs in to', () => {
  const settings = (query: string) => ask(`${url}/api/rest/oauth2/interactive/login/settings${query}`);

  test('is told to whoever knows its id', async () => {
    const { status, json } = await settings(`?client_id=${script.id}`);
    assert.deepEqual([status, json.serviceName, json.iconUrl], [200, 'script', null]);
  });

  test('is told of no other service, and by no other name', async () => {
    const plain = await ask(`${url}/api/rest/services`, {
      method: 'POST',
      cookie,
      body: { name: 'Plain', key: 'plain' },
    });
    for (const [query, status] of [
      ['', 400],
      [`?client_id=${script.id}&client_id=${script.id}`, 400],
      ['?client_id=', 404],
      ['?client_id=script', 404],
      [`?client_id=${plain.json.id}`, 404],
    ] as const)
      assert.equal((await settings(query)).status, status, query);
  });
});
