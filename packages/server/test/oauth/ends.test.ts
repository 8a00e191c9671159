import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  askForCode,
  connect,
  giveBack,
  redeem,
  refresh,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import {
  type Answer,
  ask,
  introspect,
  postForm,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { createPerson, type Person, setBanned } from '../harness/people.ts';

const house = await openHouse();
const { url, cookie } = house;
const door = await registerService(url, cookie, 'door');
const rest = (path: string, method: string, as: string, body?: object) =>
  ask(`${url}/api/rest/${path}`, { method, cookie: as, ...(body && { body }) });

interface Cast {
  readonly person: Person;
  readonly client: TestClient;
  /** Of the connection whose tokens are asked about. */
  readonly connectionId: string;
  readonly refresh: string;
}

/** What is left: of an access token everywhere, of its refresh token, and of a code that nobody had redeemed. */
interface Left {
  readonly access: boolean;
  readonly refresh: boolean;
  /** Absent where it is not asked for. */
  readonly code?: boolean;
}

const nothing: Left = { access: false, refresh: false, code: false };

/** What ends, and what is left after it. Whoever adds a way to end something adds it here. */
const ways: Readonly<Record<string, readonly [(cast: Cast) => Promise<unknown>, Left]>> = {
  nothing: [async () => undefined, { access: true, refresh: true, code: true }],
  'the sign-out of the user, which ends no connection': [
    ({ person }) => postForm(`${url}/sign-out`, {}, person.cookie),
    { access: true, refresh: true, code: true },
  ],
  'a change of password': [
    ({ person }) => changePassword(person, {}),
    { access: true, refresh: true, code: true },
  ],
  'a change of password that ends what is connected': [
    ({ person }) => changePassword(person, { endApplicationPasswords: 'on' }),
    { access: false, refresh: false },
  ],
  'a ban': [({ person }) => setBanned(house, person.id, true), nothing],
  'the deletion of the user': [({ person }) => rest(`users/${person.id}`, 'DELETE', cookie), nothing],
  'the end of all credentials, by their owner': [
    ({ person }) => rest('users/me/revokeEverything', 'POST', person.cookie, {}),
    { access: false, refresh: false },
  ],
  'the end of the consent': [
    async ({ person }) => {
      const { json } = await rest('users/me/approvedscopes', 'GET', person.cookie);
      return rest(`users/me/approvedscopes/${json.approvedscopes[0].id}`, 'DELETE', person.cookie);
    },
    nothing,
  ],
  // A code stands for a connection of its own, which is not the one that ended.
  'the end of the connection': [
    ({ person, connectionId }) => rest(`users/me/refreshtokens/${connectionId}`, 'DELETE', person.cookie),
    { access: false, refresh: false, code: true },
  ],
  'the end of the connection, by an administrator': [
    ({ person, connectionId }) => rest(`users/${person.id}/refreshtokens/${connectionId}`, 'DELETE', cookie),
    { access: false, refresh: false, code: true },
  ],
  'the return of the refresh token by the client': [
    ({ client, refresh: token }) => giveBack(client, token),
    { access: false, refresh: false, code: true },
  ],
  'the deletion of the client': [({ client }) => rest(`services/${client.id}`, 'DELETE', cookie), nothing],
  'the end of its part in OAuth': [
    ({ client }) =>
      rest(`services/${client.id}`, 'POST', cookie, {
        authCodeFlowEnabled: false,
        refreshTokensEnabled: false,
      }),
    { access: true, refresh: false, code: false },
  ],
};

for (const kind of ['confidential', 'public']) {
  describe(`what a ${kind} client holds is left after`, () => {
    for (const [what, [end, left]] of Object.entries(ways)) {
      test(`${what}: ${words(left)}`, async () => {
        const person = await createPerson(house, fresh('person'));
        const client = await registerClient(house, fresh('client'), { trusted: kind === 'confidential' });
        const visitor = { url, cookie: person.cookie };
        const tokens = await connect(client, visitor, `openid Hub ${door.id}`);
        const { json } = await rest('users/me/refreshtokens', 'GET', person.cookie);
        const code = await askForCode(client, visitor, 'Hub', { access_type: 'offline' });
        const answer = await end({
          person,
          client,
          connectionId: json.refreshtokens[0].id,
          refresh: tokens.refresh,
        });
        if (isAnswer(answer)) assert.ok(answer.status === 200 || answer.status === 303, answer.text);
        assert.deepEqual(await doorsOf(tokens.access), Array(4).fill(left.access), 'access token');
        const renewed = await refresh(client, tokens.refresh);
        assert.equal(renewed.status === 200, left.refresh, `refresh token: ${renewed.text}`);
        const redeemed = await redeem(client, code);
        if (left.code !== undefined)
          assert.equal(redeemed.status === 200, left.code, `code: ${redeemed.text}`);
        for (const refused of [renewed, redeemed])
          assert.ok(
            [200, 400, 401].includes(refused.status) && !refused.text.includes(person.id),
            refused.text,
          );
      });
    }
  });
}

test('a ban rests on a connection, and its tokens go on when it is lifted; a code of before does not', async () => {
  const person = await createPerson(house, fresh('person'));
  const client = await registerClient(house, fresh('client'));
  const visitor = { url, cookie: person.cookie };
  const tokens = await connect(client, visitor, `openid Hub ${door.id}`);
  const code = await askForCode(client, visitor, 'Hub');
  await setBanned(house, person.id, true);
  assert.equal((await refresh(client, tokens.refresh)).json.error, 'invalid_grant');
  assert.equal((await redeem(client, code)).json.error, 'invalid_grant');
  assert.deepEqual(await doorsOf(tokens.access), [false, false, false, false]);
  await setBanned(house, person.id, false);
  assert.deepEqual(await doorsOf(tokens.access), [true, true, true, true]);
  const renewed = await refresh(client, tokens.refresh);
  assert.equal(renewed.status, 200, renewed.text);
  assert.deepEqual(await doorsOf(renewed.json.access_token), [true, true, true, true]);
  assert.equal((await redeem(client, code)).json.error, 'invalid_grant');
});

test('a user who comes back under the same login is somebody else', async () => {
  const client = await registerClient(house, fresh('client'));
  const person = await createPerson(house, fresh('person'));
  const tokens = await connect(client, { url, cookie: person.cookie }, 'openid Hub');
  assert.equal((await rest(`users/${person.id}`, 'DELETE', cookie)).status, 200);
  const again = await rest('users', 'POST', cookie, { login: person.login, name: 'Again' });
  assert.notEqual(again.json.id, person.id);
  assert.deepEqual(await doorsOf(tokens.access), [false, false, false, false]);
  assert.equal((await refresh(client, tokens.refresh)).json.error, 'invalid_grant');
});

/** Whether an access token is taken: at the API, by introspection, at a door, and for what it says of its user. */
async function doorsOf(token: string): Promise<readonly boolean[]> {
  const api = await ask(`${url}/api/rest/users/me`, { token });
  const seen = await introspect(url, door, token);
  const opened = await ask(`${url}/api/authz/auth-request?service=door`, { token });
  const info = await ask(`${url}/api/rest/oauth2/userinfo`, { token });
  for (const { status, text } of [api, opened, info]) assert.ok(status === 200 || status === 401, text);
  return [api.status === 200, seen.json.active, opened.status === 200, info.status === 200];
}

async function changePassword({ password, cookie: as }: Person, more: object): Promise<Answer> {
  const newPassword = `canary ${fresh('another')} word under the bridge`;
  return postForm(`${url}/change-password`, { password, newPassword, ...more }, as);
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'status' in value;
}

function words(left: Left): string {
  const kept = Object.entries(left).flatMap(([name, isLeft]) => (isLeft ? [name] : []));
  return kept.length === 0 ? 'nothing' : kept.join(', ');
}
