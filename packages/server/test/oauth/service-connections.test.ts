import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey, UserId } from '@countersign/core';
import {
  askForCode,
  askForTokens,
  connect,
  redeem,
  refresh,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import {
  type Answer,
  type Ask,
  ask,
  introspect,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { addFactor, addSomebody, fresh, type Somebody } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { basicAuthorization, makeApplicationPassword } from '../harness/people.ts';
import { assertError } from '../harness/refused.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';

const house = await openHouse();
const { url, cookie } = house;
const databaseFile = `${house.authority.settings.data.directory}/countersign.db`;
const door = await registerService(url, cookie, 'door');
const [ann, bob] = [await addSomebody(house, 'ann'), await addSomebody(house, 'bob')];

const at = (path: string, options: Ask = { cookie }): Promise<Answer> =>
  ask(`${url}/api/rest/services/${path}`, options);
const visitor = ({ cookie: session }: Somebody) => ({ url, cookie: session });
const aClient = () => registerClient(house, fresh('client'));
const granted = (...keys: string[]) => [keys as PermissionKey[]] as const;

/** Whether an access token is taken at each place that takes one. */
async function works(token: string): Promise<readonly boolean[]> {
  return [
    (await ask(`${url}/api/rest/users/me`, { token })).status === 200,
    (await introspect(url, door, token)).json.active,
    (await ask(`${url}/api/rest/oauth2/userinfo`, { token })).status === 200,
    (await ask(`${url}/api/authz/auth-request?service=door`, { token })).status === 200,
  ];
}
const everywhere = [true, true, true, true];
const nowhere = [false, false, false, false];

async function connected(client: TestClient, somebody: Somebody) {
  return connect(client, visitor(somebody), 'openid Hub door');
}

describe('the connections of a service', () => {
  test('are listed page by page with their users, whose they are, and of how many', async () => {
    const client = await aClient();
    assert.deepEqual((await at(`${client.id}/refreshtokens`)).json, {
      type: 'RefreshTokensPage',
      skip: 0,
      top: 100,
      total: 0,
      users: 0,
      refreshtokens: [],
    });
    const { access } = await connected(client, ann);
    await connected(client, bob);
    await connected(client, bob);
    await connected(await aClient(), ann);
    await ask(`${url}/api/rest/users/me`, { token: access });
    const { json, text } = await at(`${client.id}/refreshtokens?$top=2&orderBy=creationTime:asc`);
    assert.deepEqual([json.total, json.users, json.refreshtokens.length], [3, 2, 2]);
    const [first, second] = json.refreshtokens;
    assert.deepEqual([first.user.login, second.user.login], [ann.login, bob.login]);
    assert.equal(first.client.id, client.id);
    assert.deepEqual(first.audience.map(({ key }: { key: string }) => key).toSorted(), [
      'Countersign',
      'door',
    ]);
    assert.ok(first.lastAccessTime > 0 && second.lastAccessTime === null);
    assert.ok(!text.includes('csn_'), text);
  });

  test('are for those to read who read how services are used and the credentials of their users', async () => {
    const { id } = await aClient();
    const [settings, users, both] = [
      ['jetbrains.jetpass.low-level-read', 'jetbrains.jetpass.service-read'],
      ['jetbrains.jetpass.user-read'],
      ['jetbrains.jetpass.low-level-read', 'jetbrains.jetpass.service-read', 'jetbrains.jetpass.user-read'],
    ];
    for (const [keys, status] of [
      [settings, 403],
      [users, 403],
      [both, 200],
    ] as const) {
      const somebody = await addSomebody(house, fresh('reader'), [granted(...keys)]);
      for (const service of status === 403 ? [id, 'absent'] : [id]) {
        const answer = await at(`${service}/refreshtokens`, { cookie: somebody.cookie });
        if (status === 403) assertError(answer, 403);
        else assert.equal(answer.status, 200, answer.text);
      }
    }
    assertError(await at('absent/refreshtokens'), 404);
  });

  test('end all at once: no access token is taken at the next request, and none is renewed', async () => {
    const client = await aClient();
    const made = [await connected(client, ann), await connected(client, bob), await connected(client, bob)];
    const other = await connected(await aClient(), ann);
    for (const { access } of made) assert.deepEqual(await works(access), everywhere);
    const underWay = await askForCode(client, visitor(ann), 'Hub', { access_type: 'offline' });
    const elsewhere = await aClient();
    const kept = await askForCode(elsewhere, visitor(ann), 'Hub');
    const number = lastAuditNumber(databaseFile);
    const ended = await at(`${client.id}/refreshtokens`, { method: 'DELETE', cookie });
    assert.equal(ended.status, 200, ended.text);
    for (const tokens of made) {
      assert.deepEqual(await works(tokens.access), nowhere);
      assert.equal((await refresh(client, tokens.refresh)).json.error, 'invalid_grant');
    }
    assert.equal((await redeem(client, underWay)).json.error, 'invalid_grant');
    assert.deepEqual(await works(other.access), everywhere);
    const events = readAuditEvents(databaseFile, number).map(({ text }) => JSON.parse(text));
    assert.deepEqual(
      events.map(({ kind, target, details }) => [kind, target.id, details]),
      [['service.connections-ended', client.id, { connectionsEnded: 3, ownTokensEnded: 0 }]],
    );
    assert.equal((await redeem(elsewhere, kept)).status, 200);
    assert.equal((await at(`${client.id}/refreshtokens`)).json.total, 0);
    // What its users agreed to stays, and so it can be let in again.
    const again = await connected(client, ann);
    assert.deepEqual(await works(again.access), everywhere);
  });

  test('end with the tokens that the service has for itself: a leaked one is not left behind', async () => {
    const client = await registerClient(house, fresh('client'), { clientCredentialsFlowEnabled: true });
    const own = await askForTokens(client, { grant_type: 'client_credentials', scope: 'door' });
    const { access_token: token } = own.json;
    assert.equal((await introspect(url, door, token)).json.active, true);
    const number = lastAuditNumber(databaseFile);
    assert.equal((await at(`${client.id}/refreshtokens`, { method: 'DELETE', cookie })).status, 200);
    assert.deepEqual((await introspect(url, door, token)).json, { active: false });
    const [event] = readAuditEvents(databaseFile, number).map(({ text }) => JSON.parse(text));
    assert.deepEqual(event.details, { connectionsEnded: 0, ownTokensEnded: 1 });
  });

  test('end for those alone who manage services and could end each by itself, and not by a program', async () => {
    const client = await aClient();
    await connected(client, ann);
    const path = `${client.id}/refreshtokens`;
    for (const keys of [
      ['jetbrains.jetpass.low-level'],
      ['jetbrains.jetpass.user-update'],
      ['jetbrains.jetpass.low-level-read', 'jetbrains.jetpass.user-read'],
    ]) {
      const somebody = await addSomebody(house, fresh('somebody'), [granted(...keys)]);
      const refused = await at(path, { method: 'DELETE', cookie: somebody.cookie });
      assertError(refused, 403);
    }
    const manager = await addSomebody(house, fresh('manager'), [
      granted('jetbrains.jetpass.low-level', 'jetbrains.jetpass.user-update'),
    ]);
    await addFactor(house, manager.id as UserId);
    const { password } = await makeApplicationPassword(visitor(manager), 'program');
    const authorization = basicAuthorization(manager.login, password);
    assertError(await at(path, { method: 'DELETE', headers: { authorization } }), 403);
    assert.equal((await at(path)).json.total, 1);
    assert.equal((await at(path, { method: 'DELETE', cookie: manager.cookie })).status, 200);
    assert.equal((await at(path)).json.total, 0);
    assertError(await at('absent/refreshtokens', { method: 'DELETE', cookie }), 404);
  });
});
