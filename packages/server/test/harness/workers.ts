import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { until } from './until.ts';

/** An authority with several workers, whose log tells them apart by their process. */
interface Host {
  readonly url: string;
  readonly cookie: string;
  readonly dataFolder: string;
}

/** From here on each request of this process has a connection of its own, which any of the workers may get. */
export function connectAnew(): void {
  const keepAlive = globalThis.fetch;
  globalThis.fetch = (address, init) => {
    const headers = new Headers(init?.headers);
    headers.set('connection', 'close');
    return keepAlive(address, { ...init, headers });
  };
}

interface Line {
  readonly pid: number;
  readonly msg: string;
  readonly worker?: number;
  readonly route?: string;
}

function linesOf({ dataFolder }: Pick<Host, 'dataFolder'>): readonly Line[] {
  const text = readFileSync(join(dataFolder, 'server.log'), 'utf8');
  // The last line may be half written.
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** The workers that answer now, by their process. */
export function workersOf(host: Pick<Host, 'dataFolder'>): readonly number[] {
  const alive = new Set<number>();
  for (const { msg, worker } of linesOf(host)) {
    if (worker === undefined) continue;
    if (msg === 'a worker answers') alive.add(worker);
    else alive.delete(worker);
  }
  return [...alive];
}

/** How many requests for a route each process answered. */
export function answersBy(host: Pick<Host, 'dataFolder'>, route: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const line of linesOf(host))
    if (line.msg === 'request' && line.route === route) counts.set(line.pid, (counts.get(line.pid) ?? 0) + 1);
  return counts;
}

/** Takes one worker away without asking, and waits until another one answers in its place. */
export async function replaceWorker(host: Pick<Host, 'dataFolder'>): Promise<void> {
  const before = workersOf(host);
  const [victim] = before;
  assert.ok(victim !== undefined);
  process.kill(victim, 'SIGKILL');
  await until('another worker in its place', () => {
    const now = workersOf(host);
    return !now.includes(victim) && now.length === before.length ? true : undefined;
  });
}

/** Often enough that each of two workers is among those asked, nearly always. */
const looks = 5;

/** Issues a token, shows it around, revokes it, and shows it around again; answers who accepted it before and after. */
export async function revokeBetweenWorkers({ url, cookie }: Host): Promise<{
  readonly before: readonly number[];
  readonly after: readonly number[];
}> {
  const { id, token } = await issueToken(url, cookie, ['0-0-0-0-0']);
  const showAround = async () => {
    const statuses: number[] = [];
    for (let look = 0; look < looks; look += 1)
      statuses.push((await ask(`${url}/api/rest/users/me?fields=id`, { token })).status);
    return statuses;
  };
  const before = await showAround();
  const revoked = await ask(`${url}/api/rest/users/me/permanenttokens/${id}`, { method: 'DELETE', cookie });
  assert.equal(revoked.status, 200, revoked.text);
  return { before, after: await showAround() };
}

/** What must come of that. */
export const revokedForAll = { before: Array(looks).fill(200), after: Array(looks).fill(401) };
