import type { LoadGenerator, LoadRequest } from './load.ts';
import { median } from './median.ts';
import { generatorCore } from './pinning.ts';
import { cpuSeconds } from './processes.ts';
import { unknownEvery } from './request-mix.ts';
import type { Target } from './targets.ts';

/** One server asked one question: the authority, or the bare server with the same request and answer. */
export interface Contender {
  readonly name: string;
  readonly target: Target;
  readonly requests: readonly LoadRequest[];
  /** Whether unknown tokens are refused by status; introspection refuses in the body. */
  readonly refusesUnknown: boolean;
}

export interface Burst {
  readonly perSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly cpuMicroseconds: number;
  /** Shares of one core. */
  readonly serverBusy: number;
  readonly generatorBusy: number;
}

export interface BurstOptions {
  readonly seconds: number;
  /** Whether the generator has a core of its own. */
  readonly isPinned: boolean;
  readonly connections?: number;
}

export const connectionsAtOnce = 64;

/** How many requests a contender was sent so far: each burst carries on where the one before it ended. */
const sentTo = new WeakMap<Contender, number>();

/** One burst. Throws when the answers are not what they should be: a fast wrong answer is worth nothing. */
export async function runBurst(
  generator: LoadGenerator,
  contender: Contender,
  { seconds, isPinned, connections = connectionsAtOnce }: BurstOptions,
): Promise<Burst> {
  const { target, requests } = contender;
  const cpuBefore = cpuSeconds(target.pid) ?? Number.NaN;
  const core = isPinned ? generatorCore : undefined;
  const sent = sentTo.get(contender) ?? 0;
  const first = sent % requests.length;
  const load = await generator.run({ port: target.port, requests, first, connections, seconds, core });
  sentTo.set(contender, sent + load.requests);
  const cpu = (cpuSeconds(target.pid) ?? Number.NaN) - cpuBefore;
  const refusedShare = load.refused / load.requests;
  const expected = contender.refusesUnknown ? 1 / unknownEvery : 0;
  // A burst ends where it ends, on each connection: of a few requests the share cannot be exact.
  const tolerance = 0.01 + (2 * connections) / load.requests;
  if (load.failed > 0 || Math.abs(refusedShare - expected) > tolerance) {
    throw new Error(
      `${contender.name}: ${load.failed} requests failed and ${(refusedShare * 100).toFixed(1)} % were refused, ` +
        `where ${(expected * 100).toFixed(1)} % should be`,
    );
  }
  return {
    perSecond: load.requests / load.seconds,
    p50Milliseconds: load.p50Milliseconds,
    p99Milliseconds: load.p99Milliseconds,
    cpuMicroseconds: (cpu * 1e6) / load.requests,
    serverBusy: cpu / load.seconds,
    generatorBusy: load.generatorCpuSeconds / load.seconds,
  };
}

/** The median of each figure on its own. */
export function medianBurst(bursts: readonly Burst[]): Burst {
  const of = (figure: keyof Burst) => median(bursts.map((burst) => burst[figure]));
  return {
    perSecond: of('perSecond'),
    p50Milliseconds: of('p50Milliseconds'),
    p99Milliseconds: of('p99Milliseconds'),
    cpuMicroseconds: of('cpuMicroseconds'),
    serverBusy: of('serverBusy'),
    generatorBusy: of('generatorBusy'),
  };
}
