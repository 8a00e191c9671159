import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  askForCode,
  connect,
  giveBack,
  redeem,
  refresh,
  registerClient,
  type TestClient,
  type Tokens,
} from '../../../../test/harness/oauth-client.ts';
import { type Answer, administrator, ask } from '../../../../test/harness/rest-client.ts';
import { addUser, fresh, type Somebody, signedIn } from '../harness/household.ts';
import { type House, openHouse, openNodeBeside } from '../harness/open-house.ts';
import { setBanned } from '../harness/people.ts';

/** How often each race is run: `npm run oauth-races -- --trials 2000` asks for more, and so does the long run. */
const trials = Number(
  process.env.COUNTERSIGN_RACE_TRIALS ?? (process.env.COUNTERSIGN_TEST_LONG === '1' ? 2_000 : 25),
);

/** How many race in one trial after the other; most races are between few. */
const crowds = [64, 2, 3, 2, 4, 2, 5, 2, 8, 2, 3, 2, 16, 2, 4, 2, 3, 2, 5, 2, 32, 2, 3, 2, 4];

interface Arena {
  readonly house: House;
  readonly nodes: readonly string[];
  readonly server: TestClient;
  readonly script: TestClient;
}

interface Race {
  readonly name: string;
  /** Answers what the racers were answered whom the one or the other may befall. */
  run(arena: Arena, trial: number): Promise<readonly Answer[]>;
  /** Where each of them is answered alike, whoever comes first. */
  readonly isAlike?: true;
}

const races: readonly Race[] = [
  {
    name: 'a code of a confidential client has one winner, whose tokens end with the second use',
    run: (arena, trial) => raceForCode(arena, trial, arena.server),
  },
  {
    name: 'a code of a public client has one winner, whose tokens end with the second use',
    run: (arena, trial) => raceForCode(arena, trial, arena.script),
  },
  {
    name: 'a refresh token of a public client is answered each time the same, and makes one chain',
    run: raceToRenew,
    isAlike: true,
  },
  {
    name: 'a refresh token of a confidential client stays, and all that came of it ends with it',
    run: raceWithOneThatStays,
    isAlike: true,
  },
  {
    name: 'a refresh token that comes back while its successor is used ends the family, or is answered the same',
    run: raceWithSuccessor,
  },
  {
    name: 'a refresh token that comes back after its successor was used ends the family',
    run: raceWithParent,
    isAlike: true,
  },
  {
    name: 'a refresh token before the last one ends the family, however much the last one is used',
    run: raceWithGrandparent,
  },
  { name: 'nothing is good that was made while its end was under way', run: raceWithEnd },
];

/** On two nodes of one database: an authority is asked by many at the same moment. */
export async function oauthRacesContract(databaseUrl?: string): Promise<void> {
  const house = await openHouse(databaseUrl);
  const arena: Arena = {
    house,
    nodes: [house.url, await openNodeBeside(house)],
    server: await registerClient(house, 'server'),
    script: await registerClient(house, 'script', { trusted: false }),
  };
  describe(`in ${trials} races of 2 to 64 on two nodes`, () => {
    for (const { name, run, isAlike = false } of races) {
      test(name, async () => {
        const came = { won: 0, lost: 0 };
        for (let trial = 0; trial < trials; trial += 1)
          for (const { status } of await run(arena, trial)) came[status === 200 ? 'won' : 'lost'] += 1;
        // Otherwise one was always quicker, and nothing was shown.
        if (!isAlike) assert.ok(came.won > 0 && came.lost > 0, JSON.stringify(came));
      });
    }
  });
}

async function raceForCode(arena: Arena, trial: number, client: TestClient): Promise<readonly Answer[]> {
  const asked = await askForCode(client, arena.house, 'Hub', { access_type: 'offline' });
  const answers = await together(arena, { trial }, (node) => redeem(at(node, client), asked));
  const won = answers.filter(({ status }) => status === 200);
  assert.equal(won.length, 1, answers.map(({ status }) => status).join(' '));
  assertRefused(answers.filter(({ status }) => status !== 200));
  const { access_token: access, refresh_token: token } = won[0]?.json ?? assert.fail();
  await assertEnded(arena, client, [{ access, refresh: token }]);
  return answers;
}

async function raceToRenew(arena: Arena, trial: number): Promise<readonly Answer[]> {
  const { house, script } = arena;
  let token = (await connect(script, house)).refresh;
  for (let generation = 0; generation < 2; generation += 1) {
    const answers = await together(arena, { trial }, (node) => refresh(at(node, script), token));
    const { access, refresh: next } = theSame(answers);
    assert.notEqual(next, token);
    assert.ok(await works(arena, access));
    token = next;
  }
  return [];
}

async function raceWithOneThatStays(arena: Arena, trial: number): Promise<readonly Answer[]> {
  const { house, server } = arena;
  const first = await connect(server, house);
  const answers = await together(arena, { trial }, (node) => refresh(at(node, server), first.refresh));
  const renewed = answers.map((answer) => tokensOf(answer, first.refresh));
  assert.equal(new Set(renewed.map(({ access }) => access)).size, answers.length);
  for (const tokens of renewed) assert.equal(tokens.refresh, first.refresh);
  for (const { access } of [first, ...renewed.slice(0, 2)]) assert.ok(await works(arena, access));
  assert.equal((await giveBack(server, first.refresh)).status, 200);
  await assertEnded(arena, server, [first, ...renewed.slice(0, 4)]);
  return answers;
}

async function raceWithSuccessor(arena: Arena, trial: number): Promise<readonly Answer[]> {
  const { house, script } = arena;
  const first = await connect(script, house);
  const second = tokensOf(await refresh(script, first.refresh));
  const answers = await inTurn(arena, trial, [first.refresh, second.refresh]);
  const again = answers.filter((answer, racer) => racer % 2 === 0 && answer.status === 200);
  if (again.length > 0) assert.deepEqual(theSame(again), second);
  const next = answers.filter((answer, racer) => racer % 2 === 1 && answer.status === 200);
  const refused = answers.filter(({ status }) => status !== 200);
  assertRefused(refused);
  const made = [first, second, ...(next.length > 0 ? [theSame(next)] : [])];
  if (refused.length > 0) await assertEnded(arena, script, made);
  else for (const { access } of made) assert.ok(await works(arena, access));
  return answers;
}

async function raceWithParent(arena: Arena, trial: number): Promise<readonly Answer[]> {
  const { house, script } = arena;
  const first = await connect(script, house);
  const second = tokensOf(await refresh(script, first.refresh));
  const third = tokensOf(await refresh(script, second.refresh));
  const before = await house.authority.store.audit.head();
  assertRefused(await together(arena, { trial }, (node) => refresh(at(node, script), first.refresh)));
  await assertEnded(arena, script, [first, second, third]);
  const events = await house.authority.store.audit.listAfter(before.number, 200);
  assert.equal(events.filter(({ kind }) => kind === 'connection.ended').length, 1);
  return [];
}

async function raceWithGrandparent(arena: Arena, trial: number): Promise<readonly Answer[]> {
  const { house, script } = arena;
  const first = await connect(script, house);
  const second = tokensOf(await refresh(script, first.refresh));
  const third = tokensOf(await refresh(script, second.refresh));
  const answers = await inTurn(arena, trial, [first.refresh, third.refresh]);
  assertRefused(answers.filter((_, racer) => racer % 2 === 0));
  const honest = answers.filter((_, racer) => racer % 2 === 1);
  const renewed = honest.filter(({ status }) => status === 200);
  assertRefused(honest.filter(({ status }) => status !== 200));
  const fourth = renewed.length > 0 ? [theSame(renewed)] : [];
  await assertEnded(arena, script, [first, second, third, ...fourth]);
  return honest;
}

interface Ending {
  readonly house: House;
  readonly person: Somebody;
  readonly client: TestClient;
  readonly connectionId: string;
}

/** What ends all that a client may do for somebody. */
const ends: readonly ((ending: Ending) => Promise<unknown>)[] = [
  ({ person, house, connectionId }) => remove(house, `users/me/refreshtokens/${connectionId}`, person.cookie),
  async ({ person, house }) => {
    const path = `${house.url}/api/rest/users/me/revokeEverything`;
    const answer = await ask(path, { method: 'POST', cookie: person.cookie, body: {} });
    assert.equal(answer.status, 200, answer.text);
  },
  ({ client, house }) => remove(house, `services/${client.id}`, house.cookie),
  ({ person, house }) => setBanned(house, person.id, true),
  ({ person, house }) => remove(house, `users/${person.id}`, house.cookie),
];

async function raceWithEnd(arena: Arena, trial: number): Promise<readonly Answer[]> {
  // Whoever registers services has signed in a short while ago; the races before this took longer.
  const user = { id: arena.house.administratorId, login: administrator.login };
  const house = { ...arena.house, cookie: (await signedIn(arena.house, user)).cookie };
  const end = ends[(trial >> 1) % ends.length] ?? assert.fail();
  const isPublic = trial % 2 === 1;
  const client = await registerClient(house, fresh('racer'), { trusted: !isPublic });
  const person = await signedIn(house, await addUser(house, fresh('racer')));
  const first = await connect(client, { url: house.url, cookie: person.cookie });
  const { json } = await ask(`${house.url}/api/rest/users/me/refreshtokens`, { cookie: person.cookie });
  const connectionId: string = json.refreshtokens[0].id;
  const renew = (node: string) => refresh(at(node, client), first.refresh);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const ended = begun.then(() => after(trial % 8, () => end({ house, person, client, connectionId })));
  // Whoever asks once it is known to have ended is refused, whatever is still under way.
  const late = ended.then(() => Promise.all(arena.nodes.map(renew)));
  // They come one after the other, and it ends amid them.
  const answers = await together(arena, { trial, crowd: 8 }, (node, racer) =>
    after(racer, async () => {
      if (trial % 3 > 0) begin();
      const answer = await renew(node);
      begin();
      return answer;
    }),
  );
  assertRefused(await late, [400, 401]);
  const renewed = answers.filter(({ status }) => status === 200);
  assertRefused(
    answers.filter(({ status }) => status !== 200),
    [400, 401],
  );
  const made = renewed.map((answer) => tokensOf(answer, first.refresh));
  await assertEnded(arena, client, [first, ...made], [400, 401]);
  return [...answers, ...(await late)];
}

async function remove({ url }: House, path: string, cookie: string): Promise<void> {
  const answer = await ask(`${url}/api/rest/${path}`, { method: 'DELETE', cookie });
  assert.equal(answer.status, 200, answer.text);
}

/** Lets all racers of a trial act at once, in turn at the one node and the other. */
function together(
  { nodes }: Arena,
  { trial, crowd = crowdOf(trial) }: { readonly trial: number; readonly crowd?: number },
  act: (node: string, racer: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  // Who comes first at a node shows the one or the other.
  const nodeOf = (racer: number) => nodes[((racer >> 1) + trial) % nodes.length] ?? assert.fail();
  return Promise.all(Array.from({ length: crowd }, (_, racer) => act(nodeOf(racer), racer)));
}

function crowdOf(trial: number): number {
  return crowds[trial % crowds.length] ?? assert.fail();
}

/**
 * Lets every other racer show the one and the other refresh token. Those with the one or the other come at the same
 * moment, a moment later, or when the first of the others was answered.
 */
function inTurn(arena: Arena, trial: number, tokens: readonly [string, string]): Promise<readonly Answer[]> {
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  const waits = [async () => undefined, () => setTimeout(trial % 7), () => answered];
  const wait = waits[trial % waits.length] ?? assert.fail();
  return together(arena, { trial }, async (node, racer) => {
    if (racer % 2 === (trial >> 1) % 2) await wait();
    const answer = await refresh(at(node, arena.script), tokens[racer % 2] ?? assert.fail());
    resolve();
    return answer;
  });
}

async function after<Value>(milliseconds: number, work: () => Promise<Value>): Promise<Value> {
  await setTimeout(milliseconds);
  return work();
}

function at(url: string, client: TestClient): TestClient {
  return { ...client, url };
}

function tokensOf({ status, json }: Answer, kept?: string): Tokens {
  assert.equal(status, 200);
  return { access: json.access_token, refresh: json.refresh_token ?? kept };
}

/** What all of them were answered, which is the same. */
function theSame(answers: readonly Answer[]): Tokens {
  const [one, ...others] = answers.map((answer) => tokensOf(answer));
  for (const other of others) assert.deepEqual(other, one);
  return one ?? assert.fail('nobody was answered');
}

function assertRefused(answers: readonly Answer[], statuses: readonly number[] = [400]): void {
  for (const { status, json } of answers) {
    assert.ok(statuses.includes(status), String(status));
    assert.equal(json.error, status === 400 ? 'invalid_grant' : 'invalid_client');
  }
}

/** None of them is good any more, at any node. */
async function assertEnded(
  arena: Arena,
  client: TestClient,
  tokens: readonly Tokens[],
  statuses: readonly number[] = [400],
): Promise<void> {
  for (const token of new Set(tokens.map(({ access }) => access)))
    assert.equal(await works(arena, token), false);
  for (const token of new Set(tokens.map((pair) => pair.refresh))) {
    const answers = await Promise.all(arena.nodes.map((node) => refresh(at(node, client), token)));
    assertRefused(answers, statuses);
  }
}

async function works({ nodes }: Arena, token: string): Promise<boolean> {
  const answers = await Promise.all(nodes.map((node) => ask(`${node}/api/rest/users/me`, { token })));
  const statuses = new Set(answers.map(({ status }) => status));
  assert.equal(statuses.size, 1, 'the nodes say the same');
  assert.ok([...statuses].every((status) => status === 200 || status === 401));
  return statuses.has(200);
}
