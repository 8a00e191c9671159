import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { UseReport } from '@countersign/api';
import { expressGate } from './express-gate.ts';
import { fastifyGate } from './fastify-gate.ts';
import { decideEntry } from './gate.ts';
import { honoGate } from './hono-gate.ts';
import { isToken } from './token-shape.ts';
import type { Verdict } from './verdict.ts';
import { Verifier, type VerifierOptions } from './verifier.ts';

const good = 'csn_pat_0000000000000000000000000000000000000000000';
const token = withChecksum(good);
const other = withChecksum('csn_acc_1111111111111111111111111111111111111111111');

/** The one rule for checksums that is not under test: found by trying. */
function withChecksum(body: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let crc = 0xffffffff;
  for (const letter of body) {
    crc ^= letter.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = '';
  for (let index = 0; index < 6; index++) {
    digits = alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return body + digits;
}

interface Feed {
  readonly position: string;
  readonly bound: number;
  readonly forget: readonly string[] | 'everything';
}

type Told = Feed | 'fail' | 'no';

/** An authority that a test plays: what it says of tokens, and the answers of its feed, one at a time. */
function authority(options: Partial<VerifierOptions> = {}) {
  const state = {
    now: 1_000,
    wall: 1_000,
    /** In place of what it would say of a token. */
    says: undefined as unknown,
    position: 5,
    seconds: 300,
    remembers: true,
    down: false,
    active: new Set([token, other]),
    bound: new Set<string>(),
    asked: [] as string[],
    problems: [] as string[],
    /** The reports of uses. */
    told: [] as UseReport[],
  };
  const held: { after: string | null; answer: (feed: Told) => void }[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url.endsWith('/uses')) {
      assert.equal(new Headers(init.headers).get('content-type'), 'application/json');
      state.told.push(JSON.parse(String(init.body)));
      return Response.json({ taken: 0 });
    }
    const form = new URLSearchParams(String(init.body));
    if (url.endsWith('/changes')) {
      const feed = await new Promise<Told>((resolve) => {
        init.signal?.addEventListener('abort', () => resolve('fail'));
        held.push({ after: form.get('after'), answer: resolve });
      });
      if (feed === 'fail') throw new Error('cut');
      return feed === 'no' ? Response.json({}, { status: 403 }) : Response.json(feed);
    }
    if (state.down) throw new Error('down');
    const shown = form.get('token') ?? '';
    state.asked.push(shown);
    if (state.says !== undefined) return Response.json(state.says);
    if (!state.active.has(shown)) return Response.json({ active: false });
    const remember = state.remembers && {
      remember: {
        position: String(state.position),
        seconds: state.seconds,
        depends_on: [`of ${shown}`, 'user'],
      },
    };
    return Response.json({
      active: true,
      sub: 'ann',
      username: 'ann',
      token_type: 'Bearer',
      jti: `id of ${shown}`,
      permissions: [],
      ...(state.bound.has(shown) && { token_type: 'DPoP', cnf: { jkt: 'a key' } }),
      ...remember,
    });
  };
  const verifier = new Verifier({
    url: 'https://auth.example.test',
    service: { id: 'wiki', secret: 'secret' },
    fetch,
    monotonic: () => state.now,
    wall: () => state.wall,
    onProblem: ({ message }) => state.problems.push(message),
    ...options,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    state,
    verifier,
    held,
    check: async (shown = token): Promise<Verdict> => verifier.check({ scheme: 'bearer', token: shown }),
    /** Answers the feed's question that is under way. */
    async tell(feed: Partial<Feed> | 'fail' | 'no' = {}): Promise<void> {
      while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const position = String(state.position);
      held.shift()?.answer(typeof feed === 'string' ? feed : { position, bound: 5, forget: [], ...feed });
      await turn();
      await turn();
    },
  };
}

describe('a verifier', () => {
  test('remembers what the authority said as long as it follows what changes, and asks again beyond its bound', async (t) => {
    const { state, verifier, check, tell } = authority();
    t.after(() => verifier.close());
    assert.equal((await check()).kind, 'active');
    await tell({ forget: 'everything' });
    await check();
    assert.equal(state.asked.length, 2);
    state.now += 5_000;
    assert.equal((await check()).kind, 'active');
    assert.equal(state.asked.length, 2);
    state.now += 1;
    await check();
    assert.equal(state.asked.length, 3);
  });

  test('refuses everything when its bound is over and nobody answers, and says that it does not know', async (t) => {
    const { state, verifier, check, tell } = authority();
    t.after(() => verifier.close());
    await check();
    await tell();
    await check();
    state.down = true;
    assert.equal((await check()).kind, 'active');
    state.now += 5_001;
    assert.deepEqual(await check(), { kind: 'unavailable', retryAfterSeconds: 1 });
    assert.deepEqual(await check('junk'), { kind: 'inactive' });
    state.down = false;
    assert.equal((await check()).kind, 'active');
  });

  test('forgets what the feed names, and nothing else; all of a user by one name', async (t) => {
    const { state, verifier, check, tell } = authority();
    t.after(() => verifier.close());
    await check();
    await tell();
    for (const shown of [token, other]) await check(shown);
    const before = state.asked.length;
    state.active.delete(token);
    state.position = 6;
    await tell({ forget: [`of ${token}`] });
    assert.equal((await check()).kind, 'inactive');
    assert.equal((await check(other)).kind, 'active');
    assert.deepEqual(state.asked.slice(before), [token]);
    await tell({ forget: ['user'] });
    await check(other);
    assert.deepEqual(state.asked.slice(before), [token, other]);
  });

  test('does not keep an answer that the feed overtook while it was on its way', async (t) => {
    const { state, verifier, check, tell } = authority();
    t.after(() => verifier.close());
    await check();
    await tell();
    const late = check();
    state.position = 9;
    await tell({ position: '9', forget: [`of ${token}`] });
    assert.equal((await late).kind, 'active');
    const before = state.asked.length;
    await check();
    assert.equal(state.asked.length, before + 1);
  });

  test('believes no answer from before what it has seen, forgets everything, and begins anew', async (t) => {
    const { state, verifier, check, tell, held } = authority();
    t.after(() => verifier.close());
    await check();
    await tell({ position: '9' });
    state.position = 9;
    await check();
    state.position = 8;
    assert.equal((await check(other)).kind, 'unavailable');
    const before = state.asked.length;
    await tell({ position: '8', forget: [] });
    assert.ok(
      state.problems.some((text) => text.includes('older state')),
      String(state.problems),
    );
    assert.equal((await check()).kind, 'active');
    assert.equal(state.asked.length, before + 1);
    while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(held[0]?.after, null);
    await tell({ position: '8' });
    await check();
    await check();
    assert.equal(state.asked.length, before + 2);
  });

  test('believes its memory no longer where the machine slept, as the clock of the wall tells', async (t) => {
    const { state, verifier, check, tell } = authority();
    t.after(() => verifier.close());
    await check();
    await tell();
    await check();
    const before = state.asked.length;
    state.wall += 5_001;
    await check();
    assert.equal(state.asked.length, before + 1);
    state.wall -= 1_000_000;
    state.now += 5_001;
    await check();
    assert.equal(state.asked.length, before + 2);
  });

  test('forgets everything when it may remember nothing any more', async (t) => {
    const { state, verifier, check, tell } = authority();
    t.after(() => verifier.close());
    await check();
    await tell();
    await check();
    const before = state.asked.length;
    await tell('no');
    await check();
    assert.equal(state.asked.length, before + 1);
  });

  test('takes what is no answer of an authority for none: neither for yes, nor for no', async (t) => {
    const { state, verifier, check, tell } = authority({
      onProblem: () => {
        throw new Error('a log that is full');
      },
    });
    t.after(() => verifier.close());
    await check();
    await tell();
    const yes = { active: true, sub: 'ann', jti: 'id', token_type: 'Bearer' };
    const remember = { position: '5', seconds: 5, depends_on: ['a name'] };
    const strange: readonly unknown[] = [
      {},
      [],
      5,
      'yes',
      { active: 'false' },
      { active: 1 },
      { active: true },
      { ...yes, sub: '' },
      { ...yes, jti: 5 },
      { ...yes, permissions: null },
      { ...yes, permissions: [{}] },
      { ...yes, remember: null },
      { ...yes, remember: { ...remember, depends_on: undefined } },
      { ...yes, remember: { ...remember, depends_on: [] } },
      { ...yes, remember: { ...remember, depends_on: 'a name' } },
      { ...yes, remember: { ...remember, seconds: 301 } },
      { ...yes, remember: { ...remember, position: '-1' } },
      { ...yes, remember: { ...remember, position: 5 } },
    ];
    for (const says of strange) {
      state.says = says;
      assert.equal((await check()).kind, 'unavailable', JSON.stringify(says));
    }
    state.says = { ...yes, token_type: 'DPoP' };
    assert.equal((await check()).kind, 'inactive');
    for (const broken of [{ bound: 61 }, { bound: 0 }, { forget: 'other' as never }, { position: 'x' }]) {
      await tell({ position: '50', ...broken });
      state.says = { ...yes, remember };
      assert.equal((await check()).kind, 'active', JSON.stringify(broken));
    }
  });

  test('remembers nothing longer than it was told to, whatever the clock of the wall says', async (t) => {
    const { state, verifier, check, tell } = authority();
    t.after(() => verifier.close());
    state.seconds = 2;
    await check();
    await tell();
    await check();
    const before = state.asked.length;
    state.now += 1_999;
    await check();
    assert.equal(state.asked.length, before);
    state.now += 1;
    await check();
    assert.equal(state.asked.length, before + 1);
  });

  test('asks at every check where the authority lets it remember nothing, or it wants to itself', async (t) => {
    assert.throws(() => authority({ memory: 0 }), RangeError);
    assert.throws(() => authority({ maxAgeSeconds: Number.NaN }), RangeError);
    for (const options of [{}, { maxAgeSeconds: 0 }]) {
      const { state, verifier, check, tell } = authority(options);
      t.after(() => verifier.close());
      state.remembers = options.maxAgeSeconds !== undefined;
      await check();
      if (options.maxAgeSeconds === undefined) await tell();
      for (let time = 0; time < 3; time++) await check();
      assert.equal(state.asked.length, 4);
    }
  });

  test('asks nobody about what has no form of ours, and of a password only with its user name', async (t) => {
    const { state, verifier } = authority();
    t.after(() => verifier.close());
    const changed = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
    for (const header of [
      undefined,
      '',
      'Bearer x',
      `Bearer ${changed}`,
      'Basic !',
      'Digest x',
      'Basic YTpi',
    ])
      assert.deepEqual(await verifier.checkAuthorization(header), { kind: 'inactive' });
    assert.deepEqual(state.asked, []);
    const password = 'abcd-efgh-jkmn-pqrs-tvwx-yz01';
    state.active.add(password);
    const basic = (login: string) => `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
    assert.equal((await verifier.checkAuthorization(basic('ann'))).kind, 'active');
    assert.deepEqual(state.asked, [password]);
  });

  test('lets nobody in with a token that is bound to a key: it is shown no proof of it', async (t) => {
    const { state, verifier, check } = authority();
    t.after(() => verifier.close());
    state.bound.add(token);
    assert.deepEqual(await check(), { kind: 'inactive' });
    assert.equal((await check(other)).kind, 'active');
  });

  test('takes no user name for another, however the two are written', async (t) => {
    const { state, verifier, check, tell } = authority();
    t.after(() => verifier.close());
    await check();
    await tell();
    const password = 'abcd-efgh-jkmn-pqrs-tvwx-yz01';
    for (const shown of [password, ` ${password}`]) state.active.add(shown);
    const ask = async (login: string, shown: string) =>
      verifier.check({ scheme: 'basic', login, password: shown });
    await ask('ann', ` ${password}`);
    const before = state.asked.length;
    await ask('ann ', password);
    await ask('ann', password);
    assert.equal(state.asked.length, before + 2);
  });

  test('is closed for good: it knows nothing any more, and asks nobody', async () => {
    const { state, verifier, check, tell } = authority();
    await check();
    await tell();
    await check();
    await verifier.close();
    assert.equal((await check()).kind, 'unavailable');
    assert.equal(state.asked.length, 2);
  });

  test('keeps no more credentials than it was told to', async (t) => {
    const { state, verifier, check, tell } = authority({ memory: 2 });
    t.after(() => verifier.close());
    const many = [...'23456789'].map((digit) => withChecksum(`csn_pat_${digit.repeat(43)}`));
    for (const one of many) state.active.add(one);
    await check();
    await tell();
    for (const one of many) await check(one);
    const before = state.asked.length;
    for (const one of many.slice(0, 6)) await check(one);
    assert.equal(state.asked.length, before + 6);
  });
});

describe('what a verifier tells of uses', () => {
  const reach = { permission: { id: 'wiki.read', key: 'wiki.read' }, global: true, projects: null };
  const principal = { active: true, token_type: 'Bearer', permissions: [reach] };
  const toldOf = ({ told }: { told: readonly UseReport[] }) =>
    told.map(({ uses = [], permissions = [] }) => [
      uses.map(({ jti, count }) => `${jti} ${count}`),
      permissions.map(({ jti, permission, count }) => `${jti} ${permission} ${count}`),
    ]);

  test('is how often it answered from memory: what it asked about the authority has counted itself', async () => {
    const { state, verifier, check, tell } = authority();
    await check();
    await tell();
    await check();
    await check(other);
    assert.equal(state.asked.length, 3);
    for (let time = 0; time < 20; time++) await check();
    await check('junk');
    await verifier.close();
    assert.equal(state.asked.length, 3);
    assert.deepEqual(toldOf(state), [[[`id of ${token} 20`], []]]);
  });

  test('is no use of a service that acts by itself, and nothing at all where nothing was remembered', async () => {
    const { state, verifier, check, tell } = authority();
    state.says = {
      active: true,
      sub: 'bot',
      client_id: 'bot',
      token_type: 'Bearer',
      jti: 'a service token',
      remember: { position: '5', seconds: 300, depends_on: ['it'] },
    };
    await check();
    await tell();
    for (let time = 0; time < 3; time++) await check();
    await verifier.close();
    assert.equal(state.asked.length, 2);
    assert.deepEqual(state.told, []);
  });

  test('is what a gate demanded and who came, where it was met and nowhere else', async () => {
    const { state, verifier } = authority();
    state.says = { ...principal, sub: 'ann', username: 'ann', jti: 'one' };
    const authorization = `Bearer ${token}`;
    assert.equal((await decideEntry(verifier, authorization)).kind, 'open');
    for (const permission of ['wiki.read', 'wiki.read', 'wiki.write'])
      await decideEntry(verifier, authorization, { permission });
    await verifier.close();
    await decideEntry(verifier, authorization, { permission: 'wiki.read' });
    assert.deepEqual(toldOf(state), [[[], ['one wiki.read 2']]]);
  });

  const headers = { authorization: 'Bearer x', 'user-agent': 'curl/8' };
  const response = { headersSent: true } as never;
  const gates: readonly [string, (verifier: Verifier) => unknown, object][] = [
    [
      'Express',
      (verifier) => expressGate(verifier)({ headers, ip: '192.0.2.1' }, response, () => undefined),
      { address: '192.0.2.1', userAgent: 'curl/8' },
    ],
    [
      'Fastify',
      (verifier) => fastifyGate(verifier)({ headers, ip: '192.0.2.1' }, response),
      { address: '192.0.2.1', userAgent: 'curl/8' },
    ],
    [
      'Hono',
      (verifier) => {
        const req = { header: (name: string) => headers[name as keyof typeof headers] };
        return honoGate(verifier)({ req, set: () => undefined, json: () => response }, async () => undefined);
      },
      { userAgent: 'curl/8' },
    ],
  ];
  for (const [name, enter, visitor] of gates) {
    test(`names who came, as far as ${name} knows`, async () => {
      const seen: unknown[] = [];
      const verifier = {
        check: (...given: unknown[]) => {
          seen.push(given[1]);
          return { kind: 'active', principal: {} };
        },
      };
      await enter(verifier as never);
      assert.deepEqual(seen, [visitor]);
    });
  }
});

test('the form of tokens is the one that the authority knows, too', () => {
  const file = new URL('../../../../test/vectors/token-form.json', import.meta.url);
  const { tokens, others } = JSON.parse(readFileSync(file, 'utf8'));
  for (const one of tokens) assert.equal(isToken(one), true, one);
  for (const one of others) assert.equal(isToken(one), false, one);
});
