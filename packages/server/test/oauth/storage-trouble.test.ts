import assert from 'node:assert/strict';
import { afterEach, describe, mock, test } from 'node:test';
import { StoreUnavailable } from '@countersign/store';
import {
  askForCode,
  connect,
  giveBack,
  redeem,
  refresh,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import { type Answer, ask } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';

const house = await openHouse();
const { store } = house.authority;
const server = await registerClient(house, 'server');
const script = await registerClient(house, 'script', { trusted: false });
const works = async (token: string) =>
  (await ask(`${house.url}/api/rest/users/me`, { token })).status === 200;

const fail = async () => {
  throw new StoreUnavailable('a test took the disk away');
};

/** Where the store is asked while a request is answered; from the moment it begins, it fails there. */
const places: Readonly<Record<string, () => unknown>> = {
  'it writes': () => mock.method(store, 'change', fail),
  'it finds an access token': () => mock.method(store.tables.accessTokens, 'findByHash', fail),
  'it finds a code or a refresh token': () => mock.method(store.tables.artefacts, 'find', fail),
  'it finds a connection': () => mock.method(store.tables.connections, 'find', fail),
};

afterEach(() => mock.restoreAll());

function assertUnavailable(answer: Answer): void {
  assert.equal(answer.status, 503, answer.text);
  assert.match(answer.json.error, /^(temporarily_unavailable|server_error)$/);
  assert.equal(answer.headers.get('retry-after'), '2');
}

describe('while the store fails when', () => {
  for (const [place, breakStore] of Object.entries(places)) {
    for (const client of [server, script]) {
      const kind = client === server ? 'confidential' : 'public';
      test(`${place}, no ${kind} client is told that a token has ended, and it ends when it is given back again`, async () => {
        for (const which of ['access', 'refresh'] as const) {
          const tokens = await connect(client, house);
          breakStore();
          const answer = await giveBack(client, tokens[which], `${which}_token`);
          mock.restoreAll();
          // What was not asked for was not missed; what was, was not guessed.
          if (answer.status === 503) {
            assertUnavailable(answer);
            assert.ok(await works(tokens.access));
            assert.equal((await giveBack(client, tokens[which])).status, 200);
          }
          assert.deepEqual(
            [await works(tokens.access), (await refresh(client, tokens.refresh)).status],
            [false, 400],
          );
        }
      });
    }
  }

  test('it writes, nothing is told to have ended at all', async () => {
    const tokens = await connect(server, house);
    places['it writes']?.();
    for (const token of [tokens.refresh, tokens.access]) assertUnavailable(await giveBack(server, token));
  });

  test('it writes, no code and no refresh token is spent', async () => {
    const asked = await askForCode(server, house, 'Hub');
    const { refresh: token } = await connect(script, house);
    places['it writes']?.();
    for (const answer of [await redeem(server, asked), await refresh(script, token)])
      assertUnavailable(answer);
    mock.restoreAll();
    for (const answer of [await redeem(server, asked), await refresh(script, token)])
      assert.equal(answer.status, 200);
  });
});
