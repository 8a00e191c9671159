import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UserId } from '@countersign/core';
import {
  type Answer,
  ask,
  introspect,
  issueToken,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { addFactor, addSomebody, fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { makeApplicationPassword } from '../harness/people.ts';

const house = await openHouse();
const { url, cookie } = house;

interface Asking {
  readonly id: string;
  readonly secret: string;
}

const wiki = await registerService(url, cookie, 'wiki');
const tracker = await registerService(url, cookie, 'tracker');
const declare = async (service: Asking, key: string) => {
  const path = `${url}/api/rest/services/${service.id}/permissions`;
  assert.equal(
    (await ask(path, { method: 'POST', cookie, body: { key, name: `Name of ${key}` } })).status,
    200,
  );
};
await declare(wiki, 'wiki.read');
await declare(wiki, 'wiki.write');
await declare(tracker, 'tracker.read');

const basicOf = ({ id, secret }: Asking) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const send = (body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  ask(`${url}/api/rest/oauth2/introspect/uses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const tell = (body: unknown, service: Asking = wiki) => send(body, { authorization: basicOf(service) });
async function taken(body: unknown, service: Asking = wiki): Promise<number> {
  const answer = await tell(body, service);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(Object.keys(answer.json), ['taken']);
  return answer.json.taken;
}

const now = () => Math.floor(Date.now() / 1_000);
const aUse = (jti: string, more: object = {}) => ({ jti, count: 1, last: now(), ...more });
const evidenceOf = async (id: string, as = cookie) =>
  (await ask(`${url}/api/rest/users/me/permanenttokens/${id}`, { cookie: as })).json;

describe('what a verifier tells of checks from its memory', () => {
  test('is seen by the owner of the token, with when, from where and with what the last time', async () => {
    const { id, token } = await issueToken(url, cookie, [wiki.id]);
    const { jti } = (await introspect(url, wiki, token)).json;
    const last = now() - 5.125;
    const more = { count: 41, last: now() + 1, address: '::ffff:192.0.2.7', user_agent: 'Knocker/3' };
    assert.equal(await taken({ uses: [aUse(jti, more), aUse(jti, { count: 1, last, address: null })] }), 2);
    const seen = await evidenceOf(id);
    assert.equal(seen.usageCount, 43);
    assert.equal(seen.recentUse.count, 43);
    assert.deepEqual([seen.lastAccessAddress, seen.lastAccessUserAgent], ['192.0.2.7', 'Knocker/3']);
    assert.ok(seen.lastAccessTime <= Date.now(), 'a time that is yet to come is now');
    const other = await issueToken(url, cookie, [wiki.id]);
    assert.equal(await taken({ uses: [aUse(other.id, { last })] }), 1);
    assert.equal((await evidenceOf(other.id)).lastAccessTime, last * 1_000);
  });

  test('is written with the next batch, and not before', async () => {
    const { id } = await issueToken(url, cookie, [wiki.id]);
    assert.equal(await taken({ uses: [aUse(id)] }), 1);
    const known = async () => (await house.authority.store.uses.find([id as never])).size;
    assert.equal(await known(), 0);
    await house.authority.uses.flush();
    assert.equal(await known(), 1);
  });

  test('of an application password counts there', async () => {
    const somebody = await addSomebody(house, fresh('mail'), []);
    await addFactor(house, somebody.id as UserId);
    const { id } = await makeApplicationPassword({ url, cookie: somebody.cookie }, 'mail', wiki.id);
    assert.equal(await taken({ uses: [aUse(id, { count: 7 })] }), 1);
    assert.equal(await taken({ uses: [aUse(id, { count: 7 })] }, tracker), 0);
    const path = `${url}/api/rest/users/me/applicationPasswords/${id}`;
    const { json } = await ask(path, { cookie: somebody.cookie });
    assert.ok(json.lastAccessTime > 0, JSON.stringify(json));
  });

  test('is not believed of what is another service’s, has ended or never was: the same answer for each', async () => {
    const mine = await issueToken(url, cookie, [wiki.id]);
    const foreign = await issueToken(url, cookie, [tracker.id]);
    const revoked = await issueToken(url, cookie, [wiki.id]);
    const path = `${url}/api/rest/users/me/permanenttokens/${revoked.id}`;
    assert.equal((await ask(path, { method: 'DELETE', cookie })).status, 200);
    const absent = '00000000-0000-4000-8000-00000000abcd';
    const strange = [
      foreign.id,
      revoked.id,
      absent,
      house.administratorId,
      wiki.id,
      '0',
      'no id',
      "' or 1=1",
    ];
    const answers = new Set<string>();
    for (const id of strange) {
      const { status, text } = await tell({
        uses: [aUse(id)],
        permissions: [aUse(id, { permission: 'wiki.read' })],
      });
      answers.add(`${status} ${text}`);
    }
    assert.deepEqual([...answers], ['200 {"taken":0}']);
    assert.equal(await taken({ uses: [...strange, mine.id].map((id) => aUse(id)) }), 1);
    assert.equal((await evidenceOf(foreign.id)).usageCount, 0);
    assert.equal((await evidenceOf(mine.id)).usageCount, 1);
  });

  test('is not believed of somebody who is banned', async () => {
    const somebody = await addSomebody(house, fresh('banned'), []);
    const { id } = await issueToken(url, somebody.cookie, [wiki.id]);
    assert.equal(await taken({ uses: [aUse(id)] }), 1);
    const path = `${url}/api/rest/users/${somebody.id}`;
    assert.equal((await ask(path, { method: 'POST', cookie, body: { banned: true } })).status, 200);
    assert.equal(await taken({ uses: [aUse(id)] }), 0);
  });

  test('is not taken of more than a day ago', async () => {
    const { id } = await issueToken(url, cookie, [wiki.id]);
    const day = 86_400;
    const last = [now() - day - 1, 0].map((last) => aUse(id, { last }));
    assert.equal(await taken({ uses: [...last, aUse(id, { last: now() - day + 60 })] }), 1);
  });
});

describe('permissions that were exercised', () => {
  /** A token of the administrator that may read pages and no more. */
  const issueReader = async () => {
    const { json } = await ask(`${url}/api/rest/users/me/permanenttokens`, {
      method: 'POST',
      cookie,
      body: { name: 'reader', scope: [{ id: wiki.id }], permissions: [{ key: 'wiki.read' }] },
    });
    return { id: json.id as string, token: rememberSecret(json.token) };
  };
  const permissionsOf = async (id: string) =>
    (await evidenceOf(id)).permissionsUsed.map(
      ({ permission, service, count }: never) =>
        `${(service as { key: string }).key} ${(permission as { key: string }).key} ${count}`,
    );

  test('are told by verifiers: of what the service declares and the token may, and counted beside the uses', async () => {
    const { id } = await issueReader();
    const told = (permission: string, more: object = {}) => aUse(id, { permission, ...more });
    const all = ['wiki.read', 'wiki.write', 'tracker.read', 'hub.read-user', 'no.such', 'x'];
    assert.equal(await taken({ permissions: all.map((key) => told(key, { count: 5 })) }), 1);
    assert.equal(await taken({ permissions: [told('tracker.read')] }, tracker), 0);
    assert.deepEqual(await permissionsOf(id), ['wiki wiki.read 5']);
    assert.equal((await evidenceOf(id)).usageCount, 0);
  });

  test('are counted at doors that demand one and open, and at no other', async () => {
    const { id, token } = await issueReader();
    const knock = async (more: string) =>
      (await ask(`${url}/api/authz/auth-request?service=wiki${more}`, { token })).status;
    assert.equal(await knock(''), 200);
    assert.equal(await knock('&permission=wiki.write'), 403);
    assert.deepEqual(await permissionsOf(id), []);
    for (let time = 0; time < 3; time++) assert.equal(await knock('&permission=wiki.read'), 200);
    assert.deepEqual(await permissionsOf(id), ['wiki wiki.read 3']);
    const { permissionsUsed, usageCount } = await evidenceOf(id);
    assert.equal(usageCount, 4);
    const [{ permission, lastTime }] = permissionsUsed;
    assert.equal(permission.name, 'Name of wiki.read');
    assert.ok(Math.abs(lastTime - Date.now()) < 60_000);
    const path = `${url}/api/rest/users/me/permanenttokens/${id}?fields=permissionsUsed(count)`;
    assert.deepEqual((await ask(path, { cookie })).json.permissionsUsed, [{ count: 3 }]);
  });
});

describe('a report is refused', () => {
  const malformed: readonly [unknown, string][] = [
    ['', 'the body must be JSON'],
    ['{', 'the body must be JSON'],
    ['null', 'body must be a JSON object'],
    [[], 'body must be a JSON object'],
    [{ uses: null }, 'uses must not be null'],
    [{ uses: {} }, 'uses must be a list'],
    [{ uses: [null] }, 'uses.0 must not be null'],
    [{ uses: [{}] }, 'uses.0.jti is required'],
    [{ uses: [aUse('x', { jti: null })] }, 'uses.0.jti must not be null'],
    [{ uses: [aUse('x', { jti: 7 })] }, 'uses.0.jti must be a string'],
    [{ uses: [aUse('x', { count: null })] }, 'uses.0.count must not be null'],
    [{ uses: [aUse('x'), aUse('x', { count: 0 })] }, 'uses.1.count must be at least 1'],
    [{ uses: [aUse('x', { count: -1 })] }, 'uses.0.count must be at least 1'],
    [{ uses: [aUse('x', { count: 1.5 })] }, 'uses.0.count must be a whole number'],
    [{ uses: [aUse('x', { count: '1' })] }, 'uses.0.count must be a number'],
    [{ uses: [aUse('x', { count: 1e9 + 1 })] }, 'uses.0.count must be at most 1000000000'],
    [`{"uses":[{"jti":"x","count":1e400,"last":1}]}`, 'uses.0.count must be a number'],
    [{ uses: [aUse('x', { last: undefined })] }, 'uses.0.last is required'],
    [{ uses: [aUse('x', { last: -1 })] }, 'uses.0.last must be a time in seconds since 1970'],
    [{ uses: [aUse('x', { last: Date.now() * 1_000 })] }, 'uses.0.last must be a time in seconds since 1970'],
    [{ uses: [aUse('x', { address: 'example.com' })] }, 'uses.0.address must be an IP address'],
    [{ uses: [aUse('x', { address: '1.2.3.4, 5.6.7.8' })] }, 'uses.0.address must be an IP address'],
    [
      { uses: [aUse('x', { user_agent: 'a\u0000b' })] },
      'uses.0.user_agent must not contain control characters or line breaks',
    ],
    [{ permissions: [aUse('x')] }, 'permissions.0.permission is required'],
    [{ permissions: [aUse('x', { permission: '' })] }, 'permissions.0.permission must not be empty'],
    [{ uses: Array.from({ length: 501 }, () => aUse('x')) }, 'uses must have at most 500 entries'],
  ];
  for (const [body, text] of malformed) {
    test(`where ${text}: ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const { status, json } = await tell(body);
      assert.deepEqual([status, json], [400, { error: 'invalid_request', error_description: text }]);
    });
  }

  test('with ten thousand entries and one, before it is read', async () => {
    const { status, json } = await tell({ uses: Array.from({ length: 10_001 }, () => aUse('x')) });
    assert.deepEqual([status, json.error_description], [413, 'the body is too long']);
  });

  test('without the id and secret of a service, and nothing is noted', async () => {
    const { id, token } = await issueToken(url, cookie, [wiki.id, '0-0-0-0-0']);
    const body = { uses: [aUse(id)] };
    const wrong = [
      {},
      { authorization: basicOf({ ...wiki, secret: 'wrong' }) },
      { authorization: basicOf({ id: id, secret: token }) },
      { authorization: `Bearer ${token}` },
      { cookie },
    ];
    for (const headers of wrong) {
      const { status, json } = await send(body, headers as Record<string, string>);
      assert.deepEqual([status, json.error], [401, 'invalid_client']);
    }
    const inBody = { ...body, client_id: wiki.id, client_secret: wiki.secret };
    assert.equal((await send(inBody, {})).status, 401);
    assert.equal((await evidenceOf(id)).usageCount, 0);
  });

  test('in another form, by another method', async () => {
    const authorization = basicOf(wiki);
    const types = ['application/x-www-form-urlencoded', 'text/plain', 'application/json-seq'];
    for (const type of types)
      assert.equal((await send({}, { authorization, 'content-type': type })).status, 415, type);
    const zipped = { authorization, 'content-encoding': 'gzip' };
    assert.equal((await send({}, zipped)).status, 415);
    const path = `${url}/api/rest/oauth2/introspect/uses`;
    const got = await ask(path, { headers: { authorization } });
    assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST']);
  });

  test('while half of memory waits to be written, which is kept for what is checked here', async () => {
    const { uses } = house.authority;
    const { id } = await issueToken(url, cookie, [wiki.id]);
    for (let entry = 0; entry < 50_001; entry++)
      uses.note({
        credentialId: `flood ${entry}` as never,
        serviceId: wiki.id as never,
        at: house.authority.clock.now(),
        address: undefined,
        userAgent: undefined,
      });
    const full = await tell({ uses: [aUse(id)] });
    assert.deepEqual([full.status, full.headers.get('retry-after')], [503, '5'], full.text);
    await uses.flush();
    assert.equal(await taken({ uses: [aUse(id)] }), 1);
    assert.equal(uses.dropped, 0);
  });
});
