import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authenticationOf,
  connect,
  giveBack,
  postAsWritten,
  refresh,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { type Answer, ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { readAuditEvents } from '../harness/rows.ts';
import { securityFaults } from '../harness/security-headers.ts';
import { unknownToken } from '../harness/unknown-token.ts';

const house = await openHouse();
const { url } = house;
const databaseFile = `${house.authority.settings.data.directory}/countersign.db`;
const server = await registerClient(house, 'server');
const other = await registerClient(house, 'other');
const script = await registerClient(house, 'script', { trusted: false });
const works = async (token: string) => (await ask(`${url}/api/rest/users/me`, { token })).status === 200;

/** What a client can see of an answer, without what differs from one to the next by its nature. */
const visibleOf = ({ status, headers, text }: Answer) => ({
  status,
  headers: Object.fromEntries([...headers].filter(([name]) => name !== 'date')),
  text,
});

function assertDone(answer: Answer): void {
  assert.deepEqual([answer.status, answer.text], [200, '']);
  // Some clients read JSON wherever the type says so, and stumble over an empty body; others take no type but that.
  assert.equal(answer.headers.get('content-type'), null);
  const faults = securityFaults((name) => answer.headers.get(name));
  assert.deepEqual(faults, []);
}

describe('a token that its client gives back', () => {
  const hints = [undefined, 'access_token', 'refresh_token', 'id_token', 'constructor', 'x'.repeat(100)];
  for (const client of [server, script]) {
    const kind = client === server ? 'confidential' : 'public';
    for (const which of ['access', 'refresh'] as const) {
      test(`ends with its connection, whatever the hint says: the ${which} token of a ${kind} client`, async () => {
        for (const hint of hints) {
          const tokens = await connect(client, house);
          assertDone(await giveBack(client, tokens[which], hint));
          assert.equal(await works(tokens.access), false, `${hint}`);
          assert.equal((await refresh(client, tokens.refresh)).json.error, 'invalid_grant', `${hint}`);
        }
      });
    }
  }

  test('takes no other connection of the same user and client with it', async () => {
    const [one, two] = [await connect(server, house), await connect(server, house)];
    assertDone(await giveBack(server, one.refresh));
    assert.ok(await works(two.access));
    assert.equal((await refresh(server, two.refresh)).status, 200);
  });

  test('is told in the log as given back by the client, and not as used twice', async () => {
    const tokens = await connect(server, house);
    await giveBack(server, tokens.refresh);
    const last = readAuditEvents(databaseFile).at(-1);
    assert.equal(last?.kind, 'connection.ended');
    assert.match(last?.text ?? '', /"why":"client"/);
  });

  test('is given back again in vain, and answered the same', async () => {
    for (const which of ['access', 'refresh'] as const) {
      const tokens = await connect(server, house);
      const first = await giveBack(server, tokens[which]);
      assert.deepEqual(visibleOf(await giveBack(server, tokens[which])), visibleOf(first));
    }
  });

  test('was spent before, and ends with its successor all the same', async () => {
    const first = await connect(script, house);
    const second = (await refresh(script, first.refresh)).json;
    assertDone(await giveBack(script, first.refresh));
    assert.equal(await works(second.access_token), false);
    assert.equal((await refresh(script, second.refresh_token)).status, 400);
  });

  test('is given back by many at once, and by each with the same answer', async () => {
    const tokens = await connect(server, house);
    for (const answer of await Promise.all(Array.from({ length: 8 }, () => giveBack(server, tokens.refresh))))
      assertDone(answer);
    assert.equal(await works(tokens.access), false);
  });
});

describe('a token that is not one of the client', () => {
  test('stays good where it is that of another', async () => {
    for (const client of [other, script])
      for (const which of ['access', 'refresh'] as const) {
        const tokens = await connect(server, house);
        const answer = await giveBack(client, tokens[which]);
        // Whoever proved nothing is not told whose it is.
        if (client === script) assertDone(answer);
        else assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request']);
        assert.ok(await works(tokens.access));
        assert.equal((await refresh(server, tokens.refresh)).status, 200);
      }
  });

  const texts: Readonly<Record<string, () => Promise<string> | string>> = {
    'an access token of nobody': () => unknownToken('accessToken'),
    'a refresh token of nobody': () => unknownToken('refreshToken'),
    'a code of nobody': () => unknownToken('authorizationCode'),
    'a word': () => 'x',
    'a text of 10,000 letters': () => 'x'.repeat(10_000),
    'a member of every object': () => '__proto__',
    'three words with dots': () => 'a.b.c',
    'its own secret': () => server.secret ?? '',
    'a control character': () => '\0\u0001',
  };
  for (const [what, make] of Object.entries(texts)) {
    test(`is answered like one that is: ${what}`, async () => {
      const known = await giveBack(server, (await connect(server, house)).refresh);
      const answer = await giveBack(server, await make());
      assertDone(answer);
      assert.deepEqual(visibleOf(answer), visibleOf(known));
    });
  }

  test("stays good where it is its user's own: a permanent token, a session", async () => {
    const own = await issueToken(url, house.cookie, ['0-0-0-0-0']);
    assertDone(await giveBack(server, own.token));
    assert.ok(await works(own.token));
    assertDone(await giveBack(server, house.cookie.slice(house.cookie.indexOf('=') + 1)));
    assert.equal((await ask(`${url}/api/rest/users/me`, { cookie: house.cookie })).status, 200);
  });

  test('is refused as of a kind that is not given back, where it is signed, and breaks nothing', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const text of [
      `${part({ alg: 'none' })}.${part({})}.`,
      `${part({ alg: 'RS256' })}.${part({ sub: 'ada' })}.c2ln`,
      `${part({ alg: 'RS256', kid: '../x', jku: 'https://evil.example' })}.${part({ exp: 'x' })}.AAAA`,
      `${part([])}.${part([])}.AAAA`,
      `${part({ alg: null })}.bm9uc2Vuc2U.AAAA`,
    ]) {
      const answer = await giveBack(server, text);
      assert.ok(answer.status === 200 || answer.json.error === 'unsupported_token_type', answer.text);
      assert.ok(answer.status < 500);
    }
  });
});

describe('a request to give a token back', () => {
  test('needs its client to authenticate, and ends nothing without', async () => {
    const tokens = await connect(server, house);
    const body = `token=${tokens.refresh}`;
    const wrong: TestClient = { ...server, secret: unknownToken('clientSecret') };
    const withId = `${body}&client_id=${server.id}`;
    for (const [text, headers, status] of [
      [body, {}, 400],
      [withId, {}, 401],
      [body, authenticationOf(wrong), 401],
      [`${withId}&client_secret=${wrong.secret}`, {}, 401],
      [`${body}&client_id=${script.id}&client_secret=x`, {}, 401],
      [body, { authorization: `Bearer ${tokens.access}` }, 400],
      [body, { cookie: house.cookie, 'sec-fetch-site': 'same-origin' }, 400],
    ] as const) {
      const answer = await postAsWritten(server, 'revoke', text, headers);
      assert.equal(answer.status, status, text.replace(tokens.refresh, '…'));
    }
    assert.ok(await works(tokens.access));
    assert.equal((await refresh(server, tokens.refresh)).status, 200);
  });

  test('names one token in a form, and takes nothing from the query', async () => {
    const tokens = await connect(server, house);
    const headers = authenticationOf(server);
    const token = `token=${tokens.refresh}`;
    for (const body of [
      '',
      'token=',
      'TOKEN=x',
      `${token}&${token}`,
      `${token}&token=x`,
      `${token}&token_type_hint=a&token_type_hint=b`,
    ]) {
      const answer = await postAsWritten(server, 'revoke', body, headers);
      assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request'], body.slice(0, 20));
    }
    for (const type of ['application/json', 'text/plain']) {
      const answer = await postAsWritten(server, 'revoke', token, { ...headers, 'content-type': type });
      assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request'], type);
    }
    const inQuery = await ask(`${url}/api/rest/oauth2/revoke?${token}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    });
    assert.equal(inQuery.status, 400);
    assert.ok(await works(tokens.access));
  });

  test('may carry what nobody knows', async () => {
    const { access, refresh: token } = await connect(server, house);
    assertDone(
      await postAsWritten(
        server,
        'revoke',
        `token=${token}&hello=1&hello=2&__proto__=x`,
        authenticationOf(server),
      ),
    );
    assert.equal(await works(access), false);
  });
});
