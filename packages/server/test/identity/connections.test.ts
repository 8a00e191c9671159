import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PermissionKey, ServiceId } from '@countersign/core';
import { ask, introspect, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { connect } from '../harness/connections.ts';
import { addSomebody, declare, fresh, type Somebody } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { basicAuthorization } from '../harness/people.ts';
import { assertError } from '../harness/refused.ts';

const house = await openHouse();
const { url, cookie, authority } = house;
const users = `${url}/api/rest/users`;
const authorityId = '0-0-0-0-0';
const absent = '9c1f4d1e-0000-4000-8000-00000000dead';
const wiki = await registerService(url, cookie, 'wiki');
const tracker = await registerService(url, cookie, 'tracker');
const readTickets = await declare(house, tracker.id, 'Tracker.READ');

const connectTo = (user: Somebody, audience: readonly string[]) =>
  connect(authority, { userId: user.id, clientId: wiki.id, audience });
const person = (given: readonly PermissionKey[] = []) => addSomebody(house, fresh('user'), [[given]]);
const remove = (path: string, as: string) => ask(`${users}/${path}`, { method: 'DELETE', cookie: as });
const wikiReference = { type: 'service', id: wiki.id, key: 'wiki', name: 'wiki' };
const trackerReference = { type: 'service', id: tracker.id, key: 'tracker', name: 'tracker' };

describe('refresh tokens', () => {
  test('tell which service acts for a user, where, until when and how it was used, and no secret', async () => {
    const user = await person([readTickets]);
    const { connectionId, token } = await connectTo(user, [tracker.id, authorityId]);
    assert.equal((await introspect(url, tracker, token)).json.active, true);
    const me = await ask(`${users}/me`, { token, headers: { 'user-agent': 'wiki/2' } });
    assert.equal(me.json.id, user.id);
    const connection = await authority.store.tables.connections.find(connectionId);
    assert.ok(connection);
    for (const as of [user.cookie, cookie]) {
      const { json, text } = await ask(`${users}/${user.id}/refreshtokens/${connectionId}`, { cookie: as });
      const { lastAccessTime, lastAccessAddress, ...rest } = json;
      assert.deepEqual(rest, {
        type: 'refreshToken',
        id: connectionId,
        client: wikiReference,
        audience: [
          trackerReference,
          { type: 'service', id: authorityId, key: 'Countersign', name: 'Countersign' },
        ],
        scope: ['openid', tracker.id, authorityId],
        user: { type: 'user', id: user.id, login: user.login, name: user.login },
        creationTime: connection.createdAt,
        authenticationTime: connection.authenticatedAt,
        expires: connection.expiresAt,
        lastAccessUserAgent: 'wiki/2',
        aliases: [],
      });
      assert.ok(Math.abs(lastAccessTime - Date.now()) < 30_000);
      assert.match(lastAccessAddress, /127\.0\.0\.1|::1/);
      assert.ok(!text.includes(token) && !text.includes('csn_'));
    }
    const listed = (await ask(`${users}/me/refreshtokens?$top=5&orderBy=expires`, { cookie: user.cookie }))
      .json;
    assert.deepEqual(
      [listed.type, listed.total, listed.refreshtokens.map(({ id }: { id: string }) => id)],
      ['RefreshTokensPage', 1, [connectionId]],
    );
  });

  test('are seen and ended by nobody but their user and administrators', async () => {
    const [user, other] = [await person(), await person()];
    const { connectionId, token } = await connectTo(user, [authorityId]);
    for (const path of ['refreshtokens', `refreshtokens/${connectionId}`])
      assertError(await ask(`${users}/${user.id}/${path}`, { cookie: other.cookie }), 403);
    assertError(await remove(`${user.id}/refreshtokens/${connectionId}`, other.cookie), 403);
    for (const as of [other.cookie, cookie]) {
      assertError(await ask(`${users}/${other.id}/refreshtokens/${connectionId}`, { cookie: as }), 404);
      assertError(await remove(`${other.id}/refreshtokens/${connectionId}`, as), 404);
    }
    assertError(await remove(`me/refreshtokens/${absent}`, user.cookie), 404);
    assert.equal((await ask(`${users}/me`, { token })).status, 200);
  });

  test('end at once with all their tokens, and are then gone', async () => {
    for (const who of ['user', 'administrator']) {
      const user = await person();
      const { connectionId, token } = await connectTo(user, [authorityId, tracker.id]);
      assert.equal((await ask(`${users}/me`, { token })).status, 200);
      assert.equal((await introspect(url, tracker, token)).json.active, true);
      const as = who === 'user' ? user.cookie : cookie;
      assert.equal((await remove(`${user.id}/refreshtokens/${connectionId}`, as)).status, 200);
      assertError(await ask(`${users}/me`, { token }), 401);
      assert.equal((await introspect(url, tracker, token)).text, '{"active":false}');
      assertError(await ask(`${users}/${user.id}/refreshtokens/${connectionId}`, { cookie: as }), 404);
      assert.equal((await ask(`${users}/${user.id}/refreshtokens`, { cookie: as })).json.total, 0);
      const { items } = await authority.store.audit.list({}, { skip: 0, top: 1 });
      assert.equal(items[0]?.kind, 'connection.ended');
    }
  });
});

describe('approved scopes', () => {
  test('tell to what a user agreed, and take with them what the service does for that user', async () => {
    const user = await person();
    const { connectionId, scopeId, token } = await connectTo(user, [authorityId]);
    const scope = await authority.store.tables.approvedScopes.find(scopeId);
    const { json } = await ask(`${users}/me/approvedscopes/${scopeId}`, { cookie: user.cookie });
    assert.deepEqual(json, {
      type: 'approvedScope',
      id: scopeId,
      client: wikiReference,
      scope: [{ type: 'service', id: authorityId, key: 'Countersign', name: 'Countersign' }],
      user: { type: 'user', id: user.id, login: user.login, name: user.login },
      creationTime: scope?.grantedAt,
      expiresOn: null,
      aliases: [],
    });
    const listed = (await ask(`${users}/${user.id}/approvedscopes`, { cookie })).json;
    assert.deepEqual([listed.type, listed.total, listed.approvedscopes], ['ApprovedScopesPage', 1, [json]]);
    const other = await person();
    assertError(await ask(`${users}/${user.id}/approvedscopes`, { cookie: other.cookie }), 403);
    assertError(await remove(`${user.id}/approvedscopes/${scopeId}`, other.cookie), 403);
    assertError(await remove(`me/approvedscopes/${scopeId}`, other.cookie), 404);
    assert.equal((await remove(`me/approvedscopes/${scopeId}`, user.cookie)).status, 200);
    assertError(await ask(`${users}/me/approvedscopes/${scopeId}`, { cookie: user.cookie }), 404);
    assertError(await ask(`${users}/me`, { token }), 401);
    assertError(await ask(`${users}/me/refreshtokens/${connectionId}`, { cookie: user.cookie }), 404);
  });
});

describe('an access token', () => {
  test('is told to the services of its audience, with who acts and what it may do there, and to no other', async () => {
    const user = await person([readTickets]);
    const { token } = await connectTo(user, [tracker.id]);
    const { json } = await introspect(url, tracker, token);
    assert.deepEqual(
      [
        json.sub,
        json.client_id,
        json.scope,
        json.permissions.map(({ permission }: { permission: { key: string } }) => permission.key),
      ],
      [user.id, wiki.id, tracker.id, [readTickets]],
    );
    assert.equal((await introspect(url, wiki, token)).text, '{"active":false}');
    assertError(await ask(`${users}/me`, { token }), 401);
  });

  test('opens a door as Bearer, carries nothing declared later, and is no Basic password', async () => {
    const user = await person([readTickets]);
    const { token } = await connectTo(user, [tracker.id]);
    const late = await declare(house, tracker.id, 'Tracker.DELETE');
    const door = (headers: Readonly<Record<string, string>>, demand = '') =>
      ask(`${url}/api/authz/auth-request?service=tracker${demand}`, { headers });
    assert.equal((await door({ authorization: `Bearer ${token}` })).status, 200);
    assert.equal((await door({ authorization: basicAuthorization(user.login, token) })).status, 401);
    const { json } = await introspect(url, tracker, token);
    assert.ok(!JSON.stringify(json.permissions).includes(late));
  });

  test('at the authority does what its user may, and makes, ends and reads no credential', async () => {
    const user = await person();
    const { token, connectionId } = await connectTo(user, [authorityId]);
    const own = await issueToken(url, user.cookie, [authorityId]);
    const by = (path: string, method = 'GET', body?: object) =>
      ask(`${users}/${path}`, { token, method, ...(body && { body }) });
    assert.equal((await by('me')).status, 200);
    for (const [path, method, body] of [
      ['me/permanenttokens', 'POST', { name: 'mine', scope: [{ id: authorityId }] }],
      ['me/permanenttokens', 'GET'],
      [`me/permanenttokens/${own.id}`, 'DELETE'],
      ['me/applicationPasswords', 'POST', { name: 'mine' }],
      ['me/refreshtokens', 'GET'],
      [`me/refreshtokens/${connectionId}`, 'DELETE'],
      ['me/approvedscopes', 'GET'],
      ['me/sessions', 'GET'],
      ['me/revokeEverything', 'POST'],
    ] as const) {
      const answer = await by(path, method, body);
      assertError(answer, 403);
      assert.match(answer.json.error_description, /access token|Sign in to/, `${method} ${path}`);
    }
  });
});

test('connections end with the service that acts', async () => {
  const client = await registerService(url, cookie, fresh('client'));
  const user = await person();
  const { token } = await connect(authority, {
    userId: user.id,
    clientId: client.id,
    audience: [authorityId as ServiceId],
  });
  assert.equal((await ask(`${users}/me`, { token })).status, 200);
  const gone = await ask(`${url}/api/rest/services/${client.id}`, { method: 'DELETE', cookie });
  assert.equal(gone.status, 200, gone.text);
  assertError(await ask(`${users}/me`, { token }), 401);
  assert.equal((await ask(`${users}/me/refreshtokens`, { cookie: user.cookie })).json.total, 0);
  assert.equal((await ask(`${users}/me/approvedscopes`, { cookie: user.cookie })).json.total, 0);
});
