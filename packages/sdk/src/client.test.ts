import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthorityClient, AuthorityError, type AuthorityErrorCode, NetworkError } from './index.ts';
import type { AuthorityClientOptions } from './transport.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit & { headers: Record<string, string> };
}

/** A client of an authority that always answers the same, and what was sent to it. */
function aClient(answer: () => Response | Promise<Response>, options: Partial<AuthorityClientOptions> = {}) {
  const sent: Sent[] = [];
  const client = new AuthorityClient({
    url: 'https://id.example.org/base/',
    credential: () => 'csn_pat_example',
    fetch: async (url, init) => {
      sent.push({ url, init: init as Sent['init'] });
      return answer();
    },
    ...options,
  });
  return { client, sent };
}

const json = (body: unknown, init?: ResponseInit) => () => Response.json(body, init);
const lines = (sent: readonly Sent[]) =>
  sent.map(({ url, init }) => `${init.method} ${url} ${init.body ?? ''}`.trim());

async function refusalOf(promise: Promise<unknown>): Promise<AuthorityError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AuthorityError, String(error));
  return error;
}

async function networkFaultOf(promise: Promise<unknown>): Promise<NetworkError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof NetworkError, String(error));
  return error;
}

test('each method is one request below the public URL', async () => {
  const { client, sent } = aClient(json({}));
  await client.users.me();
  await client.users.get('u1');
  await client.users.list({ top: 'all', skip: 5, orderBy: 'name:asc' });
  await client.users.create({ login: 'jane', name: 'Jane' });
  await client.users.update('u1', { banned: true });
  await client.users.delete('u1', { successor: 'u2' });
  await client.users.groups('me', { top: 5 });
  await client.users.addGroup('u1', 'g1');
  await client.users.removeGroup('u1', 'g1');
  await client.users.details('me');
  await client.users.changePassword('u1', { oldPassword: 'old', newPassword: 'new' });
  await client.users.queryAssist('is: ', 4);
  await client.groups.list({ query: 'has: user' });
  await client.groups.get('g1');
  await client.groups.create({ name: 'Staff' });
  await client.groups.update('g1', { updaters: [{ id: 'g2' }] });
  await client.groups.delete('g1');
  await client.groups.users('g1');
  await client.groups.ownUsers('g1');
  await client.groups.addUser('g1', 'u1');
  await client.groups.removeUser('g1', 'u1');
  await client.groups.queryAssist('', 0);
  await client.permanentTokens.list('me', { top: 10 });
  await client.permanentTokens.get('me', '62-0');
  await client.permanentTokens.issue('me', { name: 'ci', services: ['wiki'] });
  await client.services.list();
  await client.services.get('wiki');
  await client.services.create({ name: 'Wiki' });
  await client.services.rotateSecret('wiki', { overlap: 3_600 });
  await client.services.listSecrets('wiki');
  await client.services.endSecret('wiki', 's1');
  await client.services.listRefreshTokens('wiki', { top: 5 });
  await client.services.endRefreshTokens('wiki');
  await client.services.listUntrustedRedirectUris('wiki');
  await client.services.acceptUntrustedRedirectUri('wiki', 'r1');
  await client.services.dismissUntrustedRedirectUri('wiki', 'r1');
  await client.settings.public();
  await client.events.list({ top: 5, query: 'author: me event: deleted' });
  await client.events.get(17);
  await client.events.integrity();
  const root = 'https://id.example.org/base/api/rest';
  assert.deepEqual(lines(sent), [
    `GET ${root}/users/me`,
    `GET ${root}/users/u1`,
    `GET ${root}/users?%24top=-1&%24skip=5&orderBy=name%3Aasc`,
    `POST ${root}/users {"login":"jane","name":"Jane"}`,
    `POST ${root}/users/u1 {"banned":true}`,
    `DELETE ${root}/users/u1?successor=u2`,
    `GET ${root}/users/me/groups?%24top=5`,
    `POST ${root}/users/u1/groups {"id":"g1"}`,
    `DELETE ${root}/users/u1/groups/g1`,
    `GET ${root}/users/me/userdetails`,
    `POST ${root}/userdetails/u1 {"password":{"value":"new","oldValue":"old"}}`,
    `GET ${root}/users/queryAssist?query=is%3A+&caret=4`,
    `GET ${root}/usergroups?query=has%3A+user`,
    `GET ${root}/usergroups/g1`,
    `POST ${root}/usergroups {"name":"Staff"}`,
    `POST ${root}/usergroups/g1 {"updaters":[{"id":"g2"}]}`,
    `DELETE ${root}/usergroups/g1`,
    `GET ${root}/usergroups/g1/users`,
    `GET ${root}/usergroups/g1/ownUsers`,
    `POST ${root}/usergroups/g1/users {"id":"u1"}`,
    `DELETE ${root}/usergroups/g1/users/u1`,
    `GET ${root}/usergroups/queryAssist?query=&caret=0`,
    `GET ${root}/users/me/permanenttokens?%24top=10`,
    `GET ${root}/users/me/permanenttokens/62-0`,
    `POST ${root}/users/me/permanenttokens {"name":"ci","scope":[{"id":"wiki"}]}`,
    `GET ${root}/services`,
    `GET ${root}/services/wiki`,
    `POST ${root}/services {"name":"Wiki"}`,
    `POST ${root}/services/wiki/secret {"overlap":3600}`,
    `GET ${root}/services/wiki/secrets`,
    `DELETE ${root}/services/wiki/secrets/s1`,
    `GET ${root}/services/wiki/refreshtokens?%24top=5`,
    `DELETE ${root}/services/wiki/refreshtokens`,
    `GET ${root}/services/wiki/untrustedredirecturis`,
    `POST ${root}/services/wiki/untrustedredirecturis/r1/accept`,
    `DELETE ${root}/services/wiki/untrustedredirecturis/r1`,
    `GET ${root}/settings/public`,
    `GET ${root}/events?%24top=5&query=author%3A+me+event%3A+deleted`,
    `GET ${root}/events/17`,
    `GET ${root}/events/integrity`,
  ]);
});

test('groups and memberships are named by id, from either side', async () => {
  const { client, sent } = aClient(json({}));
  await client.users.queryAssist('is: b', 5);
  await client.users.groups('u1', { top: 'all' });
  await client.users.addGroup('u1', 'g1');
  await client.users.removeGroup('u1', 'g1');
  await client.users.delete('u1', { successor: 'u2' });
  await client.groups.list({ query: '{eng}*' });
  await client.groups.ownUsers('g1');
  await client.groups.addUser('g1', 'u1');
  await client.groups.delete('g1');
  assert.deepEqual(lines(sent), [
    'GET https://id.example.org/base/api/rest/users/queryAssist?query=is%3A+b&caret=5',
    'GET https://id.example.org/base/api/rest/users/u1/groups?%24top=-1',
    'POST https://id.example.org/base/api/rest/users/u1/groups {"id":"g1"}',
    'DELETE https://id.example.org/base/api/rest/users/u1/groups/g1',
    'DELETE https://id.example.org/base/api/rest/users/u1?successor=u2',
    'GET https://id.example.org/base/api/rest/usergroups?query=%7Beng%7D*',
    'GET https://id.example.org/base/api/rest/usergroups/g1/ownUsers',
    'POST https://id.example.org/base/api/rest/usergroups/g1/users {"id":"u1"}',
    'DELETE https://id.example.org/base/api/rest/usergroups/g1',
  ]);
});

test('an export is an address, for a link or a download', () => {
  const { client, sent } = aClient(json({}));
  const root = 'https://id.example.org/base/api/rest';
  assert.equal(client.events.exportUrl(), `${root}/events/export`);
  assert.equal(
    client.events.exportUrl({ format: 'csv', query: 'target: {a b}' }),
    `${root}/events/export?format=csv&query=target%3A+%7Ba+b%7D`,
  );
  assert.equal(sent.length, 0);
});

test('a revocation is answered with nothing', async () => {
  const { client, sent } = aClient(() => new Response(null, { status: 200 }));
  assert.equal(await client.permanentTokens.revoke('me', '62-0'), undefined);
  assert.equal(sent[0]?.init.method, 'DELETE');
});

test('an empty address is the own origin', async () => {
  const { client, sent } = aClient(json({}), { url: '', credential: 'cookie' });
  await client.users.me();
  assert.equal(sent[0]?.url, '/api/rest/users/me');
});

test('a request carries the token or the cookie, never both', async () => {
  const token = aClient(json({}));
  await token.client.users.me();
  assert.equal(token.sent[0]?.init.headers.authorization, 'Bearer csn_pat_example');
  assert.equal(token.sent[0]?.init.credentials, 'omit');
  const cookie = aClient(json({}), { credential: 'cookie' });
  await cookie.client.users.me();
  assert.equal(cookie.sent[0]?.init.headers.authorization, undefined);
  assert.equal(cookie.sent[0]?.init.credentials, 'same-origin');
});

test('a token that cannot stand in a header is refused without being repeated', async () => {
  for (const token of ['', 'csn_pat_a\nb', 'csn_pat_ä', 'a b']) {
    const { client, sent } = aClient(json({}), { credential: () => token });
    await assert.rejects(client.users.me(), (error: Error) => {
      assert.ok(error instanceof TypeError && !error.message.includes('csn_pat'));
      return true;
    });
    assert.equal(sent.length, 0);
  }
});

test('an id cannot lead to another resource', async () => {
  const { client, sent } = aClient(json({}));
  await client.users.get('../services?x#y');
  assert.equal(sent[0]?.url, 'https://id.example.org/base/api/rest/users/..%2Fservices%3Fx%23y');
  for (const id of ['', '.', '..']) await assert.rejects(client.users.get(id), TypeError);
  assert.equal(sent.length, 1);
});

test('an expiry may be a date or an instant, and a mistaken one never becomes none', async () => {
  const { client, sent } = aClient(json({}));
  const issue = (expires: Date | number | null) =>
    client.permanentTokens.issue('me', { name: 'ci', scope: [{ key: 'wiki' }], expires, description: null });
  await issue(new Date(5));
  await issue(null);
  assert.deepEqual(
    sent.map(({ init }) => (JSON.parse(init.body as string) as { expires: unknown }).expires),
    [5, null],
  );
  for (const mistaken of [new Date('soon'), Number.NaN, Number.POSITIVE_INFINITY, 1.5]) {
    await assert.rejects(async () => issue(mistaken), TypeError);
  }
  assert.equal(sent.length, 2);
});

test('a refusal is thrown with all that the authority tells', async () => {
  const child = { error: 'bad_request', error_description: 'name is required', error_field: 'name' };
  const body = {
    error: 'bad_request',
    error_code: 400,
    error_description: 'Two fields are malformed',
    error_developer_message: 'Two fields are malformed',
    error_field: 'name',
    error_children: [child],
    request_id: 'r1',
  };
  const { client } = aClient(json(body, { status: 400 }));
  const { name, message, ...facts } = await refusalOf(client.users.me());
  assert.equal(message, 'Two fields are malformed');
  assert.deepEqual(facts, {
    code: 'bad_request',
    status: 400,
    field: 'name',
    children: [child],
    requestId: 'r1',
    retryAfterSeconds: undefined,
  });
});

test('a refusal for now says when to come again', async () => {
  const body = { error: 'too_many_requests', error_description: 'Too many requests' };
  const { client } = aClient(json(body, { status: 429, headers: { 'retry-after': '7' } }));
  assert.equal((await refusalOf(client.users.me())).retryAfterSeconds, 7);
});

test('an answer that is not from an authority is told apart', async () => {
  const answers: [string, () => Response][] = [
    ['a page', () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })],
    ['a page with a bad status', () => new Response('<!doctype html>', { status: 502 })],
    ['an empty answer', () => new Response('')],
    ['broken JSON', () => new Response('{', { headers: { 'content-type': 'application/json' } })],
    ['an unknown error', json({ error: 'toString', error_description: 'x' }, { status: 400 })],
    ['an error of another form', json({ error: { code: 1 } }, { status: 400 })],
  ];
  const expected: AuthorityErrorCode = 'unexpected_answer';
  for (const [name, answer] of answers) {
    assert.equal((await refusalOf(aClient(answer).client.users.me())).code, expected, name);
  }
});

test('a redirect is never followed', async () => {
  const { client, sent } = aClient(
    () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
  );
  const { code, message } = await refusalOf(client.users.me());
  assert.equal(code, 'unexpected_answer');
  assert.match(message, /redirects/);
  assert.equal(sent.length, 1);
  assert.equal(sent[0]?.init.redirect, 'manual');
});

test('a write without an answer is not repeated', async () => {
  const { client, sent } = aClient(() => Promise.reject(new TypeError('fetch failed')));
  const { code } = await networkFaultOf(
    client.permanentTokens.issue('me', { name: 'ci', services: ['wiki'] }),
  );
  assert.equal(code, 'unreachable');
  assert.equal(sent.length, 1);
});

test('an authority that cannot be reached is told by its address, and by nothing secret in it', async () => {
  const fetch = () => Promise.reject(new TypeError('fetch failed'));
  const messageAt = async (url: string) =>
    (await networkFaultOf(new AuthorityClient({ url, fetch }).settings.public())).message;
  assert.equal(
    await messageAt('https://ada:secret@id.example.com:8443/auth/'),
    'The authority cannot be reached at https://id.example.com:8443/auth',
  );
  assert.equal(
    await messageAt('http://localhost:4700'),
    'The authority cannot be reached at http://localhost:4700',
  );
  assert.equal(await messageAt(''), 'The authority cannot be reached');
});

const untilAborted: AuthorityClientOptions['fetch'] = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

test('an answer that does not come in time is given up', async () => {
  // The timer of a time limit does not keep the process alive; the interval does until the limit is reached.
  const alive = setInterval(() => undefined, 1_000);
  const client = new AuthorityClient({ url: 'http://a', timeoutSeconds: 0.01, fetch: untilAborted });
  assert.equal((await networkFaultOf(client.settings.public())).code, 'timeout');
  clearInterval(alive);
});

test('a caller can end a request', async () => {
  const controller = new AbortController();
  const client = new AuthorityClient({ url: 'http://a', fetch: untilAborted });
  const answer = client.settings.public({ signal: controller.signal });
  controller.abort();
  assert.equal((await networkFaultOf(answer)).code, 'aborted');
});
