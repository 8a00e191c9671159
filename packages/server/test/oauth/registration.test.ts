import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { registeredClient } from '@countersign/api';
import {
  askForTokens,
  authorizationRequest,
  connect,
  refresh,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import {
  type Answer,
  ask,
  introspect,
  issueToken,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { connectIn } from '../harness/connections.ts';
import { openAuthority } from '../harness/open-authority.ts';
import {
  basicAuthorization,
  createPerson,
  createUser,
  makeApplicationPassword,
  setBanned,
  turnOnTwoFactor,
} from '../harness/people.ts';
import { changesNothing } from '../harness/refused.ts';
import { assistant, registerApplication, registrationOn } from '../harness/register-application.ts';
import { lastAuditNumber, readAuditEvents, readState } from '../harness/rows.ts';

const house = await openAuthority({ env: registrationOn });
const { url, cookie, administratorId, databaseFile } = house;
const authorityId = '0-0-0-0-0';
const { id: tokenId, token } = await issueToken(url, cookie, [authorityId]);
const wiki = await registerService(url, cookie, 'wiki', 'Wiki');
const person = await createPerson(house, 'person');
const discovery = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'] as const;
const server = { ...assistant, redirect_uris: ['https://app.example.test/callback'] };
const confidential = { ...server, token_endpoint_auth_method: 'client_secret_basic' };

const send = (body: unknown, how: Parameters<typeof registerApplication>[2] = { token }) =>
  registerApplication(house, body, how);

async function registered(body: unknown): Promise<TestClient & { readonly answer: Answer }> {
  const answer = await send(body);
  assert.equal(answer.status, 201, answer.text);
  const { client_id: id, client_secret: secret, redirect_uris: uris } = answer.json;
  return { url, id, redirectUri: uris[0], ...(secret !== undefined && { secret }), answer };
}

const read = async (id: string, as: string = cookie) =>
  (await ask(`${url}/api/rest/services/${id}`, { cookie: as })).json;

describe('registration that is off, as it is at first', async () => {
  const plain = await openAuthority();
  const { token: theirs } = await issueToken(plain.url, plain.cookie, [authorityId]);

  test('is not there, whoever asks', async () => {
    for (const how of [{}, { token: theirs }, { cookie: plain.cookie }])
      for (const method of ['GET', 'POST', 'OPTIONS', 'PUT', 'DELETE']) {
        const body = method === 'GET' ? {} : { body: assistant };
        const answer = await changesNothing(plain, () =>
          ask(`${plain.url}/api/rest/oauth2/register`, { method, ...how, ...body }),
        );
        assert.equal(answer.status, 404, `${method} ${answer.text}`);
      }
  });

  test('is named nowhere', async () => {
    for (const path of [...discovery, '/openapi.json'])
      assert.doesNotMatch((await ask(plain.url + path)).text, /registration|oauth2\/register/);
  });
});

describe('registration that is on', () => {
  test('is named in the metadata, at both addresses, and described', async () => {
    for (const path of discovery)
      assert.equal(
        (await ask(url + path)).json.registration_endpoint,
        `${url}/api/rest/oauth2/register`,
        path,
      );
    assert.ok('/api/rest/oauth2/register' in (await ask(`${url}/openapi.json`)).json.paths);
  });

  test('tells a public application exactly what was registered, and no secret', async () => {
    const { status, headers, json } = await send(assistant);
    assert.equal(status, 201);
    assert.equal(headers.get('cache-control'), 'no-store');
    const { client_id: id, client_id_issued_at: issuedAt, ...rest } = registeredClient.strict().parse(json);
    assert.deepEqual(rest, assistant);
    assert.ok(Math.abs(issuedAt - Date.now() / 1_000) < 60);
    const { secretHint, trusted, consentRequired, pkceRequired, viewers, selfRegistered, key } =
      await read(id);
    assert.deepEqual(
      { secretHint, trusted, consentRequired, pkceRequired, selfRegistered },
      { secretHint: null, trusted: false, consentRequired: true, pkceRequired: true, selfRegistered: true },
    );
    assert.deepEqual(
      viewers.map((group: { id: string }) => group.id),
      ['0-0-0-0-2'],
    );
    assert.match(key, /^app-[0-9a-f]{12}$/);
  });

  test('shows the secret of another one once, and keeps it nowhere', async () => {
    const { answer, secret = '', id } = await registered(confidential);
    assert.equal(answer.json.client_secret_expires_at, 0);
    assert.match(secret, /^csn_sec_/);
    assert.equal((await read(id)).secretHint, secret.slice(-4));
    const kept = JSON.stringify([readState(databaseFile), readAuditEvents(databaseFile)]);
    assert.ok(kept.includes(id) && !kept.includes(secret));
    assert.ok(!readFileSync(join(house.dataFolder, 'server.log'), 'utf8').includes(secret));
    assert.equal((await introspect(url, { id, secret }, token)).status, 200);
  });

  test('takes what is left out for what RFC 7591 says', async () => {
    const { answer } = await registered({ client_name: 'Least', redirect_uris: server.redirect_uris });
    const { grant_types, response_types, token_endpoint_auth_method, client_secret } = answer.json;
    assert.deepEqual(
      [grant_types, response_types, token_endpoint_auth_method],
      [['authorization_code'], ['code'], 'client_secret_basic'],
    );
    assert.ok(client_secret !== undefined);
    const robot = await registered({ client_name: 'Robot', grant_types: ['client_credentials'] });
    assert.deepEqual(
      [robot.answer.json.response_types, robot.answer.json.redirect_uris],
      [[], []],
      'it sends nobody anywhere',
    );
    const { status } = await askForTokens(robot, { grant_type: 'client_credentials', scope: 'wiki' });
    assert.equal(status, 200);
  });

  test('registers no more than was asked for: a flow, a lifetime, a name or a key', async () => {
    const { id } = await registered({
      ...server,
      authCodeFlowEnabled: false,
      implicitFlowEnabled: true,
      resourceOwnerFlowEnabled: true,
      lenientVerifier: true,
      consentRequired: false,
      accessTokenLifetime: 86_400,
      trusted: true,
      viewers: [],
      key: 'chosen',
      id: wiki.id,
      type: 'service',
    });
    const service = await read(id);
    assert.notEqual(id, wiki.id);
    assert.deepEqual(
      [
        service.authCodeFlowEnabled,
        service.refreshTokensEnabled,
        service.implicitFlowEnabled,
        service.resourceOwnerFlowEnabled,
        service.clientCredentialsFlowEnabled,
        service.deviceFlowEnabled,
        service.lenientVerifier,
        service.consentRequired,
        service.accessTokenLifetime,
        service.trusted,
      ],
      [true, true, false, false, false, false, false, true, 3_600, false],
    );
    assert.notEqual(service.key, 'chosen');
  });

  test('fetches nothing that an application names, and keeps what it does not understand nowhere', async () => {
    let asked = 0;
    const theirs = createServer((_request, response) => {
      asked += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    after(() => theirs.close());
    await once(theirs, 'listening');
    const at = `http://127.0.0.1:${(theirs.address() as AddressInfo).port}`;
    const { answer, id } = await registered({
      ...assistant,
      redirect_uris: [`${at}/callback`],
      client_uri: at,
      logo_uri: `${at}/logo.svg`,
      tos_uri: `${at}/terms`,
      policy_uri: `${at}/policy`,
      sector_identifier_uri: `${at}/sector`,
      initiate_login_uri: `${at}/login`,
      software_id: 'nobody keeps this',
      contacts: ['nobody@keeps.test'],
      'client_name#fr': 'Adjoint',
      scope: 'wiki',
    });
    await authorize(house, authorizationRequest({ url, id, redirectUri: `${at}/callback` }).address);
    assert.equal(asked, 0);
    assert.deepEqual(Object.keys(answer.json).sort(), [
      'client_id',
      'client_id_issued_at',
      'client_name',
      'client_uri',
      'grant_types',
      'redirect_uris',
      'response_types',
      'token_endpoint_auth_method',
    ]);
    const kept = JSON.stringify(readState(databaseFile).services);
    for (const text of ['logo.svg', 'nobody keeps', 'nobody@', 'Adjoint', '/terms'])
      assert.ok(!kept.includes(text), text);
  });

  test('believes where an application is at home only where users are sent back to', async () => {
    const home = 'https://app.example.test/';
    const there = await registered({ ...server, client_uri: home });
    assert.deepEqual([there.answer.json.client_uri, (await read(there.id)).homeUrl], [home, home]);
    for (const [elsewhere, redirectUri] of [
      ['https://bank.example.test/', 'https://app.example.test/callback'],
      ['http://app.example.test/', 'https://app.example.test/callback'],
      // An address that no browser can read is of no origin, and so of none that another one is of.
      ['https://app.example.test:99999/', 'com.example.app://[/callback'],
    ] as const) {
      const { answer, id } = await registered({
        ...server,
        redirect_uris: [redirectUri],
        client_uri: elsewhere,
      });
      assert.deepEqual([answer.json.client_uri, (await read(id)).homeUrl], [undefined, null], elsewhere);
    }
  });

  test('stands in the log, with whose token it was and that an application did it', async () => {
    const before = lastAuditNumber(databaseFile);
    const { id } = await registered(assistant);
    const [event, ...more] = readAuditEvents(databaseFile, before).map(({ text }) => JSON.parse(text));
    assert.deepEqual(more, []);
    assert.equal(event.kind, 'service.registered');
    assert.deepEqual([event.actor.id, event.target.id], [administratorId, id]);
    assert.deepEqual(event.actor.via, { kind: 'permanent-token', id: tokenId });
    assert.equal(event.details.registeredBy, 'application');
    assert.deepEqual(event.details.redirectUris, assistant.redirect_uris);
  });

  test('is shown to administrators alone, and set by nobody', async () => {
    const { id } = await registered(assistant);
    assert.equal((await read(wiki.id)).selfRegistered, false);
    assert.ok(!('selfRegistered' in (await read(id, person.cookie))));
    const changed = await changesNothing(house, () =>
      ask(`${url}/api/rest/services/${id}`, { method: 'POST', cookie, body: { selfRegistered: false } }),
    );
    assert.equal(changed.status, 400);
    const renamed = await ask(`${url}/api/rest/services/${id}`, {
      method: 'POST',
      cookie,
      body: { name: 'Renamed', trusted: true },
    });
    assert.equal(renamed.json.selfRegistered, true, renamed.text);
  });
});

describe('an application that registered itself', () => {
  test('signs somebody in by a code with PKCE, when they were asked, and stays connected', async () => {
    const client = await registered(assistant);
    const bare = { code_challenge: undefined, code_challenge_method: undefined };
    const without = await authorize(house, authorizationRequest(client, bare).address);
    assert.match(without.location ?? '', /error=invalid_request/);
    const silent = await authorize(house, authorizationRequest(client, { prompt: 'none' }).address);
    assert.match(silent.location ?? '', /error=(consent|interaction)_required/);
    const tokens = await connect(client, house, 'Hub');
    assert.equal((await ask(`${url}/api/rest/users/me`, { token: tokens.access })).json.login, 'ada');
    assert.equal((await refresh(client, tokens.refresh)).status, 200);
  });

  test('shows its secret as Basic and in the body, whichever of them it named', async () => {
    for (const token_endpoint_auth_method of ['client_secret_basic', 'client_secret_post']) {
      const { id, secret = '' } = await registered({
        ...confidential,
        token_endpoint_auth_method,
        grant_types: ['client_credentials'],
        response_types: [],
      });
      const form = { grant_type: 'client_credentials', scope: 'wiki' };
      const body = new URLSearchParams({ ...form, client_id: id, client_secret: secret }).toString();
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const inBody = await ask(`${url}/api/rest/oauth2/token`, { method: 'POST', headers: type, body });
      assert.equal(inBody.status, 200, inBody.text);
      rememberSecret(inBody.json.access_token);
      assert.equal((await askForTokens({ url, id, secret, redirectUri: '' }, form)).status, 200);
    }
  });

  test('takes no other name from a service: neither its key nor what a scope calls it', async () => {
    for (const client_name of ['wiki', 'Wiki', 'Countersign', 'Hub', wiki.id, authorityId])
      await registered({ ...assistant, client_name });
    const robot = await registered({ client_name: 'Robot', grant_types: ['client_credentials'] });
    for (const scope of ['wiki', 'Wiki', wiki.id]) {
      const { json, text } = await askForTokens(robot, { grant_type: 'client_credentials', scope });
      assert.equal((await introspect(url, wiki, json.access_token)).json.active, true, text);
    }
    assert.equal((await read('wiki')).id, wiki.id);
  });

  test('is one of many of the same name, also where they register at once', async () => {
    const twin = { ...confidential, client_name: 'Twin' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(twin)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
    for (const member of ['client_id', 'client_secret'])
      assert.equal(new Set(answers.map(({ json }) => json[member])).size, 6, member);
    const listed = await ask(`${url}/api/rest/services?query=name:Twin`, { cookie });
    assert.equal(new Set(listed.json.services.map(({ key }: { key: string }) => key)).size, 6);
  });
});

describe('metadata is refused by field and rule, and nothing is kept:', () => {
  const metadata: Readonly<Record<string, readonly [body: unknown, field: string, rule: RegExp]>> = {
    'no object': [[], 'body', /object/],
    'no JSON': ['{', 'body', /JSON/],
    'a member twice': ['{"client_name":"a","client_name":"b"}', 'client_name', /twice|once|repeated/],
    'no name': [{ ...assistant, client_name: undefined }, 'client_name', /required/],
    'a name that is null': [{ ...assistant, client_name: null }, 'client_name', /null/],
    'an empty name': [{ ...assistant, client_name: '' }, 'client_name', /empty/],
    'a name with a line break': [{ ...assistant, client_name: 'a\nb' }, 'client_name', /line breaks/],
    'a name that turns the direction of text': [
      { ...assistant, client_name: 'a\u202eb' },
      'client_name',
      /direction/,
    ],
    'a name that is too long': [{ ...assistant, client_name: 'x'.repeat(201) }, 'client_name', /200/],
    'a home page that runs something': [
      { ...assistant, client_uri: 'javascript:alert(1)' },
      'client_uri',
      /http or https/,
    ],
    implicit: [{ ...assistant, grant_types: ['implicit'] }, 'grant_types.0', /"implicit"/],
    'implicit beside others': [
      { ...assistant, grant_types: ['authorization_code', 'implicit'] },
      'grant_types.1',
      /"implicit"/,
    ],
    password: [{ ...confidential, grant_types: ['password'] }, 'grant_types.0', /"password"/],
    'a grant that is not there': [
      { ...assistant, grant_types: ['urn:ietf:params:oauth:grant-type:jwt-bearer'] },
      'grant_types.0',
      /one of "authorization_code"/,
    ],
    'no grant': [{ ...assistant, grant_types: [] }, 'grant_types', /at least one/],
    'grants that are null': [{ ...assistant, grant_types: null }, 'grant_types', /null/],
    'grants that are a text': [{ ...assistant, grant_types: 'authorization_code' }, 'grant_types', /list/],
    'refresh tokens alone': [
      { ...assistant, grant_types: ['refresh_token'], response_types: [] },
      'grant_types refresh_token',
      /needs/,
    ],
    'acting by itself without a secret': [
      { ...assistant, grant_types: ['client_credentials'], response_types: [] },
      'grant_types client_credentials',
      /secret/,
    ],
    'a token in an address': [{ ...assistant, response_types: ['token'] }, 'response_types.0', /"code"/],
    'a hybrid': [{ ...assistant, response_types: ['code', 'code id_token'] }, 'response_types.1', /"code"/],
    'a code that no grant redeems': [
      { ...confidential, grant_types: ['client_credentials'], response_types: ['code'] },
      'response_types',
      /authorization_code/,
    ],
    'a grant that no answer leads to': [{ ...assistant, response_types: [] }, 'response_types', /"code"/],
    'a signed proof': [
      { ...assistant, token_endpoint_auth_method: 'private_key_jwt' },
      'token_endpoint_auth_method',
      /one of "none"/,
    ],
    'keys somewhere': [{ ...assistant, jwks_uri: 'https://a.test/keys' }, 'jwks_uri', /fetched/],
    'requests somewhere': [{ ...assistant, request_uris: [] }, 'request_uris', /fetched/],
    'a statement': [{ ...assistant, software_statement: 'e30.e30.' }, 'software_statement', /RFC 7591/],
    'a statement that is null': [
      { ...assistant, software_statement: null },
      'software_statement',
      /must not/,
    ],
    'an identifier of its own': [{ ...assistant, client_id: wiki.id }, 'client_id', /set by the server/],
    'a secret of its own': [{ ...confidential, client_secret: 'x' }, 'client_secret', /set by the server/],
  };
  for (const [what, [body, field, rule]] of Object.entries(metadata))
    test(what, () => refuses(body, 'invalid_client_metadata', field, rule));

  const uris: Readonly<Record<string, readonly [uris: unknown, field: string, rule: RegExp]>> = {
    none: [undefined, 'redirect_uris', /at least one/],
    'an empty list': [[], 'redirect_uris', /at least one/],
    null: [null, 'redirect_uris', /null/],
    'a text': ['https://a.test/', 'redirect_uris', /list/],
    'http to somewhere': [['http://a.test/'], 'redirect_uris.0', /https/],
    'a fragment': [['https://a.test/#x'], 'redirect_uris.0', /fragment/],
    'a wildcard': [['https://*.a.test/'], 'redirect_uris.0', /\*/],
    'a user name': [['https://b.test@a.test/'], 'redirect_uris.0', /user name/],
    'a relative one': [['/callback'], 'redirect_uris.0', /absolute/],
    'a script': [['javascript:alert(1)'], 'redirect_uris.0', /scheme/],
    'one twice': [['https://a.test/', 'https://a.test/'], 'redirect_uris.1', /twice/],
    'a bad one behind a good one': [['https://a.test/', 'data:x'], 'redirect_uris.1', /scheme/],
    'one that is null': [['https://a.test/', null], 'redirect_uris.1', /null/],
    'one too many': [
      Array.from({ length: 51 }, (_, index) => `https://a.test/${index}`),
      'redirect_uris',
      /at most 50/,
    ],
    'one too long': [[`https://a.test/${'x'.repeat(2_000)}`], 'redirect_uris.0', /2000/],
  };
  for (const [what, [redirect_uris, field, rule]] of Object.entries(uris))
    test(`as addresses ${what}`, () =>
      refuses({ ...assistant, redirect_uris }, 'invalid_redirect_uri', field, rule));

  test('as an address of one that has a secret, a scheme of its own', async () => {
    const own = ['com.example.app:/callback'];
    const body = { ...confidential, redirect_uris: own };
    await refuses(body, 'invalid_redirect_uri', 'redirect_uris.0', /public/);
    await registered({ ...assistant, redirect_uris: own });
  });

  async function refuses(body: unknown, error: string, field: string, rule: RegExp) {
    const headers = { 'content-type': 'application/json' };
    const answer = await changesNothing(house, () => send(body, { token, headers }));
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const { error: named, error_description: text, ...more } = answer.json;
    assert.deepEqual([named, more], [error, {}], answer.text);
    assert.ok(text.startsWith(`${field} `), text);
    assert.match(text, rule);
  }

  test('a body that is too long, or of another type', async () => {
    const long = { ...assistant, client_name: 'x'.repeat(300_000) };
    assert.equal((await changesNothing(house, () => send(long))).status, 413);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const how = { token, headers: { 'content-type': type } };
      assert.equal((await changesNothing(house, () => send(JSON.stringify(assistant), how))).status, 415);
    }
  });
});

describe('who may not register services registers no application:', () => {
  const narrowed = async (...ids: readonly string[]) => {
    const permissions = ids.map((id) => ({ id: `jetbrains.jetpass.${id}` }));
    const body = { name: 'narrowed', scope: [{ id: authorityId }], permissions };
    const made = await ask(`${url}/api/rest/users/me/permanenttokens`, { method: 'POST', cookie, body });
    assert.equal(made.status, 200, made.text);
    return rememberSecret(made.json.token as string);
  };

  test('nobody, and whoever shows anything but a good token as Bearer, is told where tokens are', async () => {
    const { token: elsewhere } = await issueToken(url, cookie, [wiki.id]);
    const revoked = await issueToken(url, cookie, [authorityId]);
    await ask(`${url}/api/rest/users/me/permanenttokens/${revoked.id}`, { method: 'DELETE', cookie });
    const banned = await createUser(house, 'banned');
    const theirs = await issueToken(url, cookie, [authorityId], { userId: banned });
    await setBanned(house, banned, true);
    await turnOnTwoFactor({ url, cookie: person.cookie });
    const { password } = await makeApplicationPassword({ url, cookie: person.cookie }, 'a program');
    const shown: Readonly<Record<string, Parameters<typeof registerApplication>[2]>> = {
      nothing: {},
      'a session': { cookie },
      'a token as Basic': { headers: { authorization: basicAuthorization('ada', token) } },
      'an application password': { headers: { authorization: basicAuthorization('person', password) } },
      'a service': { headers: { authorization: basicAuthorization(wiki.id, wiki.secret) } },
      'a token for another service': { token: elsewhere },
      'a revoked token': { token: revoked.token },
      'the token of somebody banned': { token: theirs.token },
      'a token in another header': { headers: { 'x-api-key': token } },
    };
    for (const [what, how] of Object.entries(shown)) {
      const answer = await changesNothing(house, () => send(assistant, how));
      assert.equal(answer.status, 401, `${what}: ${answer.text}`);
      assert.equal(answer.json.error, 'invalid_token', what);
      const challenge = answer.headers.get('www-authenticate') ?? '';
      assert.match(challenge, /^Bearer realm="Countersign".*resource_metadata="/, what);
      assert.doesNotMatch(challenge, /Basic/);
      assert.equal(
        challenge.includes('error='),
        !['nothing', 'a session', 'a token in another header'].includes(what),
      );
    }
    const inQuery = await ask(`${url}/api/rest/oauth2/register?access_token=${token}`, {
      method: 'POST',
      body: assistant,
    });
    assert.equal(inQuery.status, 401);
    const malformed = await changesNothing(house, () => send(assistant, { token: 'two words' }));
    assert.deepEqual([malformed.status, malformed.json.error], [400, 'invalid_request']);
  });

  test('is asked before the body is read', async () => {
    const answer = await send('{', { headers: { 'content-type': 'application/json' } });
    assert.equal(answer.status, 401);
  });

  test('somebody without the permission is told which, and the log tells of the attempt', async () => {
    const { token: theirs } = await issueToken(url, person.cookie, [authorityId]);
    const before = lastAuditNumber(databaseFile);
    const answer = await changesNothing(house, () => send(assistant, { token: theirs }));
    assert.equal(answer.status, 403, answer.text);
    assert.equal(answer.json.error, 'insufficient_scope');
    assert.match(answer.json.error_description, /Low-level Admin Write in Global/);
    assert.match(answer.headers.get('www-authenticate') ?? '', /error="insufficient_scope"/);
    const [event] = readAuditEvents(databaseFile, before).map(({ text }) => JSON.parse(text));
    assert.deepEqual(
      [event.kind, event.actor.id, event.target.name],
      ['change.refused', person.id, 'clients.register'],
    );
  });

  test('a token that is narrowed stays so: it needs what registering takes, and opening to all users', async () => {
    const [write, readAll, readServices] = ['low-level', 'low-level-read', 'service-read'] as const;
    for (const [held, lacked] of [
      [[readAll, readServices], 'Low-level Admin Write'],
      [[write], 'Read Service'],
    ] as const) {
      const weak = await narrowed(...held);
      const answer = await changesNothing(house, () => send(assistant, { token: weak }));
      assert.equal(answer.status, 403, answer.text);
      assert.match(answer.json.error_description, new RegExp(`this token lacks ${lacked} in Global`));
    }
    const enough = await narrowed(write, readServices);
    assert.equal((await send(assistant, { token: enough })).status, 201);
  });

  test('no program does it with an access token, whatever its user may', async () => {
    const { token: access } = await connectIn(house.dataFolder, {
      userId: administratorId,
      clientId: wiki.id,
      audience: [authorityId],
    });
    const answer = await changesNothing(house, () => send(assistant, { token: access }));
    assert.deepEqual([answer.status, answer.json.error], [403, 'insufficient_scope'], answer.text);
    const robot = await registered({ client_name: 'Robot', grant_types: ['client_credentials'] });
    const { json } = await askForTokens(robot, { grant_type: 'client_credentials', scope: 'Hub' });
    const byItself = await changesNothing(house, () => send(assistant, { token: json.access_token }));
    assert.equal(byItself.status, 403, byItself.text);
  });

  test('a session that comes along with a good token says nothing', async () => {
    const answer = await send(assistant, { token, cookie: person.cookie });
    assert.equal(answer.status, 201, answer.text);
  });
});
