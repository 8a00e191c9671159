import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Answer,
  ask,
  issueToken,
  postForm,
  registerService,
} from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { assertError, changesNothing } from '../harness/refused.ts';
import { lastAuditNumber, readAuditEvents } from '../harness/rows.ts';

/** From a token that can do little, every path that yields another credential: none of them yields more. */
const house = await openAuthority();
const { url, cookie, databaseFile } = house;
const wiki = await registerService(url, cookie, 'wiki');
const authority = '0-0-0-0-0';
const jetpass = (name: string) => `jetbrains.jetpass.${name}`;

/** An administrator's token, narrowed to some permissions of the authority. */
async function narrowed(...names: readonly string[]): Promise<string> {
  const body = {
    name: 'narrowed',
    scope: [{ id: authority }],
    permissions: names.map((name) => ({ key: jetpass(name) })),
  };
  const answer = await ask(`${url}/api/rest/users/me/permanenttokens`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, answer.text);
  return rememberSecret(answer.json.token);
}

const refuse = (token: string, path: string, body: object): Promise<Answer> =>
  changesNothing(house, () => ask(`${url}/api/rest/${path}`, { method: 'POST', token, body }));

test('a token that asks for a wider one is refused, and the log tells of it', async () => {
  const { id, token } = await issueToken(url, cookie, [authority]);
  const before = lastAuditNumber(databaseFile);
  const scope = [{ id: authority }, { id: wiki.id }];
  assertError(await refuse(token, 'users/me/permanenttokens', { name: 'wider', scope }), 403);
  const [event, ...more] = readAuditEvents(databaseFile, before);
  assert.deepEqual([event?.kind, more], ['change.refused', []]);
  const { actor, target } = JSON.parse(event?.text ?? '');
  assert.deepEqual([actor.via, target.name], [{ kind: 'permanent-token', id }, 'permanentTokens.create']);
});

describe('a token that cannot make tokens', () => {
  test('makes none, for whomever, and no secret of a service', async () => {
    const token = await narrowed('user-read-basic', 'user-read', 'low-level-read');
    const body = { name: 'x', scope: [{ id: authority }] };
    for (const path of ['users/me/permanenttokens', `users/${house.administratorId}/permanenttokens`])
      assertError(await refuse(token, path, body), 403);
    assertError(await refuse(token, `services/${wiki.id}/secret`, {}), 403);
    assertError(await refuse(token, 'services', { name: 'x', key: 'x' }), 403);
  });
});

describe('a token that can create users', () => {
  test('makes no account that may do more, with a password to sign in with', async () => {
    const token = await narrowed('user-create');
    const password = 'canary three boats beneath the bridge';
    for (const body of [
      { login: 'mule', name: 'Mule', password },
      { login: 'mule', name: 'Mule' },
      { kind: 'bot', login: 'mule', name: 'Mule' },
    ])
      assertError(await refuse(token, 'users', body), 403);
  });
});

describe('a token at the pages', () => {
  test('starts no session and signs nobody in', async () => {
    const { token } = await issueToken(url, cookie, [authority]);
    for (const path of ['/', '/account/security', '/admin/users', '/sign-in', '/setup']) {
      const answer = await ask(url + path, { token });
      assert.equal(answer.headers.get('set-cookie'), null, path);
      assert.ok([200, 303, 404].includes(answer.status), `${path}: ${answer.status}`);
      assert.ok(answer.status !== 200 || path === '/sign-in', `${path} is shown`);
    }
    for (const form of [
      { login: 'ada', password: token },
      { login: 'ada', password: '' },
      { login: token, password: token },
    ]) {
      const answer = await changesNothing(house, () => postForm(`${url}/sign-in`, form));
      assert.equal(answer.headers.get('set-cookie'), null);
      assert.ok(answer.status === 403 || answer.status === 429, answer.text);
    }
  });
});
