import { createRequire } from 'node:module';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { LoadFigures, LoadPlan } from './load.ts';

/** autocannon in a process of its own, so that it can be given a core: a plan on standard input, figures on output. */
interface Client {
  setRequests(requests: readonly object[]): void;
}

interface Outcome {
  readonly requests: { readonly total: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly duration: number;
  readonly non2xx: number;
  readonly errors: number;
  readonly timeouts: number;
}

type Autocannon = (options: {
  readonly url: string;
  readonly connections: number;
  readonly duration: number;
  readonly setupClient: (client: Client) => void;
}) => Promise<Outcome>;

// It has no types of its own.
const autocannon: Autocannon = createRequire(import.meta.url)('autocannon');

const plan: LoadPlan = JSON.parse(await text(process.stdin));
let connection = 0;
const outcome = await autocannon({
  url: `http://127.0.0.1:${plan.port}`,
  connections: plan.connections,
  duration: plan.seconds,
  // Each connection sends its own share, or all would ask for the same token at the same time.
  setupClient: (client) => client.setRequests(shareOf(connection++)),
});
const { user, system } = process.cpuUsage();
const figures: LoadFigures = {
  requests: outcome.requests.total,
  seconds: outcome.duration,
  p50Milliseconds: outcome.latency.p50,
  p99Milliseconds: outcome.latency.p99,
  refused: outcome.non2xx,
  failed: outcome.errors + outcome.timeouts,
  generatorCpuSeconds: (user + system) / 1e6,
};
process.stdout.write(JSON.stringify(figures));

function shareOf(one: number): readonly object[] {
  const inTurn = [...plan.requests.slice(plan.first), ...plan.requests.slice(0, plan.first)];
  const share = inTurn.filter((_, index) => index % plan.connections === one);
  return share.map(({ body, ...request }) => (body === '' ? request : { ...request, body }));
}
