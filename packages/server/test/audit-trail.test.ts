import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  administrator,
  ask,
  issueToken,
  postForm,
  registerService,
  signIn,
} from '../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../test/harness/run-folder.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createPerson, createUser, setBanned } from './harness/people.ts';
import { sendRaw } from './harness/raw-http.ts';
import { lastAuditNumber, readAuditEvents } from './harness/rows.ts';
import { until } from './harness/until.ts';

const house = await openAuthority({ env: { COUNTERSIGN_USAGE__FLUSH_SECONDS: '1' } });
const proxied = await openAuthority({
  env: { COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8,2001:db8:ffff::/48' },
});
const { url, cookie, port, databaseFile, administratorId } = house;
const observer = await createPerson(house, 'observer');

interface Event {
  readonly kind: string;
  readonly actor: { readonly kind: string; readonly id?: string; readonly via?: { readonly kind: string } };
  readonly subject?: string;
  readonly target: { readonly kind: string; readonly id?: string; readonly name?: string };
  readonly details?: Readonly<Record<string, unknown>>;
  readonly request: { readonly id: string; readonly address?: string; readonly userAgent?: string };
}

/** The events that doing something leaves behind. */
async function eventsOf(act: () => Promise<unknown>, file: string = databaseFile): Promise<readonly Event[]> {
  const before = lastAuditNumber(file);
  await act();
  return readAuditEvents(file, before).map(({ text }) => JSON.parse(text) as Event);
}

describe('every change has one event that says who did what to whom, and from where:', () => {
  const changes: Readonly<Record<string, () => Promise<{ act: () => Promise<unknown>; target: string }>>> = {
    'user.created': async () => ({
      act: () => createUser(house, 'audited'),
      target: 'user',
    }),
    'user.banned': async () => {
      const id = await createUser(house, 'to-ban');
      return { act: () => setBanned(house, id, true), target: 'user' };
    },
    'user.unbanned': async () => {
      const id = await createUser(house, 'to-unban');
      await setBanned(house, id, true);
      return { act: () => setBanned(house, id, false), target: 'user' };
    },
    'service.registered': async () => ({
      act: () => registerService(url, cookie, 'audited'),
      target: 'service',
    }),
    'service.secret-rotated': async () => {
      const { id } = await registerService(url, cookie, 'to-rotate');
      return {
        act: async () => {
          const { json } = await ask(`${url}/api/rest/services/${id}/secret`, { method: 'POST', cookie });
          rememberSecret(json.secret);
        },
        target: 'service',
      };
    },
    'permanent-token.issued': async () => ({
      act: () => issueToken(url, cookie, ['0-0-0-0-0'], { userId: observer.id, name: 'audited' }),
      target: 'permanent-token',
    }),
    'permanent-token.revoked': async () => {
      const { id } = await issueToken(url, cookie, ['0-0-0-0-0']);
      const path = `${url}/api/rest/users/me/permanenttokens/${id}`;
      return { act: () => ask(path, { method: 'DELETE', cookie }), target: 'permanent-token' };
    },
  };
  for (const [kind, prepare] of Object.entries(changes)) {
    test(kind, async () => {
      const { act, target } = await prepare();
      const [event, ...more] = await eventsOf(act);
      assert.deepEqual(more, []);
      assert.equal(event?.kind, kind);
      assert.equal(event.target.kind, target);
      assert.equal(event.actor.id, administratorId);
      assert.equal(event.actor.via?.kind, 'session');
      assert.match(event.request.id, /^[0-9a-f]{16}$/);
      assert.match(event.request.address ?? '', /^(127\.0\.0\.1|::1)$/);
    });
  }

  test('session.started and session.ended', async () => {
    let mine = '';
    const [started] = await eventsOf(async () => {
      mine = await signIn(url, administrator.login, administrator.password);
    });
    assert.equal(started?.kind, 'session.started');
    assert.equal(started.subject, administratorId);
    assert.deepEqual(
      [started.actor.id, started.actor.via],
      [administratorId, { kind: 'session', id: started.target.id }],
    );
    const [ended] = await eventsOf(() => postForm(`${url}/sign-out`, {}, mine));
    assert.equal(ended?.kind, 'session.ended');
    assert.equal(ended.actor.id, administratorId);
  });

  test('and names the token that acted, when it was one', async () => {
    const { id, token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    const body = { login: 'by-token', name: 'By token' };
    const [event] = await eventsOf(() => ask(`${url}/api/rest/users`, { method: 'POST', token, body }));
    assert.deepEqual(event?.actor.via, { kind: 'permanent-token', id });
  });
});

describe('a refused change', () => {
  const attempts: Readonly<
    Record<string, readonly [method: string, path: string, body: object | undefined]>
  > = {
    'users.create': ['POST', '/users', { login: 'x', name: 'X' }],
    'users.update': ['POST', `/users/${administratorId}`, { banned: true }],
    'permanentTokens.create': [
      'POST',
      `/users/${administratorId}/permanenttokens`,
      { name: 'x', scope: [{ id: '0-0-0-0-0' }] },
    ],
    'permanentTokens.revoke': [
      'DELETE',
      `/users/${administratorId}/permanenttokens/${observer.id}`,
      undefined,
    ],
    'services.create': ['POST', '/services', { name: 'x' }],
    'services.rotateSecret': ['POST', '/services/Countersign/secret', undefined],
  };
  for (const [route, [method, path, body]] of Object.entries(attempts)) {
    test(`has its event, too: ${route}`, async () => {
      const [event, ...more] = await eventsOf(async () => {
        const sent = { method, cookie: observer.cookie, ...(body && { body }) };
        assert.equal((await ask(`${url}/api/rest${path}`, sent)).status, 403);
      });
      assert.deepEqual(more, []);
      assert.equal(event?.kind, 'change.refused');
      assert.equal(event.actor.id, observer.id);
      assert.equal(event.target.name, route);
      assert.match(JSON.stringify(event.details), /jetbrains\.jetpass\./);
    });
  }

  test('has its event where it was tried on a page', async () => {
    const [event, ...more] = await eventsOf(async () => {
      assert.equal((await postForm(`${url}/two-factor/recovery-codes`, {}, observer.cookie)).status, 404);
    });
    assert.deepEqual(more, []);
    assert.deepEqual(
      [event?.kind, event?.actor.id, event?.target.name, event?.details?.refusal, event?.details?.userId],
      ['change.refused', observer.id, 'page.recovery-codes', 'not-found', observer.id],
    );
  });

  test('that another site tried with a session is recorded', async () => {
    const events = await eventsOf(async () => {
      const headers = { cookie, 'sec-fetch-site': 'cross-site' };
      const answer = await ask(`${url}/api/rest/services`, { method: 'POST', headers, body: { name: 'x' } });
      assert.equal(answer.status, 403);
    });
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['change.refused'],
    );
  });

  test('with a path that holds a secret keeps no secret', async () => {
    const { token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    const before = lastAuditNumber(databaseFile);
    const attemptsWithToken: readonly (readonly [string, string])[] = [
      ['DELETE', `/users/me/permanenttokens/${token}`],
      ['DELETE', `/users/${token}/permanenttokens/${token}`],
      ['POST', `/services/${token}/secret`],
    ];
    for (const [method, path] of attemptsWithToken) {
      assert.equal((await ask(`${url}/api/rest${path}`, { method, cookie })).status, 404);
    }
    const body = { banned: true };
    assert.equal((await ask(`${url}/api/rest/users/${token}`, { method: 'POST', cookie, body })).status, 404);
    const kept = readAuditEvents(databaseFile, before).filter(({ text }) => text.includes(token));
    assert.deepEqual(
      kept.map(({ kind, text }) => `${kind} ${text.replaceAll(token, '<the token>')}`),
      [],
    );
  });

  test('does not fill the log when it comes again and again', async () => {
    const busy = await createPerson(house, 'busy');
    const events = await eventsOf(async () => {
      for (let count = 0; count < 300; count++) {
        const sent = { method: 'POST', cookie: busy.cookie, body: { name: 'x' } };
        assert.equal((await ask(`${url}/api/rest/services`, sent)).status, 403);
      }
    });
    assert.ok(events.length >= 1 && events.length < 300, `${events.length} events`);
  });
});

describe('where a request came from', () => {
  const junk: Readonly<Record<string, string>> = {
    'X-Forwarded-For': '203.0.113.66',
    'X-Real-IP': '203.0.113.66',
    Forwarded: 'for=203.0.113.66;proto=https;by=203.0.113.43',
    'CF-Connecting-IP': '203.0.113.66',
    'True-Client-IP': '203.0.113.66',
    'X-Client-IP': '203.0.113.66',
    'X-Request-Id': 'chosen-by-the-client',
  };

  test('is the address of the peer, whatever headers a stranger sends', async () => {
    let login = 0;
    for (const [name, value] of [
      ...Object.entries(junk),
      ['X-Forwarded-For', 'not an address, ,;'],
    ] as const) {
      const [event] = await eventsOf(() =>
        ask(`${url}/api/rest/users`, {
          method: 'POST',
          cookie,
          headers: { [name]: value },
          body: { login: `from-${++login}`, name: 'From' },
        }),
      );
      assert.match(event?.request.address ?? '', /^(127\.0\.0\.1|::1)$/, name);
      assert.match(event?.request.id ?? '', /^[0-9a-f]{16}$/);
    }
  });

  const forwarded: readonly (readonly [header: string, expected: string])[] = [
    ['198.51.100.7', '198.51.100.7'],
    ['203.0.113.66, 198.51.100.7', '198.51.100.7'],
    ['203.0.113.66, 198.51.100.7, 10.1.2.3', '198.51.100.7'],
    ['198.51.100.7, 10.1.2.3, 10.9.9.9', '198.51.100.7'],
    ['10.1.2.3', '10.1.2.3'],
    ['2001:db8:1::7', '2001:db8:1::7'],
    ['2001:db8:1::7, 2001:db8:ffff::1', '2001:db8:1::7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['203.0.113.66, junk', '127.0.0.1'],
    ['junk, 198.51.100.7', '198.51.100.7'],
    ['198.51.100.7, junk, 10.1.2.3', '10.1.2.3'],
    ['', '127.0.0.1'],
    [',,,', '127.0.0.1'],
    ['198.51.100.7:443', '127.0.0.1'],
    ["' or 1=1", '127.0.0.1'],
  ];
  test('is read from right to left behind a trusted proxy, and only as far as proxies wrote it', async () => {
    for (const [index, [header, expected]] of forwarded.entries()) {
      const [event] = await eventsOf(
        () =>
          ask(`http://127.0.0.1:${proxied.port}/api/rest/users`, {
            method: 'POST',
            cookie: proxied.cookie,
            headers: { 'x-forwarded-for': header },
            body: { login: `walker-${index}`, name: 'Walker' },
          }),
        proxied.databaseFile,
      );
      assert.equal(event?.request.address, expected, header);
    }
  });

  test('is kept with a token that was used', async () => {
    const { id, token } = await issueToken(url, cookie, ['0-0-0-0-0']);
    const headers = { ...junk, 'user-agent': 'Tester/1.0 <b>' };
    assert.equal((await ask(`${url}/api/rest/users/me`, { token, headers })).status, 200);
    const seen = await ask(`${url}/api/rest/users/me/permanenttokens/${id}`, { cookie });
    assert.match(seen.json.lastAccessAddress, /^(127\.0\.0\.1|::1)$/);
    assert.equal(seen.json.lastAccessUserAgent, 'Tester/1.0 <b>');
    assert.equal(seen.json.usageCount, 1);
    assert.deepEqual([seen.json.recentUse.count, seen.json.recentUse.addresses], [1, 1]);
    assert.ok(Math.abs(seen.json.lastAccessTime - Date.now()) < 30_000);
  });
});

describe('the log of the process', () => {
  test('is one JSON object a line, whatever is sent', async () => {
    const lines = [
      'User-Agent: {"level":60,"msg":"forged"}',
      'User-Agent: \x80\xff\x9b[31m',
      'X: \x85\xe2\x80\xa8',
    ];
    for (const line of lines) {
      for (const target of [
        '/api/rest/users/me',
        '/nothing%0a%7B%22level%22:60%7D',
        '/api/rest/users/%00%1b',
      ]) {
        await sendRaw(port, { target, headers: [line, `Cookie: ${cookie}`] });
      }
    }
    await until('the last request in the log', () =>
      readFileSync(join(house.dataFolder, 'server.log'), 'utf8').includes('"method":"GET"')
        ? true
        : undefined,
    );
    const log = readFileSync(join(house.dataFolder, 'server.log'), 'utf8');
    const written = log.split('\n').slice(0, -1);
    assert.ok(written.length > 20);
    for (const line of written) {
      const entry = JSON.parse(line) as { readonly level: number; readonly msg?: string };
      assert.ok(entry.level < 50, `an error was logged: ${line}`);
      assert.notEqual(entry.msg, 'forged');
    }
  });
});
