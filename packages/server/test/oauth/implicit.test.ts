import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  authorizationRequest,
  registerClient,
  type TestClient,
} from '../../../../test/harness/oauth-client.ts';
import {
  authorize,
  cookieHeader,
  jarOf,
  keep,
  type Visitor,
} from '../../../../test/harness/oauth-visitor.ts';
import { ask, postForm } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { addSomebody, fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';

const house = await openHouse();
const { url, cookie } = house;
const page = await registerClient(house, 'page', {
  trusted: false,
  authCodeFlowEnabled: false,
  refreshTokensEnabled: false,
  implicitFlowEnabled: true,
});
const coded = await registerClient(house, 'coded', { trusted: false });

type Fields = Readonly<Record<string, string | undefined>>;
const plain: Fields = { response_type: 'token', code_challenge: undefined, code_challenge_method: undefined };

const person = async () => ({ url, cookie: (await addSomebody(house, fresh('user'), [])).cookie });

/** What comes back behind the `#` of the page's address. */
async function answerFor(
  visitor: Visitor,
  more: Fields = {},
  client: TestClient = page,
  press: 'allow' | 'deny' = 'allow',
): Promise<URLSearchParams> {
  const { location = '' } = await authorize(
    visitor,
    authorizationRequest(client, { ...plain, state: 'kept', ...more }).address,
    press,
  );
  assert.ok(location.startsWith(`${client.redirectUri}#`), location);
  const answer = new URLSearchParams(new URL(location).hash.slice(1));
  rememberSecret(answer.get('access_token') ?? 'nothing came');
  return answer;
}

const isGood = async (token: string | null) =>
  (await ask(`${url}/api/rest/users/me`, { token: token ?? '' })).status === 200;

describe('a service whose implicit flow is switched on', () => {
  test('is given a token behind the # once its user has agreed, and with it acts for them', async () => {
    const answer = await answerFor(await person());
    assert.deepEqual(
      [answer.get('token_type'), answer.get('expires_in'), answer.get('scope'), answer.get('state')],
      ['Bearer', '3600', 'Hub', 'kept'],
    );
    assert.equal(answer.get('code'), null);
    assert.equal(await isGood(answer.get('access_token')), true);
  });

  test('is given what it asked for in its own words, doubly encoded ones too', async () => {
    const { location } = await authorize(
      await person(),
      authorizationRequest(page, { ...plain, scope: '0-0-0-0-0 Hub openid %48ub' }).address,
    );
    assert.match(location ?? '', /[#&]scope=openid%200-0-0-0-0%20Hub%20%2548ub(&|$)/);
  });

  test('is answered without a page once somebody agreed, and silently with an error before', async () => {
    const visitor = await person();
    const silent = { request_credentials: 'silent' };
    assert.equal((await answerFor({ url }, silent)).get('error'), 'login_required');
    assert.equal((await answerFor(visitor, silent)).get('error'), 'consent_required');
    await answerFor(visitor);
    const again = await answerFor(visitor, silent);
    assert.deepEqual([again.get('error'), await isGood(again.get('access_token'))], [null, true]);
  });

  test('is told behind the # what stands in the way', async () => {
    for (const [more, error] of [
      [{ scope: 'nothing-of-that-name' }, 'invalid_scope'],
      [{ prompt: 'none login' }, 'invalid_request'],
    ] as const) {
      const answer = await answerFor(await person(), more);
      assert.deepEqual(
        [answer.get('error'), answer.get('state'), answer.get('access_token')],
        [error, 'kept', null],
      );
    }
    const denied = await answerFor(await person(), {}, page, 'deny');
    assert.deepEqual([denied.get('error'), denied.get('access_token')], ['access_denied', null]);
  });

  test('is given nothing that lasts: no refresh token, and the connection ends with its token', async () => {
    const visitor = await person();
    for (const more of [{ access_type: 'offline' }, { scope: 'openid Hub offline_access' }]) {
      const answer = await answerFor(visitor, more);
      assert.equal(answer.get('refresh_token'), null);
      assert.ok(!answer.get('scope')?.includes('offline_access'));
    }
    const { json } = await ask(`${url}/api/rest/users/me/refreshtokens`, { cookie: visitor.cookie });
    const hour = 3_600_000;
    assert.ok(json.refreshtokens.length > 0);
    for (const { creationTime, expires } of json.refreshtokens) assert.ok(expires - creationTime <= hour);
  });

  test('gets no token in the query, and no code', async () => {
    for (const mode of ['query', 'form_post']) {
      const { location = '', page: shown } = await authorize(
        await person(),
        authorizationRequest(page, { ...plain, response_mode: mode }).address,
      );
      assert.ok(!`${location}${shown?.text}`.includes('csn_'), mode);
    }
    const asked = await answerFor(await person(), { response_mode: 'fragment' });
    assert.equal(await isGood(asked.get('access_token')), true);
    const { location = '' } = await authorize(await person(), authorizationRequest(page, {}).address);
    assert.match(location, /[?&]error=unauthorized_client(&|$)/);
  });

  test('loses the token with its consent, as any other', async () => {
    const visitor = await person();
    const token = (await answerFor(visitor)).get('access_token');
    const scopes = await ask(`${url}/api/rest/users/me/approvedscopes`, { cookie: visitor.cookie });
    const [{ id }] = scopes.json.approvedscopes;
    const ended = await ask(`${url}/api/rest/users/me/approvedscopes/${id}`, {
      method: 'DELETE',
      cookie: visitor.cookie,
    });
    assert.equal(ended.status, 200);
    assert.equal(await isGood(token), false);
  });
});

describe('a service whose implicit flow is not switched on', () => {
  test('is refused as one that may not ask for it, wherever the wish comes from', async () => {
    for (const more of [{}, { countersign_answer: 'token' }]) {
      const answer = await answerFor({ url, cookie }, more, coded);
      assert.deepEqual([answer.get('error'), answer.get('access_token')], ['unauthorized_client', null]);
    }
    const { location = '' } = await authorize(
      await person(),
      `${authorizationRequest(coded, {}).address}&countersign_answer=token`,
    );
    assert.match(location, /[?&]code=csn_cod_/);
  });

  test('gets no more once it is switched off', async () => {
    const once = await registerClient(house, 'once', { trusted: false, implicitFlowEnabled: true });
    const visitor = await person();
    const token = (await answerFor(visitor, {}, once)).get('access_token');
    await ask(`${url}/api/rest/services/${once.id}`, {
      method: 'POST',
      cookie,
      body: { implicitFlowEnabled: false },
    });
    assert.equal((await answerFor(visitor, {}, once)).get('error'), 'unauthorized_client');
    assert.equal(await isGood(token), true, 'what was given stays for its hour');
  });
});

describe('a request that waits for its visitor', () => {
  /** Agrees after the service was changed; answers how to go on from there. */
  const waiting = async (change: Readonly<Record<string, unknown>>) => {
    const client = await registerClient(house, fresh('waits'), { trusted: false, implicitFlowEnabled: true });
    const visitor = await person();
    const jar = jarOf(visitor);
    let next = authorizationRequest(client, plain).address;
    for (let step = 0; step < 6; step += 1) {
      const answer = keep(
        jar,
        await ask(next, { cookie: cookieHeader(jar), headers: { accept: 'text/html' } }),
      );
      const form = /<form class="answers" method="post" action="([^"]+)"/.exec(answer.text)?.[1];
      if (form !== undefined) {
        const path = `${url}/api/rest/services/${client.id}`;
        assert.equal((await ask(path, { method: 'POST', cookie, body: change })).status, 200);
        const allowed = await postForm(new URL(form, url).href, { answer: 'allow' }, cookieHeader(jar));
        const to = new URL(keep(jar, allowed).headers.get('location') ?? '', url).href;
        const cookies = cookieHeader(jar);
        return () => ask(to, { cookie: cookies, headers: { accept: 'text/html' } });
      }
      next = new URL(answer.headers.get('location') ?? '', next).href;
    }
    throw new Error('nobody was asked');
  };

  test('leads nowhere once its flow is off, or its address is gone', async () => {
    for (const change of [
      { implicitFlowEnabled: false },
      { redirectUris: ['https://elsewhere.example.test/callback'] },
    ]) {
      const goOn = await waiting(change);
      const answer = await goOn();
      assert.deepEqual([answer.status, answer.headers.get('location')], [400, null], answer.text);
      assert.ok(!answer.text.includes('csn_'));
    }
    const goOn = await waiting({ accessTokenLifetime: 600 });
    assert.match((await goOn()).headers.get('location') ?? '', /#access_token=csn_acc_/);
  });

  test('is answered with one token: whoever goes on a second time, with the same cookies, gets none', async () => {
    const goOn = await waiting({ accessTokenLifetime: 600 });
    const answers = [...(await Promise.all([goOn(), goOn()])), await goOn()];
    const refused = answers.filter(({ text }) => !text.includes('csn_acc_'));
    assert.equal(refused.length, 2);
    for (const { status, headers } of refused)
      assert.deepEqual([status, headers.get('location')], [400, null]);
  });
});

test('a service at an address that anybody on the machine may have is asked about each time', async () => {
  const local = await registerClient(house, 'local', {
    implicitFlowEnabled: true,
    redirectUris: ['http://localhost:4180/callback'],
  });
  const visitor = await person();
  assert.equal(await isGood((await answerFor(visitor, {}, local)).get('access_token')), true);
  const silent = await answerFor(visitor, { request_credentials: 'silent' }, local);
  assert.deepEqual([silent.get('error'), silent.get('access_token')], ['interaction_required', null]);
});
