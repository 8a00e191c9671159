import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  askForCode,
  askForTokens,
  authenticationOf,
  postAsWritten,
  redeem,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import { type Answer, ask } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { unknownToken } from '../harness/unknown-token.ts';

const house = await openHouse();
const { url } = house;
const server = await registerClient(house, 'server');
const other = await registerClient(house, 'other');
const script = await registerClient(house, 'script', { trusted: false });
const works = async (token: string) => (await ask(`${url}/api/rest/users/me`, { token })).status === 200;

type Asked = Awaited<ReturnType<typeof askForCode>>;

/** Redeems a code with other fields than it should be; what is undefined is left out. */
function redeemWith(client: TestClient, asked: Asked, more: Readonly<Record<string, string | undefined>>) {
  const fields = {
    grant_type: 'authorization_code',
    code: asked.code,
    code_verifier: asked.verifier,
    redirect_uri: client.redirectUri,
    ...more,
  };
  const given = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return askForTokens(client, Object.fromEntries(given));
}

function assertRefused(answer: Answer, error = 'invalid_grant'): void {
  assert.deepEqual([answer.status, answer.json.error], [400, error], answer.text);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
}

describe('a code is spent without any tokens when it comes', () => {
  const ways: Readonly<Record<string, (asked: Asked) => Promise<Answer>>> = {
    'with another verifier': (asked) => redeemWith(server, asked, { code_verifier: 'x'.repeat(43) }),
    'with its verifier in another case': (asked) =>
      redeemWith(server, asked, { code_verifier: swapCase(asked.verifier) }),
    'without a verifier': (asked) => redeemWith(server, asked, { code_verifier: undefined }),
    'with an empty verifier': (asked) => redeemWith(server, asked, { code_verifier: '' }),
    'with another redirect URI': (asked) => redeemWith(server, asked, { redirect_uri: other.redirectUri }),
    'from another client': (asked) => redeemWith(other, asked, {}),
    'from another client with its redirect URI': (asked) =>
      redeemWith(other, asked, { redirect_uri: server.redirectUri }),
    'from a public client': (asked) => redeemWith(script, asked, { redirect_uri: server.redirectUri }),
  };
  for (const [what, redeemWrongly] of Object.entries(ways)) {
    test(what, async () => {
      const asked = await askForCode(server, house, 'Hub');
      assertRefused(await redeemWrongly(asked));
      assertRefused(await redeem(server, asked));
    });
  }
});

describe('a code stays good', () => {
  const ways: Readonly<Record<string, readonly [(asked: Asked) => Promise<Answer>, number, string]>> = {
    'after a wrong secret': [
      (asked) => redeem({ ...server, secret: unknownToken('clientSecret') }, asked),
      401,
      'invalid_client',
    ],
    'after a verifier of 42 letters': [
      (asked) => redeemWith(server, asked, { code_verifier: 'x'.repeat(42) }),
      400,
      'invalid_request',
    ],
    'after a verifier of 129 letters': [
      (asked) => redeemWith(server, asked, { code_verifier: 'x'.repeat(129) }),
      400,
      'invalid_request',
    ],
    'after a verifier with other letters': [
      (asked) => redeemWith(server, asked, { code_verifier: `${'x'.repeat(43)} ` }),
      400,
      'invalid_request',
    ],
    'after it was given twice in one request': [
      (asked) => twice(asked, 'code', asked.code),
      400,
      'invalid_request',
    ],
    'after another grant was asked for with it': [
      (asked) => redeemWith(server, asked, { grant_type: 'password' }),
      400,
      'unauthorized_client',
    ],
  };
  for (const [what, [act, status, error]] of Object.entries(ways)) {
    test(what, async () => {
      const asked = await askForCode(server, house, 'Hub');
      const answer = await act(asked);
      assert.deepEqual([answer.status, answer.json.error], [status, error], answer.text);
      assert.equal((await redeem(server, asked)).status, 200);
    });
  }

  test('with its redirect URI, which older clients repeat, and without', async () => {
    for (const redirect_uri of [server.redirectUri, undefined, '']) {
      const asked = await askForCode(server, house, 'Hub');
      const answer = await redeemWith(server, asked, { redirect_uri });
      assert.equal(answer.status, 200, answer.text);
    }
  });

  test('with verifiers of 43 and of 128 letters', async () => {
    for (const length of [43, 128]) {
      const verifier = 'aZ0-._~'.repeat(20).slice(0, length);
      const code_challenge = createHash('sha256').update(verifier).digest('base64url');
      const { code } = await askForCode(server, house, 'Hub', { code_challenge });
      assert.equal((await redeem(server, { code, verifier })).status, 200);
    }
  });
});

describe('a code that two redeem at the same moment', () => {
  test('has one winner at most, and what the winner got has ended', async () => {
    let wins = 0;
    for (let round = 0; round < 20; round += 1) {
      const asked = await askForCode(server, house, 'Hub');
      const answers = await Promise.all([redeem(server, asked), redeem(server, asked)]);
      const won = answers.filter(({ status }) => status === 200);
      assert.ok(won.length <= 1);
      wins += won.length;
      for (const { json } of won) assert.equal(await works(json.access_token), false, `round ${round}`);
    }
    assert.ok(wins > 0, 'nobody won, ever');
  });
});

test('a code of nobody, and a token or a secret in its place, is no code', async () => {
  const asked = await askForCode(server, house, 'Hub', { access_type: 'offline' });
  const { json } = await redeem(server, asked);
  const texts = [
    unknownToken('authorizationCode'),
    json.access_token,
    json.refresh_token,
    server.secret ?? '',
    'x',
  ];
  for (const code of [...texts, 'x'.repeat(10_000), '__proto__', 'null', '\0'])
    assertRefused(await redeemWith(server, asked, { code }));
  for (const code of ['', undefined])
    assertRefused(await redeemWith(server, asked, { code }), 'invalid_request');
  assert.ok(await works(json.access_token));
});

function swapCase(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
}

function twice({ code, verifier }: Asked, name: string, value: string): Promise<Answer> {
  const fields = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier: verifier });
  fields.append(name, value);
  return postAsWritten(server, 'token', fields.toString(), authenticationOf(server));
}
