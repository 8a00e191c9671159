import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  askForCode,
  authenticationOf,
  authorizationRequest,
  connect,
  giveBack,
  postAsWritten,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import { startDevice, typeCode } from '../../../../test/harness/oauth-device.ts';
import { authorize } from '../../../../test/harness/oauth-visitor.ts';
import { makeKey, proofFor } from '../../../../test/harness/proof-of-key.ts';
import { ask, introspect, issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { openHouse, openNodeBeside } from '../harness/open-house.ts';
import { askBound, askWithKey, connectBound, redeemWithKey, refreshWithKey } from './bound-tokens.ts';

/** Tokens that are bound to a key (RFC 9449): where they are good, with what, and what follows from them. */
const house = await openHouse();
const { url, cookie } = house;
const beside = await openNodeBeside(house);
const wiki = await registerService(url, cookie, 'wiki');
const script = await registerClient(house, 'script', { trusted: false });
const server = await registerClient(house, 'server', { clientCredentialsFlowEnabled: true });
const key = makeKey();
const stranger = makeKey();
const me = `${url}/api/rest/users/me`;
const userinfo = `${url}/api/rest/oauth2/userinfo`;
const { access } = await connectBound(script, house, key, 'openid Hub wiki');
const { access: plain } = await connect(script, house, 'openid Hub wiki');

function basic(name: string, word: string): string {
  return `Basic ${Buffer.from(`${name}:${word}`).toString('base64')}`;
}

const works = async (token: string, own = key) => (await askBound(me, own, token)).status === 200;

describe('a token that is bound to a key', () => {
  test('is good with a proof of that key, to read and to write', async () => {
    assert.equal((await askBound(me, key, access)).json.login, 'ada');
    assert.equal((await askBound(userinfo, key, access)).status, 200);
    assert.equal((await askBound(userinfo, key, access, { method: 'POST' })).status, 200);
    const body = { name: 'Ada King' };
    const renamed = await askBound(me, key, access, { method: 'POST', body });
    assert.notEqual(renamed.status, 401, renamed.text);
  });

  const doors = {
    'forward-auth': `${url}/api/authz/forward-auth?service=wiki`,
    'auth-request': `${url}/api/authz/auth-request?service=wiki`,
    'ext-authz': `${url}/api/authz/ext-authz/service=wiki/pages`,
    REST: me,
    userinfo,
  };
  for (const [name, address] of Object.entries(doors)) {
    test(`is refused as Bearer at ${name}, where an unbound one is good`, async () => {
      assert.equal((await ask(address, { token: plain })).status, 200);
      const answer = await ask(address, { token: access });
      assert.equal(answer.status, 401, answer.text);
      assert.match(
        answer.headers.get('www-authenticate') ?? '',
        /^DPoP .*error="invalid_token".*algs="ES256 /,
      );
      const beside = proofFor(key, { method: 'GET', address, token: access });
      const headers = { authorization: `Bearer ${access}`, dpop: beside };
      assert.ok([400, 401].includes((await ask(address, { headers })).status));
    });

    test(`is refused as the password of Basic at ${name}`, async () => {
      for (const login of ['ada', 'x-token-auth']) {
        const headers = { authorization: basic(login, access) };
        assert.ok([400, 401].includes((await ask(address, { headers })).status));
      }
    });
  }

  for (const name of ['forward-auth', 'auth-request', 'ext-authz'] as const) {
    test(`is refused as DPoP at ${name}, which cannot check a proof and says so, and so is every other`, async () => {
      const address = doors[name];
      for (const token of [access, plain]) {
        const dpop = proofFor(key, { method: 'GET', address, token });
        const answer = await ask(address, { headers: { authorization: `DPoP ${token}`, dpop } });
        assert.equal(answer.status, 401);
        const challenge = answer.headers.get('www-authenticate') ?? '';
        assert.match(challenge, /^DPoP .*error_description="the token is bound to a key.*introspects it/);
      }
    });
  }

  test('is refused in a query and in a body', async () => {
    assert.equal((await ask(`${me}?access_token=${access}`)).status, 401);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `access_token=${access}`;
    for (const dpop of [undefined, proofFor(key, { method: 'POST', address: userinfo, token: access })]) {
      const answer = await ask(userinfo, {
        method: 'POST',
        headers: { ...headers, ...(dpop && { dpop }) },
        body,
      });
      assert.ok([400, 401].includes(answer.status), answer.text);
    }
  });

  test('is refused without a proof, and with the proof of another key', async () => {
    for (const address of [me, userinfo]) {
      const alone = await ask(address, { headers: { authorization: `DPoP ${access}` } });
      assert.ok([400, 401].includes(alone.status));
      const wrong = await askBound(address, stranger, access);
      assert.deepEqual([wrong.status, wrong.json.error], [401, 'invalid_token']);
      assert.match(wrong.headers.get('www-authenticate') ?? '', /^DPoP .*error="invalid_token"/);
    }
    assert.equal((await ask(me, { headers: { authorization: 'DPoP two words' } })).status, 400);
  });

  test('has its scheme to itself: whatever is bound to nothing is refused by it, with a proof of any key', async () => {
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    for (const unbound of [plain, token]) {
      assert.equal((await ask(me, { token: unbound })).status, 200);
      const answer = await askBound(me, key, unbound);
      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^DPoP /);
    }
    assert.equal((await askBound(userinfo, key, plain)).status, 401);
  });

  test('is introspected with its key by a service, which verifies the proof itself (RFC 9449 §6.2)', async () => {
    const { json } = await introspect(url, wiki, access);
    assert.deepEqual(
      [json.active, json.token_type, json.cnf, json.username],
      [true, 'DPoP', { jkt: key.thumbprint }, 'ada'],
    );
    const unbound = (await introspect(url, wiki, plain)).json;
    assert.deepEqual([unbound.token_type, 'cnf' in unbound], ['Bearer', false]);
  });

  test('is given back without a proof, and is then good with none', async () => {
    const own = await connectBound(script, house, key, 'Hub wiki');
    assert.ok(await works(own.access));
    assert.equal((await giveBack(script, own.access)).status, 200);
    assert.equal(await works(own.access), false);
    assert.equal((await introspect(url, wiki, own.access)).json.active, false);
  });

  test('is told by its own scheme when it has ended', async () => {
    const ended = await connectBound(script, house, key);
    await giveBack(script, ended.access);
    const answer = await askBound(me, key, ended.access);
    assert.equal(answer.json.error, 'invalid_token');
    assert.match(answer.headers.get('www-authenticate') ?? '', /^DPoP /);
  });
});

describe('tokens are bound', () => {
  test('of a service by itself', async () => {
    const asked = { grant_type: 'client_credentials', scope: 'wiki Hub' };
    const own = await askWithKey(server, key, asked);
    assert.equal(own.json.token_type, 'DPoP', own.text);
    const { json } = await introspect(url, wiki, own.json.access_token);
    assert.deepEqual([json.token_type, json.cnf], ['DPoP', { jkt: key.thumbprint }]);
    assert.equal((await ask(me, { token: own.json.access_token })).status, 401);
    // It acts for nobody, as ever.
    assert.equal((await askBound(me, key, own.json.access_token)).status, 403);
  });

  test('of a device', async () => {
    const tv = await registerClient(house, 'tv', { trusted: false, deviceFlowEnabled: true });
    const device = await startDevice(tv);
    await typeCode(house, cookie, device.shown, 'allow');
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    const given = await askWithKey(tv, key, { grant_type, device_code: device.kept });
    assert.equal(given.json.token_type, 'DPoP', given.text);
    assert.ok(await works(given.json.access_token));
    assert.equal((await ask(me, { token: given.json.access_token })).status, 401);
  });

  test('never half: the password flow, which binds none, refuses a proof', async () => {
    const old = await registerClient(house, 'old', { resourceOwnerFlowEnabled: true });
    const fields = { grant_type: 'password', username: 'ada', password: 'x', scope: 'Hub' };
    const answer = await askWithKey(old, key, fields);
    assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request']);
    assert.match(answer.json.error_description, /DPoP/);
  });
});

describe('a code that was asked for with a key', () => {
  test('is redeemed with that key alone, and ends with the attempt of another', async () => {
    const asked = { dpop_jkt: key.thumbprint };
    assert.equal((await redeemWithKey(script, house, key, 'Hub', asked)).status, 200);
    for (const other of [stranger, undefined]) {
      const refused = await redeemWithKey(script, house, other, 'Hub', asked);
      assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_grant']);
    }
  });

  test('is that also where the request was pushed with a proof of it (RFC 9449 §10.1)', async () => {
    const par = `${url}/api/rest/oauth2/par`;
    const push = async (own = key) => {
      const { address, verifier } = authorizationRequest(server);
      const dpop = proofFor(own, { method: 'POST', address: par });
      const headers = { ...authenticationOf(server), dpop };
      const answer = await postAsWritten(server, 'par', new URL(address).search.slice(1), headers);
      assert.equal(answer.status, 201, answer.text);
      const query = new URLSearchParams({ client_id: server.id, request_uri: answer.json.request_uri });
      const { location } = await authorize(house, `${url}/api/rest/oauth2/auth?${query}`);
      const code = new URL(location ?? '').searchParams.get('code') ?? '';
      const redirect_uri = server.redirectUri;
      return { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri };
    };
    assert.equal((await askWithKey(server, key, await push())).json.token_type, 'DPoP');
    assert.equal((await askWithKey(server, stranger, await push())).json.error, 'invalid_grant');
    assert.equal((await askWithKey(server, undefined, await push())).json.error, 'invalid_grant');
  });
});

describe('a refresh token of a public client that was given with a key', () => {
  test('is good with that key alone, and whoever has another ends nothing', async () => {
    const own = await connectBound(script, house, key);
    for (const other of [stranger, undefined]) {
      const answer = await refreshWithKey(script, other, own.refresh);
      assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_grant']);
    }
    assert.ok(await works(own.access));
    const next = await refreshWithKey(script, key, own.refresh);
    assert.equal(next.json.token_type, 'DPoP', next.text);
    assert.ok(await works(next.json.access_token));
    assert.equal((await refreshWithKey(script, undefined, next.json.refresh_token)).status, 400);
  });

  test('that comes twice within seconds is answered twice the same to its key, and to no other', async () => {
    const own = await connectBound(script, house, key);
    const first = (await refreshWithKey(script, key, own.refresh)).json;
    for (const other of [stranger, undefined])
      assert.equal((await refreshWithKey(script, other, own.refresh)).json.error, 'invalid_grant');
    const again = (await refreshWithKey(script, key, own.refresh)).json;
    assert.deepEqual(
      [again.access_token, again.refresh_token, again.token_type],
      [first.access_token, first.refresh_token, 'DPoP'],
    );
    assert.ok(await works(first.access_token));
  });
});

describe('a refresh token of a public client that was given without a key', () => {
  test('is bound, in the one that takes its place, to the first key that is shown with it', async () => {
    const own = await connect(script, house, 'Hub');
    const next = (await refreshWithKey(script, key, own.refresh)).json;
    assert.equal(next.token_type, 'DPoP');
    for (const other of [stranger, undefined])
      assert.equal((await refreshWithKey(script, other, next.refresh_token)).json.error, 'invalid_grant');
    const third = (await refreshWithKey(script, key, next.refresh_token)).json;
    assert.ok(await works(third.access_token));
  });

  const pairs = [
    ['with a key', key, 'with another', stranger],
    ['with a key', key, 'without', undefined],
    ['without a key', undefined, 'with one', key],
  ] as const;
  for (const [first, one, second, other] of pairs) {
    test(`and that is shown ${first} and at once ${second}, gives the second nothing and ends the family`, async () => {
      const own = await connect(script, house, 'Hub wiki');
      const given = (await refreshWithKey(script, one, own.refresh)).json;
      assert.equal((await introspect(url, wiki, given.access_token)).json.active, true);
      const stolen = await refreshWithKey(script, other, own.refresh);
      assert.deepEqual([stolen.status, stolen.json.error], [400, 'invalid_grant']);
      for (const token of [own.access, given.access_token])
        assert.equal((await introspect(url, wiki, token)).json.active, false);
      assert.equal((await refreshWithKey(script, one, given.refresh_token)).status, 400);
    });
  }

  test('and that two keys race for on two nodes, is nobody’s after it', async () => {
    for (let trial = 0; trial < 10; trial += 1) {
      const own = await connect(script, house, 'wiki');
      const answers = await Promise.all(
        [key, stranger].map((each, index) => {
          // The proof is for the authority's own address, whichever node is asked.
          const dpop = proofFor(each, { method: 'POST', address: `${url}/api/rest/oauth2/token` });
          const body = `client_id=${script.id}&grant_type=refresh_token&refresh_token=${own.refresh}`;
          return postAsWritten({ url: index === 0 ? url : beside }, 'token', body, { dpop });
        }),
      );
      const won = answers.filter(({ status }) => status === 200);
      assert.equal(won.length, 1);
      const { access_token } = won[0]?.json ?? {};
      for (const token of [own.access, access_token])
        assert.equal((await introspect(url, wiki, token)).json.active, false);
    }
  });
});

test('a refresh token of a server stays its own: it proves who it is, and each access token is bound by itself', async () => {
  const own = await connectBound(server, house, key);
  const other = (await refreshWithKey(server, stranger, own.refresh)).json;
  assert.ok(await works(other.access_token, stranger));
  assert.equal(await works(other.access_token, key), false);
  const unbound = (await refreshWithKey(server, undefined, own.refresh)).json;
  assert.equal((await ask(me, { token: unbound.access_token })).status, 200);
});

test('a code is spent with the proof that was used before: the answer to both is no', async () => {
  const { code, verifier } = await askForCode(script, house, 'Hub');
  const dpop = proofFor(key, { method: 'POST', address: `${url}/api/rest/oauth2/token` });
  const body = (given: string, by: string) =>
    new URLSearchParams({
      client_id: script.id,
      grant_type: 'authorization_code',
      code: given,
      code_verifier: by,
      redirect_uri: script.redirectUri,
    }).toString();
  const first = await postAsWritten(script, 'token', body(code, verifier), { dpop });
  assert.equal(first.status, 200, first.text);
  const next = await askForCode(script, house, 'Hub');
  const replayed = await postAsWritten({ url: beside }, 'token', body(next.code, next.verifier), { dpop });
  assert.deepEqual([replayed.status, replayed.json.error], [400, 'invalid_grant']);
});
