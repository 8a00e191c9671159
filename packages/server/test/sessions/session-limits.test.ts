import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, ask, registerService, signIn } from '../../../../test/harness/rest-client.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { createPerson } from '../harness/people.ts';
import { until } from '../harness/until.ts';

const idleSeconds = 2;
const absoluteSeconds = 6;
const house = await openAuthority({
  env: {
    COUNTERSIGN_SESSIONS__IDLE_SECONDS: String(idleSeconds),
    COUNTERSIGN_SESSIONS__ABSOLUTE_SECONDS: String(absoluteSeconds),
    COUNTERSIGN_USAGE__FLUSH_SECONDS: '1',
  },
});
const { url } = house;

function signInAgain(): Promise<string> {
  return signIn(url, administrator.login, administrator.password);
}

async function isIn(cookie: string): Promise<boolean> {
  return (await ask(`${url}/api/rest/users/me`, { cookie })).status === 200;
}

test('a session that nobody uses ends when it is idle too long; one that is used goes on to its absolute end', async () => {
  const busy = await signInAgain();
  const startedAt = Date.now();
  const idle = await signInAgain();
  assert.equal(await isIn(idle), true);
  const idleFrom = Date.now();

  // The busy one is asked all the while; the idle one only once, when its time has passed.
  await until('the end of the idle time', async () => {
    assert.equal(await isIn(busy), true, 'a session in use does not end');
    return Date.now() > idleFrom + idleSeconds * 1_000 + 50 ? true : undefined;
  });
  assert.equal(await isIn(idle), false);
  assert.equal(await isIn(busy), true);

  await until('the absolute end', async () => ((await isIn(busy)) ? undefined : true));
  const lived = Date.now() - startedAt;
  assert.ok(lived >= absoluteSeconds * 1_000 - 1_500, `it lived ${lived} ms`);
  assert.ok(lived <= absoluteSeconds * 1_000 + 1_500, `it lived ${lived} ms`);
  assert.equal(await isIn(busy), false, 'and no use brings it back');
});

test('the cookie tells the browser the absolute end', async () => {
  const answer = await ask(`${url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ login: administrator.login, password: administrator.password }).toString(),
  });
  const expires = /Expires=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
  const left = Date.parse(expires) - Date.now();
  assert.ok(left > (absoluteSeconds - 3) * 1_000 && left <= absoluteSeconds * 1_000, `${left} ms`);
});

test('a request that is refused does not keep a session alive', async () => {
  const cookie = await signInAgain();
  await until('the end of the idle time', async () => {
    const headers = { cookie, 'sec-fetch-site': 'cross-site' };
    const answer = await ask(`${url}/api/rest/users`, {
      method: 'POST',
      headers,
      body: { login: 'x', name: 'x' },
    });
    assert.ok(answer.status === 403 || answer.status === 401, answer.text);
    return (await stillIdle(cookie)) ? undefined : true;
  });
});

test('the door of a service keeps a session alive for which it opens, and none that it refuses', async () => {
  const cookie = await signInAgain();
  const door = await registerService(url, cookie, 'wiki');
  const write = { key: 'wiki-page-write', name: 'Write pages', global: true };
  const declared = await ask(`${url}/api/rest/services/${door.id}/permissions`, {
    method: 'POST',
    cookie,
    body: write,
  });
  assert.equal(declared.status, 200, declared.text);
  const { login, password } = await createPerson({ ...house, cookie }, 'reader');
  const [passing, lacking] = [await signIn(url, login, password), await signIn(url, login, password)];
  const knock = async (as: string, asked = '') =>
    (await ask(`${url}/api/authz/forward-auth?service=wiki${asked}`, { cookie: as })).status;
  const startedAt = Date.now();
  await until('the end of the idle time', async () => {
    assert.equal(await knock(passing), 200, 'a session in use does not end');
    assert.notEqual(await knock(lacking, `&permission=${write.key}`), 200);
    return Date.now() > startedAt + idleSeconds * 1_000 + 50 ? true : undefined;
  });
  assert.equal(await knock(lacking), 401, 'being refused kept the session alive');
});

/** Looks only when the idle time has passed: looking is use. */
let idleSince: number | undefined;
async function stillIdle(cookie: string): Promise<boolean> {
  idleSince ??= Date.now();
  if (Date.now() < idleSince + idleSeconds * 1_000 + 50) return true;
  assert.equal(await isIn(cookie), false, 'requests from another site kept the session alive');
  return false;
}
