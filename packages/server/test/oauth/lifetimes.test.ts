import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import {
  askForCode,
  connect,
  redeem,
  refresh,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import { ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { addSomebody, fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';

// The authority runs in this process and has its clock with it: time passes when a test says so.
const house = await openHouse();
const { url, cookie } = house;
const door = await registerService(url, cookie, 'door');
const hour = 3_600;
const lifetimes = {
  accessTokenLifetime: 600,
  refreshTokenIdleLifetime: hour,
  refreshTokenLifetime: 3 * hour,
};
const server = await registerClient(house, 'server', lifetimes);
const script = await registerClient(house, 'script', { trusted: false, ...lifetimes });
mock.timers.enable({ apis: ['Date'], now: Date.now() });
const pass = (seconds: number) => mock.timers.setTime(Date.now() + seconds * 1_000);

const works = async (token: string) =>
  (await ask(`${url}/api/rest/users/me`, { token })).status === 200 &&
  (await introspect(url, door, token)).json.active &&
  (await ask(`${url}/api/rest/oauth2/userinfo`, { token })).status === 200;
const somebody = async () => ({ url, cookie: (await addSomebody(house, fresh('user'))).cookie });

describe('a code', () => {
  test('lives for a minute', async () => {
    const visitor = await somebody();
    for (const [seconds, status] of [
      [58, 200],
      [61, 400],
      [3_000, 400],
    ] as const) {
      const asked = await askForCode(server, visitor, 'Hub');
      pass(seconds);
      const answer = await redeem(server, asked);
      assert.equal(answer.status, status, `${seconds}: ${answer.text}`);
      if (status === 400) assert.equal(answer.json.error, 'invalid_grant');
    }
  });
});

describe('an access token', () => {
  test('lives for as long as its answer says, and its client is set up for', async () => {
    const asked = await askForCode(server, await somebody(), 'openid Hub door');
    const { json } = await redeem(server, asked);
    assert.equal(json.expires_in, 600);
    pass(598);
    assert.ok(await works(json.access_token));
    pass(3);
    assert.equal(await works(json.access_token), false);
    assert.equal((await introspect(url, door, json.access_token)).text, '{"active":false}');
  });

  test('ends no later than its connection', async () => {
    const tokens = await connect(server, await somebody(), 'openid Hub door');
    for (let time = 0; time < 3; time += 1) {
      pass(3_500);
      assert.equal((await refresh(server, tokens.refresh)).status, 200);
    }
    const { json } = await refresh(server, tokens.refresh);
    assert.ok(await works(json.access_token));
    pass(3 * hour - 3 * 3_500 + 1);
    assert.equal(await works(json.access_token), false);
  });
});

describe('a refresh token', () => {
  for (const client of [server, script]) {
    const kind = client === server ? 'confidential' : 'public';

    test(`of a ${kind} client lives as long as it is used, and is dead when nobody does`, async () => {
      let token = (await connect(client, await somebody())).refresh;
      for (const seconds of [3_590, 3_590]) {
        pass(seconds);
        const { status, json, text } = await refresh(client, token);
        assert.equal(status, 200, text);
        token = json.refresh_token ?? token;
      }
      pass(hour + 2);
      assert.equal((await refresh(client, token)).json.error, 'invalid_grant');
    });

    test(`of a ${kind} client is dead in the end, however much it is used`, async () => {
      let token = (await connect(client, await somebody())).refresh;
      for (let seconds = 0; seconds < 3 * hour; seconds += 1_800) {
        const { status, json, text } = await refresh(client, token);
        assert.equal(status, 200, `${seconds}: ${text}`);
        token = json.refresh_token ?? token;
        pass(1_800);
      }
      pass(1);
      assert.equal((await refresh(client, token)).json.error, 'invalid_grant');
    });
  }

  test('that comes again within ten seconds is answered as the first was, and later ends its connection', async () => {
    const first = await connect(script, await somebody(), 'openid Hub door');
    const second = (await refresh(script, first.refresh)).json;
    pass(8);
    assert.equal((await refresh(script, first.refresh)).json.refresh_token, second.refresh_token);
    assert.ok(await works(second.access_token));
    pass(3);
    assert.equal((await refresh(script, first.refresh)).json.error, 'invalid_grant');
    assert.equal(await works(second.access_token), false);
    assert.equal((await refresh(script, second.refresh_token)).status, 400);
  });

  test('is given to whoever asks to go on while the user is away, and to nobody else', async () => {
    const visitor = await somebody();
    const { json } = await redeem(server, await askForCode(server, visitor, 'Hub'));
    assert.equal(json.refresh_token, undefined);
    const online = await redeem(server, await askForCode(server, visitor, 'Hub', { access_type: 'online' }));
    assert.equal(online.json.refresh_token, undefined);
  });
});
