import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { accepted, checkEverywhere, verdictsOf } from '../../../packages/server/test/checking/doors.ts';
import { until } from '../../../packages/server/test/harness/until.ts';
import { runAsOperator } from '../../../packages/store/test/contract/fresh-postgres.ts';
import { openFaultLink } from '../../harness/fault-link.ts';
import { startPostgres } from '../../harness/postgres-server.ts';
import { ask, issueToken } from '../../harness/rest-client.ts';
import { assemble } from '../cast.ts';
import { TokenLedger } from '../token-ledger.ts';
import { type Node, secondsUntilBack, startNode } from './nodes.ts';
import { surviveOutage } from './outage-scene.ts';

/** How soon a node must be back, or say that it does not know. */
const patienceSeconds = 10;

/** A primary whose every commit waits for its standby, and two nodes, each with a link of its own that leads to it. */
const primary = await startPostgres();
const databaseUrl = await primary.createDatabase();
const standby = await primary.startStandby();
await runAsOperator(databaseUrl, `alter system set synchronous_standby_names = 'standby'`);
await runAsOperator(databaseUrl, 'select pg_reload_conf()');
await until('a synchronous standby', async () => {
  const [found] = await runAsOperator(databaseUrl, 'select sync_state from pg_stat_replication');
  return found?.sync_state === 'sync' ? true : undefined;
});
const [oldPort, newPort] = [primary, standby].map((server) => Number(new URL(server.url('x')).port)) as [
  number,
  number,
];
const links = [await openFaultLink(oldPort), await openFaultLink(oldPort)] as const;
const first = await startNode(links[0].through(databaseUrl));
const cast = await assemble(first, 4);
const second = await startNode(links[1].through(databaseUrl), first);
const ledger = new TokenLedger(join(first.dataFolder, 'ledger.jsonl'));
after(async () => {
  ledger.close();
  for (const link of links) await link.close();
  await standby.stop();
  await primary.stop();
});
const { cookie, door } = cast;
const scope = ['0-0-0-0-0', door.id];
const path = '/api/rest/users/me/permanenttokens';
const verdictsAt = async ({ url }: Node, token: string) =>
  verdictsOf(await checkEverywhere(url, door, token));

async function lead(which: (typeof links)[number], port: number): Promise<void> {
  await which.cut();
  which.leadTo(port);
  await which.heal();
}

test('a standby that is promoted, the old primary fenced, has every acknowledged write, and the nodes go on with it', (t) =>
  surviveOutage({
    nodes: [first, second],
    cast,
    ledger,
    rounds: 1,
    report: (line) => t.diagnostic(line),
    async strike() {
      for (const link of links) await link.cut();
      await standby.promote();
      for (const link of links) link.leadTo(newPort);
      for (const link of links) await link.heal();
    },
  }));

test('a node that has seen the new primary believes the old one nothing, and says that it is not ready', async () => {
  const { id, token } = await issueToken(first.url, cookie, scope);
  assert.deepEqual(await verdictsAt(first, token), accepted);
  await lead(links[0], oldPort);
  const askedAt = performance.now();
  for (const answer of Object.values(await checkEverywhere(first.url, door, token)))
    assert.equal(answer.status, 503);
  // A session is no token and is looked up elsewhere; what it asks for would be written there.
  assert.equal((await ask(`${first.url}${path}/${id}`, { method: 'DELETE', cookie })).status, 503);
  assert.equal((await ask(`${first.url}${path}`, { cookie })).status, 503);
  assert.ok(performance.now() - askedAt < patienceSeconds * 1_000);
  assert.equal((await ask(`${first.url}/readyz`)).status, 503);
  await lead(links[0], newPort);
  assert.ok((await secondsUntilBack([first], cookie)) < patienceSeconds);
  assert.deepEqual(await verdictsAt(first, token), accepted);
});

test('a node that was left on the old primary, which nobody fenced, accepts what the new one revoked, and acknowledges nothing', async () => {
  const { id, token } = await issueToken(first.url, cookie, scope);
  const known = ledger.tokens.find(({ standing }) => standing === 'living');
  assert.ok(known?.secret !== undefined && known.id !== undefined);
  await links[1].cut();
  links[1].leadTo(oldPort);
  await links[1].heal();
  // What it knew of the new primary it knows no more.
  const left = await startNode(links[1].through(databaseUrl), first, await ended(second));
  const end = `/api/rest/users/${known.owner}/permanenttokens/${known.id}`;
  assert.equal((await ask(first.url + end, { method: 'DELETE', cookie })).status, 200);
  assert.equal((await verdictsAt(first, known.secret)).at(-1), false);
  // This is what nothing but a fence prevents; docs/storage.md says so.
  assert.equal((await opened(left, known.secret)).status, 200, 'the old primary does not know');
  assert.deepEqual((await opened(left, token)).status, 401, 'nor does it know what was issued since');
  // No standby follows it any more, so it promises nothing.
  const writing = ask(`${left.url}${path}`, {
    method: 'POST',
    cookie,
    body: { name: 'x', scope: [{ id: door.id }] },
  });
  assert.equal(await Promise.race([writing.then(({ status }) => status), pause(2_000)]), undefined);
  await lead(links[1], newPort);
  assert.equal((await writing).status, 503);
  assert.ok((await secondsUntilBack([left], cookie)) < patienceSeconds);
  assert.equal((await opened(left, known.secret)).status, 401);
  assert.equal((await opened(left, token)).status, 200);
  await ask(`${first.url}${path}/${id}`, { method: 'DELETE', cookie });
  assert.equal((await opened(left, token)).status, 401);
});

const opened = ({ url }: Node, token: string) =>
  ask(`${url}/api/authz/auth-request?service=${door.key}`, { token });

async function ended(node: Node): Promise<Node> {
  await node.kill();
  return node;
}
