import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import type { PermissionKey, User, UserId } from '@countersign/core';
import { connect, refresh, registerClient, type TestClient } from '../../../../test/harness/oauth-client.ts';
import { type Answer, type Ask, ask, introspect, issueToken } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { addFactor, addSomebody, fresh, signedIn } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { basicAuthorization, makeApplicationPassword } from '../harness/people.ts';
import { assertError, changesNothing } from '../harness/refused.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';

// The authority runs in this process and has its clock with it: time passes when a test says so.
const house = await openHouse();
const { url, cookie } = house;
const databaseFile = `${house.authority.settings.data.directory}/countersign.db`;
const hour = 3_600;
const ada = await house.authority.store.tables.users.find(house.administratorId);
assert.ok(ada !== undefined);
// A session would have to sign in anew each time.
const { token } = await issueToken(url, cookie, ['0-0-0-0-0']);
mock.timers.enable({ apis: ['Date'], now: Date.now() });
const pass = (seconds: number) => mock.timers.setTime(Date.now() + seconds * 1_000);

const at = (path: string, options: Ask = {}): Promise<Answer> =>
  ask(`${url}/api/rest/services/${path}`, { token, ...options });
const secretsOf = async ({ id }: TestClient) => {
  const { status, json, text } = await at(`${id}/secrets`);
  assert.equal(status, 200, text);
  assert.ok(!text.includes('csn_'), text);
  return json.secrets;
};
const hintOf = ({ secret = '' }: TestClient) => secret.slice(-4);

/** The client as it is with its new secret; the one before stays with whom it was. */
async function rotate(client: TestClient, body?: object): Promise<TestClient> {
  const made = await at(`${client.id}/secret`, { method: 'POST', ...(body && { body }) });
  assert.equal(made.status, 200, made.text);
  return { ...client, secret: rememberSecret(made.json.secret) };
}

const refreshTokens = new Map<string, string>();

async function aClient(): Promise<TestClient> {
  const administrator = { url, cookie: (await signedIn(house, ada as User)).cookie };
  const client = await registerClient(administrator, fresh('client'), {
    refreshTokenIdleLifetime: 100 * hour,
  });
  refreshTokens.set(client.id, (await connect(client, administrator)).refresh);
  return client;
}

/** Whether its secret is taken: at introspection, and at the token endpoint by Basic and in the body. */
async function works(client: TestClient): Promise<readonly boolean[]> {
  const { id, secret = '' } = client;
  const connected = refreshTokens.get(id) ?? '';
  const fields = {
    grant_type: 'refresh_token',
    refresh_token: connected,
    client_id: id,
    client_secret: secret,
  };
  const answers = [
    await introspect(url, { id, secret }, 'csn_pat_nothing'),
    await refresh(client, connected),
    await ask(`${url}/api/rest/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    }),
  ];
  return answers.map(({ status, text }) => {
    assert.ok([200, 401].includes(status), text);
    return status === 200;
  });
}

const everywhere = [true, true, true];
const nowhere = [false, false, false];

describe('a secret that was replaced', () => {
  test('is good beside its successor for the overlap, and then ends by itself', async () => {
    const before = await aClient();
    const after = await rotate(before, { overlap: hour });
    assert.deepEqual([await works(before), await works(after)], [everywhere, everywhere]);
    pass(hour - 1);
    assert.deepEqual([await works(before), await works(after)], [everywhere, everywhere]);
    pass(1);
    assert.deepEqual([await works(before), await works(after)], [nowhere, everywhere]);
    assert.equal((await secretsOf(after)).length, 1);
  });

  test('is refused at once where no overlap was asked for, and so is the one before it', async () => {
    for (const body of [undefined, {}, { overlap: 0 }]) {
      const first = await aClient();
      const second = await rotate(first, { overlap: hour });
      const third = await rotate(second, body);
      assert.deepEqual(
        [await works(first), await works(second), await works(third)],
        [nowhere, nowhere, everywhere],
      );
    }
  });

  test('ends with the second one after it: two are good at a time', async () => {
    const first = await aClient();
    const second = await rotate(first, { overlap: hour });
    const third = await rotate(second, { overlap: hour });
    assert.deepEqual(
      [await works(first), await works(second), await works(third)],
      [nowhere, everywhere, everywhere],
    );
  });

  test('is ended before its time, and refused by the very next request', async () => {
    for (let round = 0; round < 10; round++) {
      const before = await aClient();
      const after = await rotate(before, { overlap: hour });
      assert.deepEqual(await works(before), everywhere);
      const [, earlier] = await secretsOf(after);
      const ended = await at(`${after.id}/secrets/${earlier.id}`, { method: 'DELETE' });
      assert.equal(ended.status, 200, ended.text);
      assert.deepEqual([await works(before), await works(after)], [nowhere, everywhere]);
      assertError(await at(`${after.id}/secrets/${earlier.id}`, { method: 'DELETE' }), 404);
    }
  });

  test('gives its place to one alone when several replace it at once', async () => {
    const first = await aClient();
    const made = await Promise.all(Array.from({ length: 6 }, () => rotate(first, { overlap: hour })));
    const working = [];
    for (const client of [first, ...made]) if ((await works(client))[0]) working.push(client);
    assert.equal(working.length, 2);
    assert.equal((await secretsOf(first)).length, 2);
  });
});

describe('the secrets of a service', () => {
  test('are listed by their last letters, with when each was made and used, from where, and until when it is good', async () => {
    const before = await aClient();
    pass(60);
    const after = await rotate(before, { overlap: hour });
    const [inForce, earlier] = await secretsOf(after);
    assert.deepEqual([inForce.hint, earlier.hint], [hintOf(after), hintOf(before)]);
    assert.deepEqual([inForce.expires, earlier.expires], [null, Date.now() + hour * 1_000]);
    assert.equal(inForce.lastAccessTime, null);
    assert.equal(earlier.creationTime < inForce.creationTime, true);
    pass(60);
    await introspect(url, { id: after.id, secret: after.secret ?? '' }, 'csn_pat_nothing');
    const [used] = await secretsOf(after);
    assert.equal(used.lastAccessTime, Date.now());
    assert.match(used.lastAccessAddress, /^(127\.0\.0\.1|::1)$/);
    pass(60);
    await refresh(before, refreshTokens.get(before.id) ?? '');
    const [, also] = await secretsOf(after);
    assert.equal(also.lastAccessTime, Date.now());
    assert.match(also.lastAccessAddress, /^(127\.0\.0\.1|::1)$/);
  });

  test('are for those to know who read how services are used', async () => {
    const { id } = await aClient();
    const reader = await addSomebody(house, fresh('reader'), [
      [['jetbrains.jetpass.low-level-read', 'jetbrains.jetpass.service-read'] as unknown as PermissionKey[]],
    ]);
    const nobody = await addSomebody(house, fresh('nobody'));
    assert.equal(
      (await ask(`${url}/api/rest/services/${id}/secrets`, { cookie: reader.cookie })).status,
      200,
    );
    for (const path of [`${id}/secrets`, 'absent/secrets'])
      assertError(await ask(`${url}/api/rest/services/${path}`, { cookie: nobody.cookie }), 403);
    assertError(await at('absent/secrets'), 404);
  });

  test('are not ended while they are in force, nor by a name that names none', async () => {
    const { id } = await aClient();
    const [inForce] = await secretsOf({ id } as TestClient);
    assertError(await at(`${id}/secrets/${inForce.id}`, { method: 'DELETE' }), 409);
    for (const name of [id === inForce.id ? 'x' : id, 'x', '0'])
      assertError(await at(`${id}/secrets/${name}`, { method: 'DELETE' }), 404);
  });
});

describe('a rotation', () => {
  test('is refused with its field and the rule', async () => {
    const { id } = await aClient();
    for (const overlap of [-1, 0.5, 604_801, '3600', null, true, 1e300]) {
      const answer = await changesNothing({ databaseFile }, () =>
        at(`${id}/secret`, { method: 'POST', body: { overlap } }),
      );
      assertError(answer, 400, 'overlap');
    }
  });

  test('stands in the log with its overlap and without the secret, and so does an end', async () => {
    const before = await aClient();
    const number = lastAuditNumber(databaseFile);
    const after = await rotate(await rotate(before, { overlap: hour }), { overlap: 60 });
    const [, earlier] = await secretsOf(after);
    await at(`${after.id}/secrets/${earlier.id}`, { method: 'DELETE' });
    const events = readAuditEvents(databaseFile, number).map(({ text }) => JSON.parse(text));
    assert.deepEqual(
      events.map(({ kind, details }) => [kind, details]),
      [
        ['service.secret-rotated', { overlapSeconds: hour, ended: [] }],
        ['service.secret-rotated', { overlapSeconds: 60, ended: [hintOf(before)] }],
        ['service.secret-ended', { hint: earlier.hint }],
      ],
    );
    assert.ok(!JSON.stringify(events).includes('csn_'));
  });

  test('is nothing that an application password can do', async () => {
    const { id } = await aClient();
    const somebody = await addSomebody(house, fresh('somebody'), [
      [['jetbrains.jetpass.low-level' as PermissionKey]],
    ]);
    await addFactor(house, somebody.id as UserId);
    const { password } = await makeApplicationPassword({ url, cookie: somebody.cookie }, 'program');
    const authorization = basicAuthorization(somebody.login, password);
    for (const [method, path] of [
      ['GET', `${id}/secrets`],
      ['POST', `${id}/secret`],
      ['DELETE', `${id}/secrets/${id}`],
    ] as const)
      assertError(await ask(`${url}/api/rest/services/${path}`, { method, headers: { authorization } }), 403);
  });
});
