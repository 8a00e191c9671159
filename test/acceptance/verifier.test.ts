import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import {
  decideEntry,
  expressGate,
  fastifyGate,
  honoGate,
  type Principal,
  type Verdict,
  Verifier,
} from '@countersign/sdk';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { ask, issueToken, registerService, setUp } from '../harness/rest-client.ts';
import { type RunningAuthority, startAuthority } from '../harness/running-authority.ts';

/** The SDK's verifier inside services of three kinds, before a running authority. */
let authority: RunningAuthority;
let cookie: string;
let wiki: { readonly id: string; readonly secret: string };

/** What of the way to the authority is cut. */
const cut = { feed: false, checks: false };
const asked = { feed: 0, checks: 0 };

async function fetchThrough(url: string, init: RequestInit): Promise<Response> {
  if (url.endsWith('/uses')) return fetch(url, init);
  const isFeed = url.endsWith('/changes');
  asked[isFeed ? 'feed' : 'checks'] += 1;
  const isCut = () => (isFeed ? cut.feed : cut.checks);
  if (isCut()) throw new Error('cut');
  const answer = await fetch(url, init);
  if (isCut()) throw new Error('cut');
  return answer;
}

const memorySeconds = 2;
const bearer = (token: string): Verdict | Promise<Verdict> => verifier.checkAuthorization(`Bearer ${token}`);
const revoke = async (id: string) => {
  const path = `/api/rest/users/me/permanenttokens/${id}`;
  assert.equal((await ask(authority.url + path, { method: 'DELETE', cookie })).status, 200);
};
const make = () => issueToken(authority.url, cookie, [wiki.id]);

/** Tries until it holds; answers after how many milliseconds. */
async function until(holds: () => boolean | Promise<boolean>, seconds: number): Promise<number> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > seconds * 1_000) throw new Error(`not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - start;
}

/** Asks until the answer comes from memory. */
async function warm(token: string): Promise<void> {
  await until(async () => {
    const verdict = bearer(token);
    await verdict;
    return !(verdict instanceof Promise);
  }, 20);
}

let verifier: Verifier;

before(async () => {
  authority = await startAuthority();
  cookie = await setUp(authority);
  wiki = await registerService(authority.url, cookie, 'wiki', 'Wiki');
  const body = { verdictMemory: memorySeconds };
  await ask(`${authority.url}/api/rest/services/${wiki.id}`, { method: 'POST', cookie, body });
  verifier = new Verifier({ url: authority.url, service: wiki, fetch: fetchThrough });
});

after(async () => {
  await verifier.close();
  await authority.stop();
});

describe('a verifier inside a service', () => {
  test('answers from memory once it has asked, and forgets a revoked token without being asked to', async () => {
    const { id, token } = await make();
    await warm(token);
    const before = asked.checks;
    for (let time = 0; time < 1_000; time++) assert.equal((bearer(token) as Verdict).kind, 'active');
    assert.equal(asked.checks, before);
    await revoke(id);
    await until(async () => (await bearer(token)).kind === 'inactive', memorySeconds);
    for (let time = 0; time < 100; time++) assert.equal((await bearer(token)).kind, 'inactive');
  });

  test('accepts nothing after its bound, whatever order revocations and checks come in', async () => {
    for (let round = 0; round < 20; round++) {
      const { id, token } = await make();
      await warm(token);
      await revoke(id);
      const acknowledged = performance.now();
      while (performance.now() - acknowledged < 300) {
        if ((await bearer(token)).kind === 'inactive') break;
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal((await bearer(token)).kind, 'inactive', `round ${round}`);
    }
  });

  test('works for its bound when it hears nothing more, then asks, then refuses; and comes back by itself', async () => {
    const { id, token } = await make();
    await warm(token);
    cut.feed = true;
    await until(() => bearer(token) instanceof Promise, memorySeconds + 1);
    assert.equal((await bearer(token)).kind, 'active');
    cut.checks = true;
    assert.deepEqual(await bearer(token), { kind: 'unavailable', retryAfterSeconds: 1 });
    cut.checks = false;
    await revoke(id);
    assert.equal((await bearer(token)).kind, 'inactive');
    cut.feed = false;
    const another = await make();
    await warm(another.token);
  });

  test('tells the owner of a token of every check, once each: what it asked, and what it answered from memory', async () => {
    const own = new Verifier({ url: authority.url, service: wiki, fetch: fetchThrough });
    const permissions = `${authority.url}/api/rest/services/${wiki.id}/permissions`;
    const body = { key: 'wiki.page-read', name: 'Read pages' };
    assert.equal((await ask(permissions, { method: 'POST', cookie, body })).status, 200);
    const { id, token } = await make();
    const visitor = { address: '192.0.2.77', userAgent: 'reader/1' };
    const check = () => own.checkAuthorization(`Bearer ${token}`, visitor);
    let checks = 0;
    await until(async () => {
      const verdict = check();
      checks += 1;
      await verdict;
      return !(verdict instanceof Promise);
    }, 20);
    for (; checks < 2_000; checks++) assert.equal((check() as Verdict).kind, 'active');
    const demand = { permission: 'wiki.page-read' };
    for (let time = 0; time < 5; time++)
      assert.equal((await decideEntry(own, `Bearer ${token}`, demand, visitor)).kind, 'open');
    await own.close();
    const path = `/api/rest/users/me/permanenttokens/${id}`;
    const { json } = await ask(authority.url + path, { cookie });
    assert.equal(json.usageCount, 2_005);
    const used = json.permissionsUsed.map(
      ({ permission, count }: { permission: { name: string }; count: number }) => [permission.name, count],
    );
    assert.deepEqual(used, [['Read pages', 5]]);
    assert.deepEqual([json.lastAccessAddress, json.lastAccessUserAgent], ['192.0.2.77', 'reader/1']);
  });
});

/** A service of each kind, all with the same two addresses. */
const services: readonly [string, () => Promise<{ url: string; stop: () => Promise<void> }>][] = [
  [
    'Express',
    async () => {
      const app = express();
      app.get('/me', expressGate(verifier), (request, response) => {
        response.json({ login: (request as { principal?: Principal }).principal?.login });
      });
      app.get('/write', expressGate(verifier, { permission: 'wiki.write' }), (_request, response) => {
        response.json({});
      });
      const server: Server = app.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return running(server);
    },
  ],
  [
    'Fastify',
    async () => {
      const app = fastify();
      app.get('/me', { onRequest: fastifyGate(verifier) }, async (request) => ({
        login: (request as { principal?: Principal }).principal?.login,
      }));
      app.get('/write', { onRequest: fastifyGate(verifier, { permission: 'wiki.write' }) }, async () => ({}));
      const url = await app.listen({ port: 0, host: '127.0.0.1' });
      return { url, stop: () => app.close() };
    },
  ],
  [
    'Hono',
    async () => {
      const app = new Hono<{ Variables: { principal: Principal } }>();
      app.get('/me', honoGate(verifier), (context) =>
        context.json({ login: context.get('principal').login }),
      );
      app.get('/write', honoGate(verifier, { permission: 'wiki.write' }), (context) => context.json({}));
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
      if (!server.listening) await once(server, 'listening');
      return running(server);
    },
  ],
];

function running(server: Server) {
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

for (const [kind, start] of services)
  test(`${kind} lets in who has a good credential, and says what is missing`, async (t) => {
    const { url, stop } = await start();
    t.after(stop);
    const { id, token } = await make();
    const me = await ask(`${url}/me`, { token });
    assert.deepEqual([me.status, me.json.login], [200, 'ada']);
    const nobody = await ask(`${url}/me`);
    assert.deepEqual(
      [nobody.status, nobody.headers.get('www-authenticate')],
      [401, 'Bearer realm="Countersign"'],
    );
    const lacking = await ask(`${url}/write`, { token });
    assert.deepEqual(
      [lacking.status, lacking.headers.get('www-authenticate'), lacking.json.error],
      [403, 'Bearer realm="Countersign", error="insufficient_scope"', 'insufficient_scope'],
    );
    await revoke(id);
    await until(async () => (await ask(`${url}/me`, { token })).status === 401, memorySeconds);
    const other = await make();
    cut.checks = true;
    const away = await ask(`${url}/me`, { token: other.token });
    cut.checks = false;
    assert.deepEqual(
      [away.status, away.headers.get('retry-after'), away.json.error],
      [503, '1', 'temporarily_unavailable'],
    );
  });
