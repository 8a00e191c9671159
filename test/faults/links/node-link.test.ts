import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { accepted, checkEverywhere, verdictsOf } from '../../../packages/server/test/checking/doors.ts';
import { unknownToken } from '../../../packages/server/test/harness/unknown-token.ts';
import { openFaultLink } from '../../harness/fault-link.ts';
import { startPostgres } from '../../harness/postgres-server.ts';
import { type Answer, ask, issueToken, registerService, setUp } from '../../harness/rest-client.ts';
import { secondsUntilBack, startNode } from './nodes.ts';

/** How long a node may take to say that it does not know, and to know again once it could. */
const patienceSeconds = 10;

const postgres = await startPostgres();
const databaseUrl = await postgres.createDatabase();
const link = await openFaultLink(Number(new URL(databaseUrl).port));
const near = await startNode(databaseUrl);
const cookie = await setUp(near);
const far = await startNode(link.through(databaseUrl), near);
after(async () => {
  await link.close();
  await postgres.stop();
});
const door = await registerService(near.url, cookie, 'door');
const path = '/api/rest/users/me/permanenttokens';
const scope = ['0-0-0-0-0', door.id];
const ways = ['bearer', 'introspection', 'door'] as const;

const issue = () => issueToken(near.url, cookie, scope);
const revokeAt = (url: string, id: string) => ask(`${url}${path}/${id}`, { method: 'DELETE', cookie });
const createAt = (url: string) =>
  ask(url + path, { method: 'POST', cookie, body: { name: 'another', scope: [{ id: door.id }] } });

async function issueSeen(): Promise<{ id: string; token: string }> {
  const issued = await issue();
  // What is asked later was answered a moment ago: a memory alone would know it.
  assert.deepEqual(verdictsOf(await checkEverywhere(far.url, door, issued.token)), accepted);
  return issued;
}

async function secondsOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return (performance.now() - startedAt) / 1_000;
}

async function assertUnavailable(what: string, asked: Promise<Answer>): Promise<void> {
  const seconds = await secondsOf(asked);
  const { status, headers, text } = await asked;
  assert.equal(status, 503, `${what}: ${status} ${text.slice(0, 200)}`);
  assert.ok(Number(headers.get('retry-after')) >= 1, `${what}: Retry-After ${headers.get('retry-after')}`);
  assert.ok(seconds < patienceSeconds, `${what}: it took ${seconds} s`);
}

/** The first answer of a kind that is yes or no, and not "not now". */
async function firstAnswer(way: (typeof ways)[number], token: string): Promise<boolean> {
  for (;;) {
    const checks = await checkEverywhere(far.url, door, token);
    const { status, text } = checks[way];
    if (status !== 503) return way === 'introspection' ? checks[way].json.active : status === 200;
    assert.match(text, /temporarily_unavailable/);
    await pause(20);
  }
}

const faults = [
  ['cut', () => link.cut()],
  ['frozen', async () => link.freeze()],
] as const;

for (const [state, strike] of faults) {
  test(`a node whose link is ${state} says yes to nothing and no to nothing, and soon; what was revoked meanwhile is refused by its first answer`, async (t) => {
    const [kept, revoked, ended] = [await issueSeen(), await issueSeen(), await issueSeen()];
    assert.equal((await revokeAt(near.url, ended.id)).status, 200);
    await strike();
    const texts = { kept: kept.token, ended: ended.token, unknown: unknownToken() };
    const whileIt = performance.now();
    for (let round = 0; round < 2; round += 1) {
      const asked = Object.entries(texts).flatMap(([name, text]) => {
        const checks = checkEverywhere(far.url, door, text);
        return ways.map((way) =>
          assertUnavailable(
            `${name}, ${way}`,
            checks.then((all) => all[way]),
          ),
        );
      });
      asked.push(assertUnavailable('a session', ask(`${far.url}/api/rest/users/me`, { cookie })));
      asked.push(assertUnavailable('a creation', createAt(far.url)));
      asked.push(assertUnavailable('a revocation', revokeAt(far.url, kept.id)));
      await Promise.all(asked);
    }
    t.diagnostic(
      `two rounds of ${ways.length * 3 + 3} in ${((performance.now() - whileIt) / 1_000).toFixed(2)} s`,
    );
    assert.equal((await revokeAt(near.url, revoked.id)).status, 200);
    await link.heal();
    const back = secondsUntilBack([far], cookie);
    const verdicts = await Promise.all(ways.map((way) => firstAnswer(way, revoked.token)));
    assert.deepEqual(verdicts, [false, false, false]);
    const seconds = await back;
    assert.ok(seconds < patienceSeconds, `it took ${seconds} s to be back`);
    t.diagnostic(`back ${seconds.toFixed(2)} s after the link was healed`);
    assert.deepEqual(
      verdictsOf(await checkEverywhere(far.url, door, kept.token)),
      accepted,
      'a 503 revoked nothing',
    );
    assert.equal(far.process.exitCode, null);
  });
}

test('a node that was cut off in the middle of a change keeps the others waiting for seconds, and no longer', async (t) => {
  const [revoked] = [await issueSeen()];
  // From its first statement on the change holds the row that all changes wait for.
  const struck = link.freezeAt('insert into "permanent_tokens"');
  const creating = assertUnavailable('the change that was cut off', createAt(far.url));
  await struck;
  // Others ask meanwhile: one of them finds out that nothing is heard any more.
  const asking = assertUnavailable('a check', ask(`${far.url}/api/rest/users/me`, { token: revoked.token }));
  const seconds = await secondsOf(
    (async () => {
      while ((await revokeAt(near.url, revoked.id)).status === 503) await pause(20);
    })(),
  );
  t.diagnostic(`the other node's revocation took ${seconds.toFixed(2)} s`);
  assert.ok(seconds < patienceSeconds, `it took ${seconds} s`);
  await Promise.all([creating, asking]);
  await link.heal();
  assert.ok((await secondsUntilBack([far], cookie)) < patienceSeconds);
  assert.equal(await firstAnswer('bearer', revoked.token), false);
});

test('a node whose connections were forgotten on the way is back within seconds, without waiting for their answers', async (t) => {
  const { token } = await issueSeen();
  // Both kinds of connections wait for what will never come.
  const struck = link.freezeAt('insert into "permanent_tokens"');
  const creating = assertUnavailable('the change that was cut off', createAt(far.url));
  await struck;
  link.forget();
  const seconds = await secondsUntilBack([far], cookie);
  t.diagnostic(`back after ${seconds.toFixed(2)} s`);
  assert.ok(seconds < patienceSeconds, `it took ${seconds} s to be back`);
  await creating;
  assert.deepEqual(verdictsOf(await checkEverywhere(far.url, door, token)), accepted);
});
