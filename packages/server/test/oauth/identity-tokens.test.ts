import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  askForCode,
  askForTokens,
  connect,
  redeem,
  refresh,
  registerClient,
} from '../../../../test/harness/oauth-client.ts';
import { ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { addSomebody, addUser, fresh, type Somebody, signedIn } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { setBanned } from '../harness/people.ts';

const house = await openHouse();
const { url, cookie } = house;
const server = await registerClient(house, 'server');
const userinfo = `${url}/api/rest/oauth2/userinfo`;
const visitor = ({ cookie: own }: Somebody) => ({ url, cookie: own });
const person = () => addSomebody(house, fresh('user'));

interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly exp: number;
  readonly iat: number;
  readonly auth_time: number;
  readonly [name: string]: unknown;
}

/** Reads an identity token as an application does: after it has verified it with the published key. */
async function claimsOf(token: string): Promise<Claims> {
  const [head = '', body = '', mark = ''] = token.split('.');
  const { alg, kid, typ } = JSON.parse(Buffer.from(head, 'base64url').toString());
  assert.deepEqual([alg, typ ?? 'JWT'], ['RS256', 'JWT']);
  const { keys } = (await ask(`${url}/api/rest/oauth2/keys`)).json;
  const key = createPublicKey({ key: keys.find((one: { kid: string }) => one.kid === kid), format: 'jwk' });
  assert.ok(verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(mark, 'base64url')));
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

async function tokensFor(user: Somebody, scope: string, more: Readonly<Record<string, string>> = {}) {
  return (await redeem(server, await askForCode(server, visitor(user), scope, more))).json;
}

describe('an identity token', () => {
  test('says who signed in, where, when and for whom, and gives the nonce back', async () => {
    const user = await addUser(house, fresh('user'));
    const session = await signedIn(house, user, 7);
    const before = Math.floor(Date.now() / 1_000);
    for (const nonce of ['n-0S6_WzA2Mj', 'a&b=c 漢字 💥', 'x'.repeat(1_000)]) {
      const { id_token } = await tokensFor(session, 'openid', { nonce, max_age: '3600' });
      const claims = await claimsOf(id_token);
      assert.deepEqual([claims.iss, claims.sub, claims.aud, claims.nonce], [url, user.id, server.id, nonce]);
      assert.ok(claims.iat >= before && claims.iat <= before + 60);
      assert.equal(claims.exp - claims.iat, 3_600);
      assert.ok(Math.abs(before - 7 * 60 - claims.auth_time) <= 30, `${before - claims.auth_time}`);
    }
  });

  test('holds no more about its user than was agreed to', async () => {
    const user = await person();
    const named = { email: `${user.login}@example.test` };
    const changed = await ask(`${url}/api/rest/users/${user.id}`, { method: 'POST', cookie, body: named });
    assert.equal(changed.status, 200, changed.text);
    const always = ['aud', 'exp', 'iat', 'iss', 'sub'];
    for (const [scope, more] of [
      ['openid', []],
      ['openid Hub', []],
      ['openid email', ['email']],
      ['openid profile', ['name', 'preferred_username', 'profile']],
    ] as const) {
      const tokens = await tokensFor(user, scope);
      const claims = await claimsOf(tokens.id_token);
      assert.deepEqual(
        Object.keys(claims)
          .filter((name) => name !== 'at_hash')
          .sort(),
        [...always, ...more].sort(),
      );
      const seen = (await ask(userinfo, { token: tokens.access_token })).json;
      assert.deepEqual(Object.keys(seen).sort(), ['sub', ...more].sort());
      assert.equal(seen.sub, user.id);
    }
  });

  test('comes with openid alone', async () => {
    for (const scope of ['Hub', 'email Hub', 'profile email']) {
      const tokens = await tokensFor(await person(), scope);
      assert.equal(tokens.id_token, undefined, scope);
      assert.ok([401, 403].includes((await ask(userinfo, { token: tokens.access_token })).status), scope);
    }
  });

  test('keeps its subject and the time of sign-in when it is renewed, and carries no old nonce as new', async () => {
    const session = await signedIn(house, await addUser(house, fresh('user')), 7);
    const first = await tokensFor(session, 'openid Hub', {
      nonce: 'once',
      max_age: '3600',
      access_type: 'offline',
    });
    const renewed = (await refresh(server, first.refresh_token)).json;
    const [old, now] = [await claimsOf(first.id_token), await claimsOf(renewed.id_token)];
    assert.ok(old.auth_time > 0);
    assert.deepEqual([now.iss, now.sub, now.aud, now.auth_time], [old.iss, old.sub, old.aud, old.auth_time]);
    // OpenID Connect Core §12.2: it should have none, and where it has one it is that of the first.
    assert.ok(now.nonce === undefined || now.nonce === 'once');
  });

  test('is about a user for good: who takes the login over is somebody else', async () => {
    const user = await person();
    const { id_token } = await tokensFor(user, 'openid');
    const gone = await ask(`${url}/api/rest/users/${user.id}`, { method: 'DELETE', cookie });
    assert.equal(gone.status, 200, gone.text);
    const made = await ask(`${url}/api/rest/users`, {
      method: 'POST',
      cookie,
      body: { login: user.login, name: 'B' },
    });
    assert.notEqual(made.json.id, (await claimsOf(id_token)).sub);
  });

  test('is the same subject to every service, and for one service at a time', async () => {
    const user = await person();
    const other = await registerClient(house, fresh('other'));
    const { id_token } = (await redeem(other, await askForCode(other, visitor(user), 'openid'))).json;
    const claims = await claimsOf(id_token);
    assert.deepEqual([claims.sub, claims.aud], [user.id, other.id]);
  });

  test('is no token: not at the API, not at a door, not for its own user, not to be renewed', async () => {
    const door = await registerService(url, cookie, fresh('door'));
    const { id_token: token } = await tokensFor(await person(), `openid Hub ${door.key}`);
    assert.equal((await ask(`${url}/api/rest/users/me`, { token })).status, 401);
    assert.equal((await ask(`${url}/api/authz/auth-request?service=${door.key}`, { token })).status, 401);
    assert.equal((await introspect(url, door, token)).text, '{"active":false}');
    assert.equal((await ask(userinfo, { token })).status, 401);
    assert.equal((await refresh(server, token)).json.error, 'invalid_grant');
    const asCode = { grant_type: 'authorization_code', code: token, code_verifier: 'x'.repeat(43) };
    assert.equal((await askForTokens(server, asCode)).json.error, 'invalid_grant');
  });
});

describe('what is told about a user', () => {
  test('is told for an access token in the header or the form, and in no other way', async () => {
    const { access } = await connect(server, visitor(await person()), 'openid');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const inForm = await ask(userinfo, { method: 'POST', headers: form, body: `access_token=${access}` });
    assert.equal(inForm.status, 200, inForm.text);
    for (const method of ['GET', 'POST'])
      assert.equal((await ask(userinfo, { token: access, method })).status, 200);
    const refused: readonly Parameters<typeof ask>[1][] = [
      { headers: { authorization: `Basic ${btoa(`ada:${access}`)}` } },
      { headers: { authorization: `Bearer ${access} ${access}` } },
      { cookie },
      { token: access, method: 'POST', headers: form, body: `access_token=${access}` },
      { method: 'POST', headers: form, body: `access_token=${access}&access_token=${access}` },
    ];
    for (const more of refused) {
      const { status } = await ask(userinfo, more);
      assert.ok(status === 400 || status === 401, `${status}`);
    }
    assert.equal((await ask(`${userinfo}?access_token=${access}`)).status, 400);
    assert.equal((await ask(`${userinfo}?access_token=${access}`, { token: access })).status, 400);
  });

  test('is told to nobody without one, and the way is (RFC 6750 §3)', async () => {
    const answer = await ask(userinfo);
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer realm="/);
    assert.doesNotMatch(answer.headers.get('www-authenticate') ?? '', /error=/);
    assert.match(answer.headers.get('www-authenticate') ?? '', /, DPoP realm="[^"]+", algs="ES256 /);
    const bad = await ask(userinfo, { token: 'x' });
    assert.equal(bad.status, 401);
    assert.match(bad.headers.get('www-authenticate') ?? '', /error="invalid_token"/);
    assert.equal(bad.headers.get('cache-control'), 'no-store');
  });

  test('is as it is now, and nothing once they are banned', async () => {
    const user = await person();
    const { access } = await connect(server, visitor(user), 'openid profile');
    const renamed = await ask(`${url}/api/rest/users/${user.id}`, {
      method: 'POST',
      cookie,
      body: { name: 'Zoë' },
    });
    assert.equal(renamed.status, 200, renamed.text);
    assert.equal((await ask(userinfo, { token: access })).json.name, 'Zoë');
    await setBanned(house, user.id, true);
    assert.equal((await ask(userinfo, { token: access })).status, 401);
  });
});
