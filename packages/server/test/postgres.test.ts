import assert from 'node:assert/strict';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { dumpDatabase } from '../../../test/harness/dump-database.ts';
import {
  authenticationOf,
  authorizationRequest,
  connect,
  giveBack,
  postAsWritten,
  redeem,
  refresh,
  registerClient,
  type TestClient,
  type Tokens,
} from '../../../test/harness/oauth-client.ts';
import { startPostgres } from '../../../test/harness/postgres-server.ts';
import {
  type Answer,
  administrator,
  ask,
  introspect,
  issueToken,
  postForm,
  registerService,
} from '../../../test/harness/rest-client.ts';
import { accepted, checkEverywhere, refused, verdictsOf } from './checking/doors.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createPerson, setBanned } from './harness/people.ts';
import { preparePostgresOutage } from './harness/postgres-outage.ts';
import { unknownToken } from './harness/unknown-token.ts';
import { until } from './harness/until.ts';

const postgres = await startPostgres();
const databaseUrl = await postgres.createDatabase();
const house = await openAuthority({ databaseUrl });
// Hooks run in the order of their registration: the authority has ended when its database is searched and goes.
after(async () => {
  await dumpDatabase(databaseUrl, join(house.dataFolder, 'postgres.dump')).finally(() => postgres.stop());
});
const outage = await preparePostgresOutage(databaseUrl);
process.once('exit', () => outage.thaw());
const { url, cookie } = house;
const door = await registerService(url, cookie, 'door');
const owner = await createPerson(house, 'owner');
const scope = ['0-0-0-0-0', door.id];

function revoke(id: string): Promise<Answer> {
  const path = `${url}/api/rest/users/me/permanenttokens/${id}`;
  return ask(path, { method: 'DELETE', cookie: owner.cookie });
}

describe('on PostgreSQL', () => {
  test('a token is issued, accepted in all three ways, revoked, and refused by the next check', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, token } = await issueToken(url, owner.cookie, scope);
      assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
      assert.equal((await revoke(id)).status, 200);
      assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), refused);
    }
  });

  test('a ban holds everywhere at once, and so does its end', async () => {
    const person = await createPerson(house, 'person');
    const { token } = await issueToken(url, person.cookie, scope);
    await setBanned(house, person.id, true);
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), refused);
    await setBanned(house, person.id, false);
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
  });

  test('lists, orders and clashes are those of SQLite', async () => {
    const { json } = await ask(`${url}/api/rest/users?orderBy=login:desc&fields=login`, { cookie });
    assert.deepEqual(
      json.users.map((user: { login: string }) => user.login),
      ['person', 'owner', 'ada'],
    );
    const body = { login: 'OWNER', name: 'x' };
    assert.equal((await ask(`${url}/api/rest/users`, { method: 'POST', cookie, body })).status, 409);
  });
});

describe('while PostgreSQL is gone', () => {
  let token = '';
  let tokenId = '';
  let endedToken = '';
  let client: TestClient;
  let connected: Tokens;
  before(async () => {
    client = await registerClient({ url, cookie }, 'build-server');
    connected = await connect(client, { url, cookie });
    const kept = await issueToken(url, owner.cookie, scope, { name: 'kept' });
    const ended = await issueToken(url, owner.cookie, scope, { name: 'ended' });
    [token, tokenId, endedToken] = [kept.token, kept.id, ended.token];
    await revoke(ended.id);
    // What is asked below was answered a moment ago: a memory alone would know it.
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
    await outage.crash();
  });

  function assertUnavailable(what: string, { status, headers, text }: Answer): void {
    assert.equal(status, 503, `${what}: ${status} ${text.slice(0, 200)}`);
    assert.ok(Number(headers.get('retry-after')) >= 1, `${what}: Retry-After ${headers.get('retry-after')}`);
    assert.ok(headers.has('content-security-policy'), what);
    assert.doesNotMatch(text, /ECONN|postgres|127\.0\.0\.1|at \w+ \(/i, what);
  }

  test('no check says yes and none says no: all three answer 503 and when to come again', async () => {
    for (let round = 0; round < 10; round++) {
      for (const text of [token, endedToken, unknownToken()]) {
        const checks = await checkEverywhere(url, door, text);
        for (const [what, answer] of Object.entries(checks)) assertUnavailable(what, answer);
      }
    }
  });

  test('and so do sessions, sign-in, and every change', async () => {
    const form = { login: administrator.login, password: administrator.password };
    assertUnavailable('a session', await ask(`${url}/api/rest/users/me`, { cookie }));
    assertUnavailable('sign-in', await postForm(`${url}/sign-in`, form));
    assertUnavailable('sign-out', await postForm(`${url}/sign-out`, {}, cookie));
    assertUnavailable('a revocation', await revoke(tokenId));
    assertUnavailable('the application', await ask(`${url}/`, { cookie, headers: { accept: 'text/html' } }));
    const body = { name: 'x', scope: [{ id: '0-0-0-0-0' }] };
    const path = `${url}/api/rest/users/me/permanenttokens`;
    assertUnavailable('a creation', await ask(path, { method: 'POST', cookie, body }));
    const stranger = { ...door, secret: unknownToken('clientSecret') };
    assertUnavailable('a wrong client secret', await introspect(url, stranger, token));
  });

  test('and so does every step of OAuth, and no code and no token is spent', async () => {
    const { access, refresh: token } = connected;
    assertUnavailable('a refresh', await refresh(client, token));
    const code = { code: unknownToken('authorizationCode'), verifier: 'v'.repeat(43) };
    assertUnavailable('a code', await redeem(client, code));
    assertUnavailable('who it is', await ask(`${url}/api/rest/oauth2/userinfo`, { token: access }));
    assertUnavailable('a revocation', await giveBack(client, token));
    const pushed = new URL(authorizationRequest(client).address).searchParams.toString();
    assertUnavailable(
      'a pushed request',
      await postAsWritten(client, 'par', pushed, authenticationOf(client)),
    );
    const logout = `${url}/api/rest/oauth2/logout?client_id=${client.id}`;
    for (const as of [cookie, undefined]) assertUnavailable('the way out', await ask(logout, { cookie: as }));
    const query = new URLSearchParams({ client_id: client.id, response_type: 'code', scope: 'Hub' });
    for (const as of [cookie, undefined])
      assertUnavailable('the way in', await ask(`${url}/api/rest/oauth2/auth?${query}`, { cookie: as }));
  });

  test('the process says that it lives and is not ready', async () => {
    assert.equal((await ask(`${url}/livez`)).status, 200);
    const ready = await ask(`${url}/readyz`);
    assert.equal(ready.status, 503);
    assert.ok(ready.headers.has('retry-after'));
  });

  test('and when it is back, everything is as it was acknowledged, without a new start', async () => {
    await outage.restart();
    await until(
      'readiness',
      async () => ((await ask(`${url}/readyz`)).status === 200 ? true : undefined),
      30,
    );
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted, 'a 503 revoked nothing');
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, endedToken)), refused);
    assert.equal((await revoke(tokenId)).status, 200);
    assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), refused);
    assert.equal(house.process.exitCode, null);
  });
});

test('a PostgreSQL that holds its connections and answers nothing is unavailable, too, within half a minute', async () => {
  const { token } = await issueToken(url, owner.cookie, scope, { name: 'frozen' });
  assert.deepEqual(verdictsOf(await checkEverywhere(url, door, token)), accepted);
  await outage.freeze();
  try {
    const askedAt = performance.now();
    const { bearer, introspection, door: opened } = await checkEverywhere(url, door, token);
    const seconds = (performance.now() - askedAt) / 1_000;
    for (const { status } of [bearer, introspection, opened]) assert.equal(status, 503);
    assert.ok(seconds < 30, `it took ${seconds} seconds`);
  } finally {
    outage.thaw();
  }
  const back = await until('an answer', async () => {
    const checks = await checkEverywhere(url, door, token);
    return checks.introspection.status === 200 && checks.door.status !== 503 && checks.bearer.status !== 503
      ? checks
      : undefined;
  });
  assert.deepEqual(verdictsOf(back), accepted);
});
