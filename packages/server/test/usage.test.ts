import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  administrator,
  ask,
  introspect,
  issueToken,
  registerService,
  signIn,
} from '../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../test/harness/run-folder.ts';
import { openAuthority, openProcess } from './harness/open-authority.ts';
import { unknownToken } from './harness/unknown-token.ts';

// Flushed once an hour: whatever these tests see was asked for, or written at the end.
const env = { COUNTERSIGN_USAGE__FLUSH_SECONDS: '3600' };
const house = await openAuthority({ env });
const { url, cookie } = house;
const door = await registerService(url, cookie, 'door', 'The door');
const other = await registerService(url, cookie, 'other');
const scope = ['0-0-0-0-0', door.id];

const open = (token: string, key = 'door') =>
  ask(`${url}/api/authz/auth-request?service=${key}`, { token, headers: { 'user-agent': 'Knocker/2.0' } });
const evidenceOf = async (id: string, at = url, as = cookie) =>
  (await ask(`${at}/api/rest/users/me/permanenttokens/${id}`, { cookie: as })).json;

describe('the permissions that a token was used with over REST', () => {
  const used = async (id: string) =>
    new Map<string, number>(
      (await evidenceOf(id)).permissionsUsed.map(
        ({
          permission,
          service,
          count,
        }: {
          permission: { key: string };
          service: { key: string };
          count: number;
        }) => [`${service.key} ${permission.key}`, count],
      ),
    );
  const readUsersKey = 'jetbrains.jetpass.user-read-basic';
  const readUsers = `Countersign ${readUsersKey}`;

  test('are those that were asked for and found, each once for a request', async () => {
    const { id, token } = await issueToken(url, cookie, scope);
    assert.equal((await ask(`${url}/api/rest/users/me`, { token })).status, 200);
    assert.equal((await used(id)).get(readUsers), undefined);
    for (let count = 0; count < 2; count++)
      assert.equal((await ask(`${url}/api/rest/users?$top=5`, { token })).status, 200);
    assert.equal((await used(id)).get(readUsers), 2);
  });

  test('are none where what was asked for is missing', async () => {
    const narrow = { name: 'narrow', scope: [{ id: '0-0-0-0-0' }], permissions: [{ key: readUsersKey }] };
    const issued = await ask(`${url}/api/rest/users/me/permanenttokens`, {
      method: 'POST',
      cookie,
      body: narrow,
    });
    const token = rememberSecret(issued.json.token);
    assert.equal((await ask(`${url}/api/rest/users?$top=5`, { token })).status, 200);
    const project = { key: 'NO', name: 'Not to be' };
    assert.equal(
      (await ask(`${url}/api/rest/projects`, { method: 'POST', token, body: project })).status,
      403,
    );
    assert.deepEqual([...(await used(issued.json.id)).keys()], [readUsers]);
  });

  test('of a session are counted nowhere: it is no credential that could be narrowed', async () => {
    const { id } = await issueToken(url, cookie, scope);
    assert.equal((await ask(`${url}/api/rest/users?$top=5`, { cookie })).status, 200);
    assert.equal((await used(id)).size, 0);
  });
});

describe('what a token was used for', () => {
  test('is seen at once, by service, with when and from where', async () => {
    const { id, token } = await issueToken(url, cookie, scope);
    assert.deepEqual((await evidenceOf(id)).usageCount, 0);
    for (let count = 0; count < 3; count++) assert.equal((await open(token)).status, 200);
    assert.equal((await ask(`${url}/api/rest/users/me`, { token })).status, 200);
    const seen = await evidenceOf(id);
    assert.equal(seen.usageCount, 4);
    assert.equal(seen.recentUse.count, 4);
    assert.equal(seen.recentUse.days, 7);
    const services = seen.recentUse.services.map(
      ({ service, count }: { service: { key: string }; count: number }) => `${service.key} ${count}`,
    );
    assert.deepEqual(services.sort(), ['Countersign 1', 'door 3']);
    assert.ok(Math.abs(seen.lastAccessTime - Date.now()) < 30_000);
  });

  test('is a use of the service that asked, which alone knows the address', async () => {
    const { id, token } = await issueToken(url, cookie, [door.id]);
    assert.equal((await introspect(url, door, token)).json.active, true);
    const seen = await evidenceOf(id);
    assert.equal(seen.usageCount, 1);
    assert.equal(seen.lastAccessAddress, null);
    assert.equal((await open(token)).status, 200);
    assert.match((await evidenceOf(id)).lastAccessAddress, /^(127\.0\.0\.1|::1)$/);
    assert.equal((await evidenceOf(id)).lastAccessUserAgent, 'Knocker/2.0');
  });

  test('does not count what was refused', async () => {
    const { id, token } = await issueToken(url, cookie, [door.id]);
    assert.equal((await open(token, 'other')).status, 401);
    assert.equal((await introspect(url, other, token)).json.active, false);
    assert.equal((await ask(`${url}/api/rest/users/me`, { token })).status, 401);
    assert.equal((await open(unknownToken())).status, 401);
    assert.equal((await evidenceOf(id)).usageCount, 0);
    assert.equal((await evidenceOf(id)).lastAccessTime, null);
  });

  test('is a thousand when it was a thousand at the same time', async () => {
    const { id, token } = await issueToken(url, cookie, [door.id]);
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 50 }, () => open(token)));
    assert.equal((await evidenceOf(id)).usageCount, 1_000);
  });
});

test('what was gathered is written when the authority is asked to end', async () => {
  const { id, token } = await issueToken(url, cookie, scope, { name: 'last' });
  for (let count = 0; count < 7; count++) await open(token);
  await house.stop();
  const again = await openProcess({ dataFolder: house.dataFolder, env });
  const fresh = await signIn(again.url, administrator.login, administrator.password);
  assert.equal((await evidenceOf(id, again.url, fresh)).usageCount, 7);
});
