import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import type { PermissionKey, User, UserId } from '@countersign/core';
import {
  authorizationRequest,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import { type Answer, type Ask, ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { addFactor, addSomebody, fresh, signedIn } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { basicAuthorization, makeApplicationPassword } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';
import { unknownToken } from '../harness/unknown-token.ts';

// The authority runs in this process and has its clock with it: time passes when a test says so.
const house = await openHouse();
const { url, authority } = house;
const databaseFile = `${authority.settings.data.directory}/countersign.db`;
const ada = await authority.store.tables.users.find(house.administratorId);
assert.ok(ada !== undefined);
const { token } = await issueToken(url, house.cookie, ['0-0-0-0-0']);
mock.timers.enable({ apis: ['Date'], now: Date.now() });
const pass = (seconds: number) => mock.timers.setTime(Date.now() + seconds * 1_000);

const at = (path: string, options: Ask = {}): Promise<Answer> =>
  ask(`${url}/api/rest/services/${path}`, { token, ...options });
const aClient = async (settings = {}) =>
  registerClient({ url, cookie: (await signedIn(house, ada as User)).cookie }, fresh('client'), settings);

/** Sends a visitor to the authorization endpoint as the application would; nobody is led on. */
async function attempt(client: TestClient, uri: string): Promise<string> {
  const { address } = authorizationRequest(client, { redirect_uri: uri });
  const answer = await ask(address, {});
  assert.equal(answer.status, 400, answer.text);
  assert.equal(answer.headers.get('location'), null);
  return answer.text;
}

async function listed({ id }: TestClient) {
  const { status, json, text } = await at(`${id}/untrustedredirecturis`);
  assert.equal(status, 200, text);
  return json.untrustedredirecturis;
}

describe('an address that is not registered', () => {
  test('is remembered with when and from where it was tried, and how often', async () => {
    const client = await aClient();
    assert.deepEqual(await listed(client), []);
    const uri = 'https://wiki.example.com/new?a=b%20c';
    await attempt(client, uri);
    pass(60);
    await attempt(client, uri);
    const [{ id, triedFrom, ...rest }, ...more] = await listed(client);
    assert.deepEqual(more, []);
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(triedFrom, /^(127\.0\.0\.1|::1)$/);
    assert.deepEqual(rest, {
      type: 'untrustedRedirectURI',
      redirectURI: uri,
      triedAt: Date.now(),
      count: 2,
      rule: null,
    });
    assert.equal((await listed(client))[0].id, id);
  });

  test('is registered after all by the ordinary change, and works from then on', async () => {
    const client = await aClient();
    const uri = 'https://wiki.example.com/new?a=b';
    await attempt(client, uri);
    const [{ id }] = await listed(client);
    const number = lastAuditNumber(databaseFile);
    const added = await at(`${client.id}/untrustedredirecturis/${id}/accept`, { method: 'POST' });
    assert.equal(added.status, 200, added.text);
    assert.deepEqual(added.json.redirectUris, [client.redirectUri, uri]);
    assert.deepEqual(await listed(client), []);
    const [event, ...more] = readAuditEvents(databaseFile, number).map(({ text }) => JSON.parse(text));
    assert.deepEqual(more, []);
    assert.equal(event.kind, 'service.updated');
    assert.deepEqual(
      event.changes.map(({ field }: { field: string }) => field),
      ['redirectUris'],
    );
    const somebody = await addSomebody(house, fresh('user'));
    const { address } = authorizationRequest(client, { redirect_uri: uri });
    const { location } = await authorize({ url, cookie: somebody.cookie }, address);
    assert.ok(location?.startsWith(`${uri}&code=`), `${location}`);
    assertError(await at(`${client.id}/untrustedredirecturis/${id}/accept`, { method: 'POST' }), 404);
  });

  test('is dismissed, which the log says, and comes back when it is tried again', async () => {
    const client = await aClient();
    const uri = 'https://wiki.example.com/new';
    await attempt(client, uri);
    const [{ id }] = await listed(client);
    const number = lastAuditNumber(databaseFile);
    assert.equal((await at(`${client.id}/untrustedredirecturis/${id}`, { method: 'DELETE' })).status, 200);
    assert.deepEqual(await listed(client), []);
    const [event] = readAuditEvents(databaseFile, number).map(({ text }) => JSON.parse(text));
    assert.deepEqual([event.kind, event.details], ['service.redirect-dismissed', { redirectUri: uri }]);
    assertError(await at(`${client.id}/untrustedredirecturis/${id}`, { method: 'DELETE' }), 404);
    await attempt(client, uri);
    assert.equal((await listed(client))[0].count, 1);
  });

  const unfit: Readonly<Record<string, readonly [string, object, RegExp]>> = {
    'plain http': ['http://wiki.example.com/callback', {}, /https/],
    'a scheme of its own for a server': ['com.example.app:/callback', {}, /public/],
    'a letter of another alphabet': ['https://wikі.example.com/', {}, /letters of an address/],
    'a fragment': ['https://wiki.example.com/#x', {}, /fragment/],
    'a wildcard': ['https://*.example.com/', {}, /\*/],
    'a script': ['javascript:alert(1)', { trusted: false }, /scheme/],
  };
  for (const [what, [uri, settings, rule]] of Object.entries(unfit)) {
    test(`says why it cannot be registered: ${what}`, async () => {
      const client = await aClient(settings);
      await attempt(client, uri);
      const [refused] = await listed(client);
      assert.match(refused.rule, rule);
      assert.match(refused.redirectURI, /^[!-~]+$/);
      const path = `${client.id}/untrustedredirecturis/${refused.id}/accept`;
      const answer = await changesNothing({ databaseFile }, () => at(path, { method: 'POST' }));
      assertError(answer, 400, 'redirectURI');
    });
  }

  test('is forgotten after thirty days', async () => {
    const client = await aClient();
    await attempt(client, 'https://wiki.example.com/new');
    pass(30 * 86_400 - 1);
    assert.equal((await listed(client)).length, 1);
    pass(2);
    assert.deepEqual(await listed(client), []);
    assert.ok((await authority.store.refusedRedirects.sweep(authority.clock.now())) > 0);
  });

  test('is not remembered where it holds a credential, or no service is known', async () => {
    const client = await aClient();
    for (const uri of [
      `https://wiki.example.com/?t=${unknownToken()}`,
      `https://wiki.example.com/?t=${unknownToken().replace('_', '%5F')}`,
      'https://ada:secret@wiki.example.com/',
      `https://wiki.example.com/${'a'.repeat(2_000)}`,
    ])
      await attempt(client, uri);
    await attempt({ ...client, id: '9c1f4d1e-0000-4000-8000-00000000dead' }, 'https://wiki.example.com/x');
    assert.deepEqual(await listed(client), []);
  });
});

describe('a flood of strangers', () => {
  test('writes nothing by itself, keeps three of one network, and pushes out nobody else', async () => {
    const client = await aClient();
    authority.refusedRedirects.note(client.id as never, 'https://wiki.example.com/honest', {
      at: authority.clock.now(),
      from: '192.0.2.1',
    });
    await changesNothing({ databaseFile }, async () => {
      for (let n = 0; n < 100; n++) await attempt(client, `https://evil.example/${n}`);
    });
    const uris = (await listed(client)).map(({ redirectURI }: { redirectURI: string }) => redirectURI);
    assert.equal(uris.length, 4);
    assert.ok(uris.includes('https://wiki.example.com/honest'));
  });
});

describe('the list', () => {
  test('is for those to read who read the settings, and for those to change who change them', async () => {
    const client = await aClient();
    await attempt(client, 'https://wiki.example.com/new');
    const [{ id }] = await listed(client);
    const nobody = await addSomebody(house, fresh('nobody'));
    const reader = await addSomebody(house, fresh('reader'), [
      [['jetbrains.jetpass.low-level-read', 'jetbrains.jetpass.service-read'] as unknown as PermissionKey[]],
    ]);
    const as = (cookie: string, method: string, path: string) =>
      ask(`${url}/api/rest/services/${path}`, { method, cookie });
    const list = `${client.id}/untrustedredirecturis`;
    assertError(await as(nobody.cookie, 'GET', list), 403);
    assertError(await as(nobody.cookie, 'GET', 'absent/untrustedredirecturis'), 403);
    assert.equal((await as(reader.cookie, 'GET', list)).status, 200);
    for (const { cookie } of [nobody, reader]) {
      assertError(await as(cookie, 'POST', `${list}/${id}/accept`), 403);
      assertError(await as(cookie, 'DELETE', `${list}/${id}`), 403);
    }
    const program = await addSomebody(house, fresh('somebody'), [
      [['jetbrains.jetpass.low-level' as PermissionKey]],
    ]);
    await addFactor(house, program.id as UserId);
    const { password } = await makeApplicationPassword({ url, cookie: program.cookie }, 'program');
    const headers = { authorization: basicAuthorization(program.login, password) };
    for (const [method, path] of [
      ['POST', `${list}/${id}/accept`],
      ['DELETE', `${list}/${id}`],
    ] as const)
      assertError(await ask(`${url}/api/rest/services/${path}`, { method, headers }), 403);
    assert.equal((await listed(client)).length, 1);
  });

  test('is gone with its service', async () => {
    const client = await aClient();
    await attempt(client, 'https://wiki.example.com/new');
    await listed(client);
    await attempt(client, 'https://wiki.example.com/other');
    assert.equal((await at(client.id, { method: 'DELETE' })).status, 200);
    await authority.refusedRedirects.flush();
    assertError(await at(`${client.id}/untrustedredirecturis`), 404);
  });
});
