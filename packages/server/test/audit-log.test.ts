import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, issueToken, registerService } from '../../../test/harness/rest-client.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createPerson, createUser, setBanned } from './harness/people.ts';
import { assertError } from './harness/refused.ts';

const house = await openAuthority({ env: { COUNTERSIGN_LISTS__TOP_MAX: '100' } });
const { url, cookie, administratorId } = house;
const observer = await createPerson(house, 'observer');
const bob = await createUser(house, 'bob');
const door = await registerService(url, cookie, 'door');
const script = await issueToken(url, cookie, ['0-0-0-0-0'], { name: 'script' });
const begun = Date.now();
const forBob = await issueToken(url, cookie, [door.id], { userId: bob, name: '@SUM(1+1)' });
await setBanned(house, bob, true);
await ask(`${url}/api/rest/users`, {
  method: 'POST',
  token: script.token,
  headers: { 'user-agent': '=cmd|x' },
  body: { login: 'made-by-script', name: 'Made' },
});
await ask(`${url}/api/rest/services`, { method: 'POST', cookie: observer.cookie, body: { name: 'x' } });
await ask(`${url}/api/rest/users/${bob}/permanenttokens/${forBob.id}`, { method: 'DELETE', cookie });

interface Shown {
  readonly number: number;
  readonly kind: string;
}

async function find(query: string, more = ''): Promise<readonly string[]> {
  const answer = await ask(`${url}/api/rest/events?query=${encodeURIComponent(query)}${more}`, { cookie });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.events.map(({ kind }: Shown) => kind);
}

describe('an event', () => {
  test('has the members that clients of this dialect know, and what the log keeps beside them', async () => {
    const { json } = await ask(`${url}/api/rest/events?query=act:permanent-token.issued`, { cookie });
    const [event] = json.events;
    const { number, timestamp, requestId, hash, previousHash, credential, ...rest } = event;
    assert.deepEqual(rest, {
      type: 'created',
      id: String(number),
      kind: 'permanent-token.issued',
      result: 'success',
      author: { type: 'user', id: administratorId, name: 'ada' },
      authorType: 'user',
      authorPresentation: 'ada',
      subject: { type: 'user', id: bob },
      targetType: 'permanentToken',
      targetId: forBob.id,
      targetPresentation: '@SUM(1+1)',
      changes: [],
      details: rest.details,
      ipAddress: rest.ipAddress,
      userAgent: rest.userAgent,
    });
    assert.ok(timestamp >= begun && timestamp <= Date.now());
    assert.match(rest.ipAddress, /^(127\.0\.0\.1|::1)$/);
    assert.match(requestId, /^[0-9a-f]{16}$/);
    assert.equal(credential.type, 'session');
    assert.match(`${previousHash} ${hash}`, /^[\w-]{43} [\w-]{43}$/);
  });

  test('of a refusal, or of the authority itself, says so', async () => {
    const { json } = await ask(`${url}/api/rest/events?query=act:change.refused,authority.founded`, {
      cookie,
    });
    const facts = json.events.map(
      ({ type, result, author, authorType, authorPresentation, targetType, targetPresentation }: never) => [
        type,
        result,
        author,
        authorType,
        authorPresentation,
        targetType,
        targetPresentation,
      ],
    );
    const observerAuthor = { type: 'user', id: observer.id, name: 'observer' };
    assert.deepEqual(facts, [
      [null, 'refused', observerAuthor, 'user', 'observer', 'route', 'services.create'],
      ['created', 'success', null, 'system', 'system', 'authority', 'authority'],
    ]);
  });

  test('is read by its number', async () => {
    const { json } = await ask(`${url}/api/rest/events?$top=1`, { cookie });
    const [newest] = json.events;
    const one = await ask(`${url}/api/rest/events/${newest.id}`, { cookie });
    assert.deepEqual(one.json, newest);
    const few = await ask(`${url}/api/rest/events/${newest.id}?fields=number,author(name)`, { cookie });
    assert.deepEqual(few.json, {
      type: newest.type,
      number: newest.number,
      author: { type: 'user', name: 'ada' },
    });
    for (const absent of ['0', '01', '-1', '999999', '1e1', 'x', script.id]) {
      assertError(await ask(`${url}/api/rest/events/${absent}`, { cookie }), 404);
    }
  });

  test('shows what was and what is', async () => {
    const kinds = await find('event: updated act: user.banned');
    assert.deepEqual(kinds, ['user.banned']);
    const { json } = await ask(`${url}/api/rest/events?query=act:user.banned&fields=changes`, { cookie });
    for (const change of json.events[0].changes) {
      assert.deepEqual(Object.keys(change), ['fieldName', 'oldValue', 'newValue']);
    }
  });
});

describe('the list of events', () => {
  test('is newest first, in windows, with the number of all', async () => {
    const whole = (await ask(`${url}/api/rest/events`, { cookie })).json;
    const numbers = whole.events.map(({ number }: Shown) => number);
    assert.deepEqual(
      numbers,
      Array.from({ length: whole.total }, (_, i) => whole.total - i),
    );
    assert.deepEqual([whole.type, whole.skip, whole.top, whole.totalCapped], ['EventsPage', 0, 100, false]);
    const window = (await ask(`${url}/api/rest/events?$skip=2&$top=3`, { cookie })).json;
    assert.deepEqual(
      [window.events.map(({ number }: Shown) => number), window.total],
      [numbers.slice(2, 5), whole.total],
    );
    const all = (await ask(`${url}/api/rest/events?$top=-1&orderBy=timestamp`, { cookie })).json;
    assert.deepEqual(all.events, whole.events);
  });

  test('is found by each member of a query', async () => {
    const bobsToken = ['permanent-token.revoked', 'permanent-token.issued'];
    assert.deepEqual(await find(`target: ${forBob.id}`), bobsToken);
    assert.deepEqual(await find('subject: bob entityType: permanentToken'), bobsToken);
    assert.deepEqual(await find(`author: ada event: deleted`), ['permanent-token.revoked']);
    assert.deepEqual(await find(`author: me event: deleted`), ['permanent-token.revoked']);
    assert.deepEqual(await find(`author: ${administratorId} event: deleted`), ['permanent-token.revoked']);
    assert.deepEqual(await find('author: observer'), [
      'change.refused',
      'session.started',
      'user.password-changed',
    ]);
    assert.deepEqual(await find('result: refused'), ['change.refused']);
    assert.deepEqual(await find(`token: ${script.id}`), ['user.created']);
    assert.deepEqual(await find('act: authority.founded'), ['authority.founded']);
    assert.deepEqual(await find('id: 1'), ['authority.founded']);
    assert.deepEqual(await find('beforeId: 2'), ['authority.founded']);
    assert.equal((await find(`after: ${begun} afterId: 1 address: 127.0.0.1, ::1`)).length, 5);
    assert.deepEqual(await find('after: 2100-01-01'), []);
    assert.deepEqual(await find('before: 2000-01-01'), []);
    assert.deepEqual(await find('address: 203.0.113.66'), []);
    const { json } = await ask(`${url}/api/rest/events?query=act:change.refused`, { cookie });
    assert.deepEqual(await find(`request: ${json.events[0].requestId}`), ['change.refused']);
  });

  test('refuses what it cannot do by name, and never answers something else in its place', async () => {
    const refusals: Readonly<Record<string, string>> = {
      'query=jane': 'query',
      'query=colour:red': 'query',
      'query=author:nobody-of-that-name': 'query',
      'query=id:1&query=id:2': 'query',
      'orderBy=timestamp:asc': 'orderBy',
      'orderBy=kind': 'orderBy',
      '$skip=10001': '$skip',
      '$top=101': '$top',
      'fields=(': 'fields',
    };
    for (const [query, field] of Object.entries(refusals)) {
      assertError(await ask(`${url}/api/rest/events?${query}`, { cookie }), 400, field);
    }
  });

  test('is for whoever may look into every corner, and tells nobody else who exists', async () => {
    for (const path of [
      '',
      '/export',
      '/integrity',
      '/1',
      '?query=author:bob',
      '?query=author:no-such-login',
    ]) {
      const refused = await ask(`${url}/api/rest/events${path}`, { cookie: observer.cookie });
      assertError(refused, 403);
      assert.match(
        refused.json.error_description,
        /read the audit log: you lack Low-level Admin Read in Global/,
      );
      assertError(await ask(`${url}/api/rest/events${path}`), 401);
    }
  });

  test('cannot be written to', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const path of ['', '/1', '/export', '/integrity']) {
        assert.equal((await ask(`${url}/api/rest/events${path}`, { method, cookie })).status, 405);
      }
    }
  });
});
