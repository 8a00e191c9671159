import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, mock, test } from 'node:test';
import type { User, UserId } from '@countersign/core';
import { refresh, registerClient } from '../../../../test/harness/oauth-client.ts';
import { askForDeviceCode, poll, startDevice, typeCode } from '../../../../test/harness/oauth-device.ts';
import {
  type Answer,
  administrator,
  ask,
  introspect,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { addGroup, addSomebody, addUser, fresh, signedIn } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { setBanned } from '../harness/people.ts';
import { readState } from '../harness/rows.ts';

// The authority runs in this process and has its clock with it: time passes when a test says so.
const house = await openHouse();
const { url, cookie, authority } = house;
const door = await registerService(url, cookie, 'door');
const deviceFlow = { deviceFlowEnabled: true, authCodeFlowEnabled: false, redirectUris: [] };
const television = await registerClient(house, 'television', { trusted: false, ...deviceFlow });
const server = await registerClient(house, 'server', deviceFlow);
mock.timers.enable({ apis: ['Date'], now: Date.now() });
const pass = (seconds: number) => mock.timers.setTime(Date.now() + seconds * 1_000);
// What an administrator does takes a sign-in of the last ten minutes.
const ada = { id: house.administratorId, login: administrator.login } as User;
const administration = async () => ({ url, cookie: (await signedIn(house, ada)).cookie });
const somebody = () => addSomebody(house, fresh('user'));
const errorOf = (answer: Answer) => [answer.status, answer.json.error];
const connectionsOf = async (id: string) =>
  (await authority.store.tables.connections.listStanding({ user: id as UserId }, authority.clock.now()))
    .length;

describe('a device', () => {
  test('is told two codes, where to type the one, and how often to ask with the other', async () => {
    const { status, json, headers } = await askForDeviceCode(television);
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(json.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    // 43 letters of 64 are 258 bits.
    assert.match(json.device_code, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(json.verification_uri, `${url}/device`);
    assert.equal(json.verification_uri_complete, `${url}/device?user_code=${json.user_code}`);
    assert.deepEqual([json.expires_in, json.interval], [600, 5]);
  });

  test('asks by a form and by POST alone', async () => {
    const address = `${url}/api/rest/oauth2/device/auth`;
    const query = `client_id=${television.id}&scope=Hub`;
    for (const method of ['GET', 'PUT', 'DELETE'])
      assert.equal((await ask(`${address}?${query}`, { method })).status, 405, method);
    const refused = [
      await ask(`${address}?${query}`, { method: 'POST' }),
      await ask(address, { method: 'POST', body: { client_id: television.id, scope: 'Hub' } }),
      await askForDeviceCode({ ...television, id: 'nobody' }),
    ];
    for (const answer of refused) {
      assert.ok([400, 401].includes(answer.status), answer.text);
      assert.ok(['invalid_request', 'invalid_client'].includes(answer.json.error), answer.text);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    }
  });

  for (const [what, client] of [
    ['public', television],
    ['confidential', server],
  ] as const)
    test(`of a ${what} client gets what its user allows, as by a code of a browser`, async () => {
      const user = await somebody();
      const device = await startDevice(client, {
        scope: 'openid profile Hub door',
        access_type: 'offline',
      });
      assert.deepEqual(errorOf(await poll(client, device)), [400, 'authorization_pending']);
      const asked = await typeCode(house, user.cookie, device.shown);
      assert.equal(asked.status, 200, asked.text);
      assert.match(asked.text, new RegExp(`Let <bdi>${client === server ? 'server' : 'television'}</bdi>`));
      assert.match(asked.text, new RegExp(device.shown));
      assert.match(asked.text, /A device at <strong>127\.0\.0\.1<\/strong> asked for this at <time/);
      pass(5);
      assert.deepEqual(errorOf(await poll(client, device)), [400, 'authorization_pending']);
      assert.equal((await typeCode(house, user.cookie, device.shown, 'allow')).status, 200);
      pass(5);
      const { status, json, text } = await poll(client, device);
      assert.equal(status, 200, text);
      assert.equal(json.scope, 'openid profile Hub door');
      assert.match(json.access_token, /^csn_acc_/);
      const me = await ask(`${url}/api/rest/users/me`, { token: json.access_token });
      assert.equal(me.json.id, user.id);
      assert.equal((await introspect(url, door, json.access_token)).json.client_id, client.id);
      const claims = JSON.parse(Buffer.from(json.id_token.split('.')[1], 'base64url').toString());
      assert.deepEqual([claims.sub, claims.aud], [user.id, client.id]);
      assert.equal(await connectionsOf(user.id), 1);
      assert.equal((await refresh(client, json.refresh_token)).status, 200);
    });

  test('that asks too often is told to slow down, each time for longer', async () => {
    const device = await startDevice(television);
    const said = async (seconds: number) => {
      pass(seconds);
      return (await poll(television, device)).json.error;
    };
    assert.equal(await said(0), 'authorization_pending');
    assert.equal(await said(3), 'slow_down');
    // From now on it is ten seconds, and fifteen after that.
    assert.equal(await said(6), 'slow_down');
    assert.equal(await said(10), 'slow_down');
    assert.equal(await said(20), 'authorization_pending');
    assert.equal(await said(20), 'authorization_pending');
  });

  test('that its user denies is told so, once', async () => {
    const user = await somebody();
    const device = await startDevice(television);
    assert.match((await typeCode(house, user.cookie, device.shown, 'deny')).text, /The device was denied/);
    assert.deepEqual(errorOf(await poll(television, device)), [400, 'access_denied']);
    pass(5);
    assert.deepEqual(errorOf(await poll(television, device)), [400, 'invalid_grant']);
    assert.equal((await typeCode(house, user.cookie, device.shown, 'allow')).status, 404);
    assert.equal(await connectionsOf(user.id), 0);
  });

  test('waits for ten minutes, and its code is no code after them', async () => {
    const user = await somebody();
    const [early, late, allowed] = [
      await startDevice(television),
      await startDevice(television),
      await startDevice(television),
    ];
    pass(590);
    assert.equal((await typeCode(house, user.cookie, early.shown)).status, 200);
    assert.equal((await typeCode(house, user.cookie, allowed.shown, 'allow')).status, 200);
    pass(11);
    assert.equal((await typeCode(house, user.cookie, late.shown)).status, 404);
    assert.equal((await typeCode(house, user.cookie, late.shown, 'allow')).status, 404);
    assert.deepEqual(errorOf(await poll(television, late)), [400, 'expired_token']);
    assert.deepEqual(errorOf(await poll(television, allowed)), [400, 'expired_token']);
    assert.equal(await connectionsOf(user.id), 0);
  });

  test('gets its tokens once; whoever comes with the same code later ends them', async () => {
    const user = await somebody();
    const device = await startDevice(television);
    await typeCode(house, user.cookie, device.shown, 'allow');
    const racers = await Promise.all(Array.from({ length: 8 }, () => poll(television, device)));
    const won = racers.filter(({ status }) => status === 200);
    assert.equal(won.length, 1);
    for (const lost of racers.filter(({ status }) => status !== 200))
      assert.ok(['slow_down', 'invalid_grant'].includes(lost.json.error), lost.text);
    const token = won[0]?.json.access_token;
    assert.equal((await ask(`${url}/api/rest/users/me`, { token })).status, 200);
    assert.equal(await connectionsOf(user.id), 1);
    pass(100);
    assert.deepEqual(errorOf(await poll(television, device)), [400, 'invalid_grant']);
    assert.equal((await ask(`${url}/api/rest/users/me`, { token })).status, 401);
    assert.equal(await connectionsOf(user.id), 0);
  });

  test('is nobody else’s: another client gets nothing for its code, and takes nothing from it', async () => {
    const user = await somebody();
    const device = await startDevice(television);
    await typeCode(house, user.cookie, device.shown, 'allow');
    assert.deepEqual(errorOf(await poll(server, device)), [400, 'invalid_grant']);
    pass(5);
    assert.equal((await poll(television, device)).status, 200);
  });

  test('gets nothing for a user who was banned, or took their consent back, before it asked', async () => {
    const banned = await somebody();
    const sorry = await somebody();
    const devices = [await startDevice(television), await startDevice(television)] as const;
    await typeCode(house, banned.cookie, devices[0].shown, 'allow');
    await typeCode(house, sorry.cookie, devices[1].shown, 'allow');
    await setBanned(await administration(), banned.id, true);
    const mine = `${url}/api/rest/users/me/approvedscopes`;
    const { approvedscopes } = (await ask(mine, { cookie: sorry.cookie })).json;
    await ask(`${mine}/${approvedscopes[0].id}`, { method: 'DELETE', cookie: sorry.cookie });
    for (const device of devices)
      assert.deepEqual(errorOf(await poll(television, device)), [400, 'invalid_grant']);
    await setBanned(await administration(), banned.id, false);
    pass(5);
    assert.deepEqual(errorOf(await poll(television, devices[0])), [400, 'invalid_grant']);
    for (const { id } of [banned, sorry]) assert.equal(await connectionsOf(id), 0);
  });

  test('gets nothing that its user ended with everything else, or whose application was deleted', async () => {
    const user = await somebody();
    const gone = await registerClient(await administration(), fresh('gone'), deviceFlow);
    const devices = [await startDevice(television), await startDevice(gone)] as const;
    for (const { shown } of devices) await typeCode(house, user.cookie, shown, 'allow');
    const all = `${url}/api/rest/users/me/revokeEverything`;
    const ended = await ask(all, { method: 'POST', cookie: user.cookie, body: {} });
    assert.equal(ended.status, 200, ended.text);
    assert.deepEqual(errorOf(await poll(television, devices[0])), [400, 'invalid_grant']);
    const { cookie: as } = await administration();
    await ask(`${url}/api/rest/services/${gone.id}`, { method: 'DELETE', cookie: as });
    assert.deepEqual(errorOf(await poll(gone, devices[1])), [401, 'invalid_client']);
    assert.equal(await connectionsOf(user.id), 0);
  });

  test('is offered to services that have the flow, and to nobody else', async () => {
    const plain = await registerClient(await administration(), fresh('plain'));
    assert.equal((await askForDeviceCode(plain)).status, 400);
    const stopped = await registerClient(await administration(), fresh('stopped'), deviceFlow);
    const device = await startDevice(stopped);
    await ask(`${url}/api/rest/services/${stopped.id}`, {
      method: 'POST',
      cookie: (await administration()).cookie,
      body: { deviceFlowEnabled: false, refreshTokensEnabled: false },
    });
    assert.equal((await typeCode(house, (await somebody()).cookie, device.shown)).status, 404);
    assert.equal((await poll(stopped, device)).status, 400);
    const nameless = await askForDeviceCode({ ...server, secret: undefined });
    assert.deepEqual(errorOf(nameless), [401, 'invalid_client']);
  });

  test('asks each time, whatever was agreed to before', async () => {
    const trusting = await registerClient(await administration(), fresh('trusting'), {
      ...deviceFlow,
      consentRequired: false,
    });
    const user = await somebody();
    for (const client of [trusting, television, television]) {
      const device = await startDevice(client);
      assert.match((await typeCode(house, user.cookie, device.shown)).text, /value="allow"/);
      assert.deepEqual(errorOf(await poll(client, device)), [400, 'authorization_pending']);
      await typeCode(house, user.cookie, device.shown, 'allow');
      pass(5);
      assert.equal((await poll(client, device)).status, 200);
    }
  });

  test('is not let in by a session that is cut down for want of a second factor', async () => {
    const user = await somebody();
    const admin = await administration();
    const group = await addGroup(house, fresh('guarded'), { members: [user.id] });
    const body = { requiredTwoFactorAuthentication: true };
    await ask(`${url}/api/rest/usergroups/${group}`, { method: 'POST', cookie: admin.cookie, body });
    const device = await startDevice(television);
    const page = await typeCode(house, user.cookie, device.shown);
    assert.match(page.text, /set it up<\/a> before you let an application act as you/);
    assert.doesNotMatch(page.text, /value="allow"/);
    assert.equal((await typeCode(house, user.cookie, device.shown, 'allow')).status, 403);
    assert.deepEqual(errorOf(await poll(television, device)), [400, 'authorization_pending']);
    assert.equal((await typeCode(house, user.cookie, device.shown, 'deny')).status, 200);
  });

  test('asks for services that are there', async () => {
    assert.deepEqual(errorOf(await askForDeviceCode(television, { scope: 'nowhere' })), [
      400,
      'invalid_scope',
    ]);
    assert.deepEqual(errorOf(await askForDeviceCode(television, { scope: '' })), [400, 'invalid_scope']);
  });
});

describe('the code of a device', () => {
  test('is taken as people type it: in small letters, with spaces, without the line', async () => {
    const user = await somebody();
    const { shown } = await startDevice(television);
    for (const typed of [shown.toLowerCase(), shown.replace('-', ' '), ` ${shown.replace('-', '')} `])
      assert.equal((await typeCode(house, user.cookie, typed)).status, 200, typed);
  });

  test('that comes along in an address is filled in, and nothing is allowed by following it', async () => {
    const user = await somebody();
    const device = await startDevice(television);
    const page = await ask(`${url}/device?user_code=${device.shown}`, { cookie: user.cookie });
    assert.match(page.text, new RegExp(`name="user_code"[^>]*value="${device.shown}"`));
    assert.match(page.text, /Compare this code/);
    assert.doesNotMatch(page.text, /television/);
    assert.deepEqual(errorOf(await poll(television, device)), [400, 'authorization_pending']);
    const other = await ask(`${url}/device?user_code=%22%3E%3Cscript%3E`, { cookie: user.cookie });
    assert.match(other.text, /name="user_code"[^>]*value=""/);
  });

  test('is looked for when somebody is signed in, and not before', async () => {
    const device = await startDevice(television);
    const answer = await typeCode(house, undefined, device.shown, 'allow');
    assert.equal(answer.status, 303);
    const to = new URL(answer.headers.get('location') ?? '', url);
    assert.equal(to.pathname, '/sign-in');
    assert.equal(to.searchParams.get('return'), `/device?user_code=${device.shown}`);
    const unknown = await typeCode(house, undefined, 'BBBB-BBBB');
    assert.equal(unknown.status, 303);
    assert.deepEqual(errorOf(await poll(television, device)), [400, 'authorization_pending']);
  });

  test('is answered by a form of ours alone', async () => {
    const user = await somebody();
    const device = await startDevice(television);
    const answer = await ask(`${url}/device`, {
      method: 'POST',
      headers: {
        cookie: user.cookie,
        'sec-fetch-site': 'cross-site',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ user_code: device.shown, answer: 'allow' }).toString(),
    });
    assert.equal(answer.status, 403);
    assert.deepEqual(errorOf(await poll(television, device)), [400, 'authorization_pending']);
  });

  test('is answered once: of many who answer at the same time one does, and nobody after them', async () => {
    for (let round = 0; round < 5; round++) {
      const users = await Promise.all(Array.from({ length: 6 }, somebody));
      const device = await startDevice(television);
      const answers = await Promise.all(
        users.map((user, index) =>
          typeCode(house, user.cookie, device.shown, index % 3 === 0 ? 'deny' : 'allow'),
        ),
      );
      const winners = users.filter((_, index) => answers[index]?.status === 200);
      assert.equal(winners.length, 1, `${answers.map(({ status }) => status)}`);
      const winner = winners[0];
      assert.ok(winner);
      const late = await typeCode(house, (await somebody()).cookie, device.shown, 'allow');
      assert.equal(late.status, 404);
      const answer = await poll(television, device);
      if (users.indexOf(winner) % 3 === 0) assert.equal(answer.json.error, 'access_denied');
      else {
        const me = await ask(`${url}/api/rest/users/me`, { token: answer.json.access_token });
        assert.equal(me.json.id, winner.id);
      }
      for (const user of users)
        assert.equal(await connectionsOf(user.id), user === winner && answer.status === 200 ? 1 : 0);
    }
  });

  test('is guessed at twenty-five times a day by an account, and then a right one is not looked at either', async () => {
    const guesser = await addUser(house, fresh('guesser'));
    // A session lives for an hour.
    const type = async (code: string) => typeCode(house, (await signedIn(house, guesser)).cookie, code);
    let guesses = 0;
    while ((await type('BBBB-BBBB')).status === 404 && guesses < 40) {
      guesses += 1;
      pass(900);
    }
    assert.equal(guesses, 25);
    const device = await startDevice(television);
    const right = await type(device.shown);
    assert.equal(right.status, 429);
    assert.match(right.text, /Too many attempts/);
    assert.ok(Number(right.headers.get('retry-after')) > 3_600);
    assert.equal((await typeCode(house, (await somebody()).cookie, device.shown)).status, 200);
  });

  test('stands nowhere in the database, and neither does the one that the device keeps', async () => {
    const pasted = 'something that was pasted';
    const device = await startDevice(television, { nonce: pasted, login_hint: pasted, access_type: pasted });
    const allowed = await startDevice(television);
    await typeCode(house, (await somebody()).cookie, allowed.shown, 'allow');
    const file = join(authority.settings.data.directory, 'countersign.db');
    const rows = JSON.stringify(readState(file));
    assert.match(rows, /DeviceCode/);
    for (const { shown, kept } of [device, allowed])
      for (const text of [shown, shown.replace('-', ''), kept, pasted]) assert.ok(!rows.includes(text), text);
  });
});
