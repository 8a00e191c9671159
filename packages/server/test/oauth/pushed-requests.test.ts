import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, mock, test } from 'node:test';
import {
  authenticationOf,
  authorizationRequest,
  connect,
  postAsWritten,
  redeem,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { type Arrival, authorize } from '../../../../test/harness/oauth-visitor.ts';
import { type Answer, ask, registerService } from '../../../../test/harness/rest-client.ts';
import { addSomebody, fresh, type Somebody } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';

// The authority runs in this process and has its clock with it.
const house = await openHouse();
const { url, cookie } = house;
await registerService(url, cookie, 'wiki');
const server = await registerClient(house, 'server');
const script = await registerClient(house, 'script', { trusted: false });
const other = await registerClient(house, 'other');
const tokens = await connect(server, house);
mock.timers.enable({ apis: ['Date'], now: Date.now() });
const pass = (seconds: number) => mock.timers.setTime(Date.now() + seconds * 1_000);

type Fields = Readonly<Record<string, string | undefined>>;

/** Pushes a request, as its client authenticates. */
async function push(client: TestClient, more: Fields = {}, besides = '') {
  const { address, verifier } = authorizationRequest(client, more);
  const body = new URL(address).searchParams + besides;
  return { answer: await postAsWritten(client, 'par', body, authenticationOf(client)), verifier };
}

const addressOf = ({ id }: TestClient, requestUri: string, more: Readonly<Record<string, string>> = {}) =>
  `${url}/api/rest/oauth2/auth?${new URLSearchParams({ client_id: id, request_uri: requestUri, ...more })}`;

const person = () => addSomebody(house, fresh('user'));
const visitor = ({ cookie: own }: Somebody) => ({ url, cookie: own });
const codeIn = ({ location }: Arrival) => location && new URL(location).searchParams.get('code');

/** On a page of ours, or at the one address of the client: an error either way, and no code. */
function assertRefused({ location, page }: Arrival, client: TestClient = server): void {
  if (location === undefined) {
    assert.equal(page?.status, 400);
    assert.match(page?.text ?? '', /invalid_request/);
  } else {
    assert.ok(location.startsWith(`${client.redirectUri}?`), location);
    const sent = new URL(location).searchParams;
    assert.deepEqual([sent.get('error'), sent.get('code')], ['invalid_request_uri', null]);
  }
}

describe('a pushed request', () => {
  for (const [kind, client] of [
    ['confidential', server],
    ['public', script],
  ] as const)
    test(`signs a user in at a ${kind} client as one in an address does`, async () => {
      const { answer, verifier } = await push(client, { scope: 'openid wiki', access_type: 'offline' });
      assert.equal(answer.status, 201, answer.text);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.deepEqual(Object.keys(answer.json).sort(), ['expires_in', 'request_uri']);
      assert.equal(answer.json.expires_in, 60);
      const user = await person();
      const arrival = await authorize(visitor(user), addressOf(client, answer.json.request_uri));
      const { json } = await redeem(client, { code: codeIn(arrival) ?? '', verifier });
      assert.equal(json.scope, 'openid wiki');
      assert.ok(json.refresh_token !== undefined && json.id_token !== undefined);
    });

  test('is in the dialect of one in an address: services by address, and silence', async () => {
    const user = await person();
    const { answer, verifier } = await push(server, { scope: undefined, resource: `${url}/api/rest` });
    const arrival = await authorize(visitor(user), addressOf(server, answer.json.request_uri));
    const { json } = await redeem(server, { code: codeIn(arrival) ?? '', verifier });
    assert.equal(json.scope, '0-0-0-0-0');
    const silent = await push(server, { request_credentials: 'silent', state: 'kept' });
    const { location } = await authorize({ url }, addressOf(server, silent.answer.json.request_uri));
    const sent = new URL(location ?? '').searchParams;
    assert.deepEqual([sent.get('error'), sent.get('state')], ['login_required', 'kept']);
  });

  test('is used once', async () => {
    const user = await person();
    const { answer, verifier } = await push(server);
    const address = addressOf(server, answer.json.request_uri);
    const code = codeIn(await authorize(visitor(user), address));
    for (const who of [visitor(user), visitor(await person()), { url }])
      assertRefused(await authorize(who, address));
    assert.equal((await redeem(server, { code: code ?? '', verifier })).status, 200);
  });

  test('is used up with the first visitor who is asked about it', async () => {
    const { answer } = await push(server);
    const address = addressOf(server, answer.json.request_uri);
    const first = await ask(address, { headers: { accept: 'text/html' } });
    assert.match(first.headers.get('location') ?? '', /^\/oauth\/continue\//);
    assertRefused(await authorize(visitor(await person()), address));
  });

  test('has one winner where many use it at once, and no other gets a code', async () => {
    const user = await person();
    await authorize(visitor(user), authorizationRequest(server).address);
    const { answer } = await push(server);
    const address = addressOf(server, answer.json.request_uri);
    const arrivals = await Promise.all(Array.from({ length: 12 }, () => authorize(visitor(user), address)));
    const won = arrivals.filter((arrival) => codeIn(arrival));
    assert.equal(won.length, 1);
    for (const arrival of arrivals) if (arrival !== won[0]) assertRefused(arrival);
    for (const { page } of arrivals) assert.deepEqual(page?.headers.getSetCookie() ?? [], []);
  });

  test('is good for a minute', async () => {
    const user = await person();
    for (const [seconds, isGood] of [
      [58, true],
      [61, false],
      [3_000, false],
    ] as const) {
      const { answer } = await push(server);
      pass(seconds);
      const arrival = await authorize(visitor(user), addressOf(server, answer.json.request_uri));
      assert.equal(Boolean(codeIn(arrival)), isGood, `${seconds}`);
      if (!isGood) assertRefused(arrival);
    }
  });

  test('is good for the client that pushed it, and for no other', async () => {
    const user = await person();
    const { answer } = await push(server);
    for (const client of [other, script]) {
      const address = addressOf(client, answer.json.request_uri, { redirect_uri: client.redirectUri });
      const { location = '' } = await authorize(visitor(user), address);
      assert.ok(location.startsWith(`${client.redirectUri}?error=invalid_request`), location);
    }
    const nobody = addressOf({ ...server, id: '' }, answer.json.request_uri);
    assertRefused(await authorize(visitor(user), nobody));
    assert.ok(codeIn(await authorize(visitor(user), addressOf(server, answer.json.request_uri))));
  });

  test('counts alone: what a stranger writes beside its address is ignored', async () => {
    const user = await person();
    await authorize(visitor(user), authorizationRequest(server, { scope: 'openid wiki' }).address);
    const strange = {
      scope: 'Hub',
      resource: url,
      redirect_uri: 'https://evil.example/',
      state: 'of a stranger',
      nonce: 'of a stranger',
      prompt: 'login',
      request_credentials: 'required',
      access_type: 'offline',
      countersign_services: 'Hub',
      countersign_resources: '["x"]',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      max_age: '0',
      login_hint: 'x',
    };
    const { answer, verifier } = await push(server, { scope: 'openid wiki', state: 'ours', nonce: 'ours' });
    const arrival = await authorize(visitor(user), addressOf(server, answer.json.request_uri, strange));
    const { location = '' } = arrival;
    assert.ok(location.startsWith(`${server.redirectUri}?`), location);
    assert.equal(new URL(location).searchParams.get('state'), 'ours');
    const { json } = await redeem(server, { code: codeIn(arrival) ?? '', verifier });
    assert.deepEqual([json.scope, json.refresh_token], ['openid wiki', undefined]);
    const claims = JSON.parse(Buffer.from(json.id_token.split('.')[1], 'base64url').toString());
    assert.equal(claims.nonce, 'ours');
  });

  test('is in the database under a digest, and its name is nowhere else', async () => {
    const { answer } = await push(server, { state: 'a state of this test' });
    const id: string = answer.json.request_uri.split(':').at(-1);
    assert.ok(id.length > 20);
    const dump = () => {
      const file = join(house.authority.settings.data.directory, 'countersign.db');
      const database = new DatabaseSync(file, { readOnly: true });
      const rows = database.prepare('select * from oauth_artefacts').all();
      database.close();
      return JSON.stringify(rows);
    };
    assert.ok(dump().includes('PushedAuthorizationRequest'));
    assert.ok(!dump().includes(id));
    await ask(addressOf(server, answer.json.request_uri), { headers: { accept: 'text/html' } });
    assert.ok(dump().includes('a state of this test'));
    assert.ok(!dump().includes(id), 'also while its visitor is asked');
  });
});

describe('what is pushed', () => {
  const clients: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
    'a wrong secret': [authenticationOf({ ...server, secret: 'csn_sec_wrong' }), 'invalid_client'],
    'no secret': [{}, 'invalid_client'],
    'the secret of another': [authenticationOf({ ...server, secret: other.secret }), 'invalid_client'],
  };
  for (const [what, [headers, error]] of Object.entries(clients))
    test(`is ${error} with ${what}`, async () => {
      const body = new URL(authorizationRequest(server).address).searchParams.toString();
      const answer = await postAsWritten(server, 'par', body, headers);
      assert.deepEqual([answer.status, answer.json.error], [401, error]);
    });

  test('may come with the secret in the form, which is not kept', async () => {
    const body = `${new URL(authorizationRequest(server).address).searchParams}&client_secret=${server.secret}`;
    const answer = await postAsWritten(server, 'par', body);
    assert.equal(answer.status, 201, answer.text);
    assert.ok(codeIn(await authorize(visitor(await person()), addressOf(server, answer.json.request_uri))));
  });

  const faults: Readonly<Record<string, readonly [Fields, string, string]>> = {
    'a service that is not there': [{ scope: 'nothing-of-that-name' }, '', 'invalid_scope'],
    'no scope': [{ scope: undefined }, '', 'invalid_scope'],
    'an address of no service': [{ resource: 'https://nobody.example.test' }, '', 'invalid_target'],
    'no challenge': [{ code_challenge: undefined, code_challenge_method: undefined }, '', 'invalid_request'],
    'the method plain': [{ code_challenge_method: 'plain' }, '', 'invalid_request'],
    'another redirect URI': [{ redirect_uri: 'https://evil.example/' }, '', 'invalid_request'],
    'a pushed request': [
      { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
      '',
      'request_uri_not_supported',
    ],
    'a request object': [{ request: 'eyJhbGciOiJub25lIn0.e30.' }, '', 'request_not_supported'],
    'another client': [{ client_id: other.id }, '', 'invalid_request'],
    'a state twice': [{}, '&state=x&state=y', 'invalid_request'],
    'a flow that is not on': [{ response_type: 'token' }, '', 'unsupported_response_type'],
  };
  for (const [what, [more, besides, error]] of Object.entries(faults))
    test(`is ${error} with ${what}`, async () => {
      const { answer } = await push(server, more, besides);
      assert.deepEqual([answer.status, answer.json.error], [400, error], answer.text);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    });

  test('holds no credential of ours', async () => {
    for (const token of [tokens.access, tokens.refresh, server.secret ?? ''])
      for (const [name, value] of [
        ['state', token],
        ['nonce', `x ${token}`],
        ['scope', `Hub ${token}`],
        ['resource', `${url}/${token}`],
        ['nobody-knows-it', token],
        [token, 'x'],
      ] as const) {
        const { answer } = await push(server, { [name]: value });
        assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request']);
        assert.match(answer.json.error_description, /no parameter may hold a token or a secret/);
        assert.ok(!answer.text.includes(token));
      }
  });

  test('comes as a form by POST, and nothing counts that stands in the address', async () => {
    const query = new URL(authorizationRequest(server).address).search;
    const at = `${url}/api/rest/oauth2/par`;
    const headers = authenticationOf(server);
    const statuses = async (answers: readonly Promise<Answer>[]) =>
      (await Promise.all(answers)).map(({ status }) => status);
    assert.deepEqual(
      await statuses([
        ask(at + query, { headers }),
        ask(at + query, { method: 'PUT', headers }),
        ask(at + query, { method: 'POST', headers }),
        ask(at, { method: 'POST', headers, body: { client_id: server.id } }),
      ]),
      [405, 405, 400, 400],
    );
  });
});
