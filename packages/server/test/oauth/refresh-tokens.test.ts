import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  askForCode,
  connect,
  redeem,
  refresh,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import { ask } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson } from '../harness/people.ts';

const house = await openAuthority();
const { url } = house;
const works = async (token: string) => (await ask(`${url}/api/rest/users/me`, { token })).status === 200;
const script = await registerClient(house, 'script', { trusted: false });
const server = await registerClient(house, 'server');

describe('a refresh token of a public client', () => {
  test('is spent for the next one, and what came before keeps working until it ends', async () => {
    const first = await connect(script, house);
    const second = await refresh(script, first.refresh);
    assert.equal(second.status, 200, second.text);
    assert.notEqual(second.json.refresh_token, first.refresh);
    assert.ok((await works(first.access)) && (await works(second.json.access_token)));
  });

  test('that comes twice within seconds is answered twice the same', async () => {
    const first = await connect(script, house);
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push(await refresh(script, first.refresh));
    const [one, ...others] = answers.map(({ json }) => [json.access_token, json.refresh_token]);
    for (const other of others) assert.deepEqual(other, one);
    assert.ok(await works(answers[0]?.json.access_token));
  });

  test('that comes many times at once is answered each time the same', async () => {
    const first = await connect(script, house);
    const answers = await Promise.all(Array.from({ length: 16 }, () => refresh(script, first.refresh)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(new Set(answers.map(({ json }) => json.refresh_token)).size, 1);
    assert.equal(new Set(answers.map(({ json }) => json.access_token)).size, 1);
  });

  test('that comes again after its successor was used ends the whole family', async () => {
    const first = await connect(script, house);
    const second = (await refresh(script, first.refresh)).json;
    const third = (await refresh(script, second.refresh_token)).json;
    const again = await refresh(script, first.refresh);
    assert.deepEqual([again.status, again.json.error], [400, 'invalid_grant']);
    for (const token of [first.access, second.access_token, third.access_token])
      assert.equal(await works(token), false);
    assert.equal((await refresh(script, third.refresh_token)).status, 400);
  });

  test('is good for nobody else, and for nothing wider', async () => {
    const first = await connect(script, house);
    const other = await registerClient(house, 'other-script', { trusted: false });
    assert.equal((await refresh(other, first.refresh)).json.error, 'invalid_grant');
    for (const scope of ['Hub script', 'Hub nothing-of-that-name', 'openid Hub'])
      assert.equal((await refresh(script, first.refresh, { scope })).json.error, 'invalid_scope', scope);
    assert.equal((await refresh(script, first.refresh, { scope: 'Hub' })).json.scope, 'Hub');
  });
});

describe('a refresh token of a server', () => {
  test('stays, however often and at once it is used', async () => {
    const first = await connect(server, house);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(server, first.refresh)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(new Set(answers.map(({ json }) => json.access_token)).size, 8);
  });
});

describe('a code', () => {
  test('is redeemed once; a second time ends what came of it', async () => {
    const asked = await askForCode(server, house, 'Hub');
    const first = await redeem(server, asked);
    assert.ok(await works(first.json.access_token));
    const second = await redeem(server, asked);
    assert.deepEqual([second.status, second.json.error], [400, 'invalid_grant']);
    assert.equal(await works(first.json.access_token), false);
  });

  test('that many redeem at once has one winner at most, and ends with the race', async () => {
    const asked = await askForCode(server, house, 'Hub');
    const answers = await Promise.all(Array.from({ length: 16 }, () => redeem(server, asked)));
    const won = answers.filter(({ status }) => status === 200);
    assert.ok(won.length <= 1);
    assert.ok(answers.every(({ status }) => status === 200 || status === 400));
    for (const { json } of won) assert.equal(await works(json.access_token), false);
  });

  test('is not spent by whoever cannot authenticate', async () => {
    const asked = await askForCode(server, house, 'Hub');
    assert.equal((await redeem({ ...server, secret: 'csn_sec_wrong' }, asked)).status, 401);
    assert.equal((await redeem(server, asked)).status, 200);
  });

  test('that is under way when everything is revoked makes nothing any more', async () => {
    const person = await createPerson(house, 'under-way');
    const asked = await askForCode(server, { url, cookie: person.cookie }, 'Hub');
    const done = await ask(`${url}/api/rest/users/me/revokeEverything`, {
      method: 'POST',
      cookie: person.cookie,
      body: {},
    });
    assert.equal(done.status, 200, done.text);
    assert.equal((await redeem(server, asked)).json.error, 'invalid_grant');
  });
});
