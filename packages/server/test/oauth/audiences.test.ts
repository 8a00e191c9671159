import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey } from '@countersign/core';
import {
  askForCode,
  askForTokens,
  connect,
  redeem,
  refresh,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { type Answer, ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { addSomebody, declare, fresh, give, type Somebody } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { basicAuthorization } from '../harness/people.ts';

const house = await openHouse();
const { url, cookie } = house;
const wiki = await registerService(url, cookie, 'wiki', 'The Wiki');
const tracker = await registerService(url, cookie, 'tracker');
const readPages = await declare(house, wiki.id, 'Wiki.READ');
const readTickets = await declare(house, tracker.id, 'Tracker.READ');
const server = await registerClient(house, 'server');
const script = await registerClient(house, 'script', { trusted: false });
const inactive = '{"active":false}';

const person = (given: readonly PermissionKey[] = [readPages, readTickets]) =>
  addSomebody(house, fresh('user'), [[given]]);
const visitor = ({ cookie: own }: Somebody) => ({ url, cookie: own });
const api = async (token: string) => (await ask(`${url}/api/rest/users/me`, { token })).status === 200;
const door = async (key: string, token: string) =>
  (await ask(`${url}/api/authz/auth-request?service=${key}`, { token })).status === 200;

/** Where a token is taken: at the API, and by the two services by introspection and at their doors. */
async function placesOf(token: string): Promise<string> {
  const places: string[] = [];
  if (await api(token)) places.push('Hub');
  for (const service of [wiki, tracker]) {
    const { text, json } = await introspect(url, service, token);
    assert.equal(await door(service.key, token), json.active, 'introspection and the door say the same');
    if (json.active) places.push(service.key);
    else assert.equal(text, inactive);
  }
  return places.join(' ');
}

async function tokenFor(user: Somebody, scope: string, client: TestClient = server): Promise<string> {
  return (await connect(client, visitor(user), scope)).access;
}

function permissionsIn({ json }: Answer): readonly string[] {
  return json.permissions.map(({ permission }: { permission: { key: string } }) => permission.key);
}

describe('an access token', () => {
  test('is good at the services that were asked for, by id, key or name, and at no other', async () => {
    const user = await person();
    for (const [scope, places] of [
      ['wiki', 'wiki'],
      [tracker.id, 'tracker'],
      ['WIKI tracker', 'wiki tracker'],
      ['The%20Wiki', 'wiki'],
      ['Hub', 'Hub'],
      ['0-0-0-0-0 wiki', 'Hub wiki'],
      ['openid profile', ''],
      [`openid wiki wiki ${wiki.id}`, 'wiki'],
    ] as const)
      assert.equal(await placesOf(await tokenFor(user, scope)), places, scope);
  });

  test('is not good at the service that it was given to, unless that was asked for', async () => {
    const token = await tokenFor(await person(), 'wiki');
    const self = { id: server.id, secret: server.secret ?? '' };
    assert.equal((await introspect(url, self, token)).text, inactive);
    assert.equal(await door('server', token), false);
  });

  test('is described to a service without the others, and with what its user may there', async () => {
    const user = await person();
    const token = await tokenFor(user, 'openid email wiki tracker');
    const seen = await introspect(url, wiki, token);
    assert.deepEqual(permissionsIn(seen), [readPages]);
    assert.deepEqual(permissionsIn(await introspect(url, tracker, token)), [readTickets]);
    assert.equal(seen.json.client_id, server.id);
    assert.equal(seen.json.sub, user.id);
    assert.ok(!seen.text.includes(tracker.id) && !seen.text.includes('csn_'));
  });

  test('ends at a service that its user may not use any more, and only there', async () => {
    const user = await person();
    const shut = await registerService(url, cookie, fresh('shut'));
    const token = await tokenFor(user, `Hub ${shut.key}`);
    assert.equal((await introspect(url, shut, token)).json.active, true);
    const changed = await ask(`${url}/api/rest/services/${shut.id}`, {
      method: 'POST',
      cookie,
      body: { viewers: [] },
    });
    assert.equal(changed.status, 200, changed.text);
    assert.equal((await introspect(url, shut, token)).text, inactive);
    assert.equal(await door(shut.key, token), false);
    assert.ok(await api(token));
  });

  test('is Bearer in the header of that name, once, and nothing else', async () => {
    const token = await tokenFor(await person(), 'Hub wiki');
    const me = `${url}/api/rest/users/me`;
    const refused: readonly (readonly [string, Parameters<typeof ask>[1]])[] = [
      [`${me}?access_token=${token}`, {}],
      [`${me}?token=${token}`, {}],
      [me, { headers: { authorization: basicAuthorization('ada', token) } }],
      [me, { headers: { authorization: basicAuthorization(token, '') } }],
      [me, { headers: { authorization: `DPoP ${token}` } }],
      [me, { headers: { authorization: `Token ${token}` } }],
      [me, { headers: { authorization: `Bearer ${token},Bearer ${token}` } }],
      [me, { headers: { cookie: `countersign=${token}`, 'sec-fetch-site': 'same-origin' } }],
      [me, { headers: { 'x-access-token': token } }],
    ];
    for (const [address, more] of refused) {
      const answer = await ask(address, more);
      assert.ok([400, 401].includes(answer.status), `${JSON.stringify(more)} ${answer.status}`);
    }
    assert.ok(await api(token));
  });
});

describe('a refreshed access token', () => {
  for (const client of [server, script]) {
    const kind = client === server ? 'confidential' : 'public';

    test(`is narrower where the ${kind} client asks for less, and the next one is whole again`, async () => {
      const user = await person();
      let token = (await connect(client, visitor(user), 'openid Hub wiki tracker')).refresh;
      for (const [scope, places] of [
        ['wiki', 'wiki'],
        [wiki.id, 'wiki'],
        ['Hub tracker', 'Hub tracker'],
        ['openid', ''],
        [undefined, 'Hub wiki tracker'],
      ] as const) {
        const { json, text } = await refresh(client, token, scope === undefined ? {} : { scope });
        assert.equal(await placesOf(json.access_token), places, text);
        if (scope !== undefined) assert.equal(json.scope, scope);
        assert.equal('id_token' in json, scope === undefined || scope.includes('openid'));
        token = json.refresh_token ?? token;
      }
    });

    test(`is never wider, and the refused try of the ${kind} client costs nothing`, async () => {
      const { access, refresh: token } = await connect(client, visitor(await person()), 'openid wiki');
      for (const scope of [
        'wiki tracker',
        'Hub',
        'openid wiki Hub',
        'wiki email',
        'wiki offline_access',
        'wiki nothing',
        'services',
        'wiki\ttracker',
      ]) {
        const answer = await refresh(client, token, { scope });
        assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_scope'], scope);
      }
      assert.equal(await placesOf(access), 'wiki');
      const next = await refresh(client, token);
      assert.equal(await placesOf(next.json.access_token), 'wiki');
    });
  }

  test('carries what was declared when its user agreed, and nothing that was declared since', async () => {
    const user = await person();
    const service = await registerService(url, cookie, fresh('service'));
    const first = await declare(house, service.id, `${fresh('First')}.READ`);
    await give(house, { kind: 'user', id: user.id }, [first]);
    const tokens = await connect(server, visitor(user), service.key);
    const late = await declare(house, service.id, `${fresh('Late')}.DELETE`);
    await give(house, { kind: 'user', id: user.id }, [late]);
    const { json } = await refresh(server, tokens.refresh);
    for (const token of [tokens.access, json.access_token])
      assert.deepEqual(permissionsIn(await introspect(url, service, token)), [first]);
    // Whoever wants more has its user asked again.
    const again = await tokenFor(user, service.key);
    assert.deepEqual([...permissionsIn(await introspect(url, service, again))].sort(), [first, late].sort());
  });
});

test('a code is redeemed for less than was agreed to, and never for more', async () => {
  const user = await person();
  const less = await askForCode(server, visitor(user), 'wiki tracker');
  const { json } = await redeemFor(less, 'tracker');
  assert.equal(await placesOf(json.access_token), 'tracker');
  const more = await askForCode(server, visitor(user), 'wiki');
  const refused = await redeemFor(more, 'wiki tracker');
  assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_scope'], refused.text);
});

test('what was not granted is said: the answer names the scope where it is less than what was asked', async () => {
  const asked = await askForCode(server, visitor(await person()), 'openid offline_access wiki');
  const { json } = await redeem(server, asked);
  assert.equal(json.scope, 'openid wiki');
});

async function redeemFor(
  { code, verifier }: { code: string; verifier: string },
  scope: string,
): Promise<Answer> {
  return askForTokens(server, { grant_type: 'authorization_code', code, code_verifier: verifier, scope });
}
