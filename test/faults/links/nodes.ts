import { join } from 'node:path';
import process from 'node:process';
import { after } from 'node:test';
import { until } from '../../../packages/server/test/harness/until.ts';
import { ask } from '../../harness/rest-client.ts';
import { type RunningAuthority, startAuthority } from '../../harness/running-authority.ts';

/** One of several nodes on the same PostgreSQL, with the same key ring. */
export type Node = RunningAuthority;

/** All that were started. A hook of their own, from within a test, would be that test's. */
const running: Node[] = [];
const killAll = () => {
  for (const node of running) node.process.kill('SIGKILL');
};
process.once('exit', killAll);
after(async () => {
  await Promise.all(running.map((node) => node.kill()));
});

/**
 * Starts a node that ends with the tests of this file, beside another one whose key ring it takes, and where one was
 * that has ended.
 */
export async function startNode(
  databaseUrl: string,
  beside?: Pick<Node, 'dataFolder'>,
  ended?: Pick<Node, 'url' | 'dataFolder'>,
): Promise<Node> {
  const keyRing = beside && join(beside.dataFolder, 'data', 'keys.json');
  const node = await startAuthority({
    databaseUrl,
    dataFolder: ended?.dataFolder,
    port: ended && Number(new URL(ended.url).port),
    env: {
      // Sessions are used by one node and another, and no node that was killed wrote down when.
      COUNTERSIGN_SESSIONS__IDLE_SECONDS: '86400',
      ...(keyRing !== undefined && { COUNTERSIGN_KEY_RING__FILE: keyRing }),
    },
  });
  running.push(node);
  return node;
}

/** How long it takes until every one of the nodes answers checks and makes changes. */
export async function secondsUntilBack(nodes: readonly Node[], cookie: string): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(nodes.map((node) => untilBack(node, cookie)));
  return (performance.now() - startedAt) / 1_000;
}

async function untilBack({ url }: Node, cookie: string): Promise<void> {
  const path = `${url}/api/rest/users/me`;
  const probe = { method: 'POST', cookie, body: { name: 'a probe', scope: [{ id: '0-0-0-0-0' }] } };
  const works = async () =>
    (await ask(`${url}/readyz`)).status === 200 &&
    (await ask(path, { cookie })).status === 200 &&
    (await ask(`${path}/permanenttokens`, probe)).status === 200;
  await until('an answer', async () => ((await works().catch(() => false)) ? true : undefined), 60);
}
