import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, mock, test } from 'node:test';
import { introspectionAnswer } from '@countersign/api';
import type { User } from '@countersign/core';
import {
  askForTokens,
  authenticationOf,
  giveBack,
  postAsWritten,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { administrator, ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { fresh, signedIn } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { readAuditEvents } from '../harness/rows.ts';

// The authority runs in this process and has its clock with it: time passes when a test says so.
const house = await openHouse();
const { url, authority } = house;
const door = await registerService(url, house.cookie, 'door', 'The front door');
const other = await registerService(url, house.cookie, 'other');
const byItself = { clientCredentialsFlowEnabled: true };
const robot = await registerClient(house, 'robot', byItself);
mock.timers.enable({ apis: ['Date'], now: Date.now() });

// What an administrator does takes a sign-in of the last ten minutes.
const ada = { id: house.administratorId, login: administrator.login } as User;
const administration = async () => ({ url, cookie: (await signedIn(house, ada)).cookie });
const change = async ({ id }: TestClient, body: object) => {
  const { cookie } = await administration();
  const answer = await ask(`${url}/api/rest/services/${id}`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, answer.text);
};

const databaseFile = join(authority.settings.data.directory, 'countersign.db');
const events = () => readAuditEvents(databaseFile);

const askAs = (client: TestClient, scope: string) =>
  askForTokens(client, { grant_type: 'client_credentials', scope });
async function tokenOf(client: TestClient, scope = 'door'): Promise<string> {
  const { status, json, text } = await askAs(client, scope);
  assert.equal(status, 200, text);
  return json.access_token;
}
const isGood = async (token: string) => (await introspect(url, door, token)).json.active;

describe('a service by itself', () => {
  test('gets an access token for its secret, and neither a refresh token nor an identity token', async () => {
    const { status, json, headers } = await askAs(robot, 'door');
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(json.access_token, /^csn_acc_/);
    const { access_token: _, ...rest } = json;
    assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 3_600, scope: 'door' });
  });

  test('is told to the services of its audience, and to nobody else', async () => {
    const token = await tokenOf(robot);
    const { json } = await introspect(url, door, token);
    introspectionAnswer.parse(json);
    const { exp, iat, jti, ...rest } = json;
    assert.deepEqual(rest, {
      active: true,
      sub: robot.id,
      client_id: robot.id,
      token_type: 'Bearer',
      scope: door.id,
      aud: [door.id],
      iss: url,
    });
    assert.equal(exp - iat, 3_600);
    assert.match(jti, /^[0-9a-f-]{36}$/);
    for (const stranger of [other, { id: robot.id, secret: robot.secret ?? '' }])
      assert.equal((await introspect(url, stranger, token)).text, '{"active":false}');
  });

  test('names services by id, key or name, and is answered in the same words', async () => {
    const asked = `${door.id} other The%20front%20door Hub`;
    const { json } = await askAs(robot, asked);
    assert.equal(json.scope, asked);
    for (const service of [door, other])
      assert.deepEqual((await introspect(url, service, json.access_token)).json.aud, [service.id]);
  });

  for (const [what, scope] of Object.entries({
    'no service': '',
    'a service that is not there': 'nowhere',
    'one that is there and one that is not': 'door nowhere',
    'words of OpenID Connect': 'openid',
    'a service, and words of OpenID Connect': 'door profile',
    'to stay connected': 'door offline_access',
  }))
    test(`gets nothing where it asks for ${what}`, async () => {
      const { status, json } = await askAs(robot, scope);
      assert.deepEqual([status, json.error], [400, 'invalid_scope']);
      assert.equal(json.access_token, undefined);
    });

  test('gets nothing without a scope', async () => {
    const { status, json } = await askForTokens(robot, { grant_type: 'client_credentials' });
    assert.deepEqual([status, json.error], [400, 'invalid_scope']);
  });

  test('is nobody: the authority and every door refuse it, and say why', async () => {
    const token = await tokenOf(robot, 'Hub door');
    for (const [method, path] of [
      ['GET', 'users/me'],
      ['GET', 'services'],
      ['POST', 'users/me/permanenttokens'],
    ] as const) {
      const { status, json } = await ask(`${url}/api/rest/${path}`, {
        method,
        token,
        ...(method === 'POST' && { body: {} }),
      });
      assert.equal(status, 403, path);
      assert.match(json.error_description, /acts for nobody/);
    }
    const opened = await ask(`${url}/api/authz/auth-request?service=door`, { token });
    assert.equal(opened.status, 403);
    assert.equal(opened.headers.get('remote-user'), null);
    const info = await ask(`${url}/api/rest/oauth2/userinfo`, { token });
    assert.equal(info.status, 401);
    const basic = { authorization: `Basic ${Buffer.from(`robot:${token}`).toString('base64')}` };
    assert.equal((await ask(`${url}/api/rest/users/me`, { headers: basic })).status, 401);
    assert.equal(await isGood(token), true);
  });

  test('must keep a secret, show it, and be let', async () => {
    const grant = { grant_type: 'client_credentials', scope: 'door' };
    const plain = await registerClient(await administration(), fresh('plain'));
    assert.equal((await askForTokens(plain, grant)).status, 400);
    const open = await registerClient(await administration(), fresh('open'), { trusted: false });
    assert.equal((await askForTokens(open, grant)).status, 400);
    const body = new URLSearchParams({ ...grant, client_id: robot.id }).toString();
    assert.equal((await postAsWritten(robot, 'token', body)).status, 401);
    const wrong = { ...robot, secret: plain.secret };
    assert.equal((await postAsWritten(robot, 'token', body, authenticationOf(wrong))).status, 401);
    const { cookie } = await administration();
    const both = await ask(`${url}/api/rest/services/${open.id}`, { method: 'POST', cookie, body: byItself });
    assert.equal(both.json.error_field, 'clientCredentialsFlowEnabled');
  });

  test('leaves a trace of each token, and of its end', async () => {
    const before = events();
    const token = await tokenOf(robot);
    assert.equal((await giveBack(robot, token)).status, 200);
    const told = events().slice(before.length);
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ['service-token.issued', 'service-token.revoked'],
    );
    for (const { text } of told) assert.ok(text.includes(robot.id) && !text.includes(token), text);
  });
});

describe('a token of a service by itself ends with', () => {
  const ways: Readonly<Record<string, (client: TestClient, token: string) => Promise<unknown>>> = {
    'its time': async () => mock.timers.setTime(Date.now() + 3_601_000),
    'its return': (client, token) => giveBack(client, token),
    'its return, and a hint that is wrong': (client, token) => giveBack(client, token, 'refresh_token'),
    'the flow': (client) => change(client, { clientCredentialsFlowEnabled: false }),
    'the service': async ({ id }) =>
      ask(`${url}/api/rest/services/${id}`, { method: 'DELETE', cookie: (await administration()).cookie }),
  };
  for (const [what, end] of Object.entries(ways))
    test(what, async () => {
      const client = await registerClient(await administration(), fresh('client'), byItself);
      const [token, another] = [await tokenOf(client), await tokenOf(client)];
      assert.deepEqual([await isGood(token), await isGood(another)], [true, true]);
      await end(client, token);
      assert.equal(await isGood(token), false);
      assert.equal(await isGood(another), what.startsWith('its return'));
    });

  test('the flow for good: it does not come back with it', async () => {
    const client = await registerClient(await administration(), fresh('client'), byItself);
    const token = await tokenOf(client);
    await change(client, { clientCredentialsFlowEnabled: false });
    await change(client, byItself);
    assert.equal(await isGood(token), false);
    assert.equal(await isGood(await tokenOf(client)), true);
  });

  test('nothing that another client does, or another change of its service', async () => {
    const client = await registerClient(await administration(), fresh('client'), byItself);
    const token = await tokenOf(client);
    await giveBack(robot, token);
    await change(client, {
      accessTokenLifetime: 60,
      authCodeFlowEnabled: false,
      refreshTokensEnabled: false,
    });
    assert.equal(await isGood(token), true);
    mock.timers.setTime(Date.now() + 61_000);
    assert.equal(await isGood(token), true);
    const short = await tokenOf(client);
    mock.timers.setTime(Date.now() + 61_000);
    assert.deepEqual([await isGood(short), await isGood(token)], [false, true]);
  });
});
