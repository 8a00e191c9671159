import type { LoadGenerator, LoadRequest } from '../load.ts';
import { type Burst, type Contender, connectionsAtOnce, runBurst } from '../measure.ts';
import { cpuSeconds } from '../processes.ts';
import type { Target } from '../targets.ts';

/** Those who answer together: the nodes of one authority, or a single one with all its workers. */
export interface Crew {
  readonly name: string;
  readonly contenders: readonly Contender[];
  /** Whose time is told beside theirs: the database. */
  readonly databasePid: number | undefined;
}

/** Each target begins at a place of its own in the requests. */
export function makeCrew(
  name: string,
  targets: readonly Target[],
  requests: readonly LoadRequest[],
  databasePid?: number,
): Crew {
  const contenders = targets.map((target, index) => {
    const from = Math.floor((index * requests.length) / targets.length);
    const turned = [...requests.slice(from), ...requests.slice(0, from)];
    return { name, target, requests: turned, refusesUnknown: false };
  });
  return { name, contenders, databasePid };
}

/** What a crew did in one burst; shares are of one core. */
export interface CrewBurst {
  readonly perSecond: number;
  readonly p50Milliseconds: number;
  /** The greatest of its nodes'. */
  readonly p99Milliseconds: number;
  readonly cpuMicroseconds: number;
  readonly serverBusy: number;
  readonly databaseBusy: number;
  readonly generatorBusy: number;
}

/** Loads all nodes at once, each with its part of the connections. */
export async function runCrewBurst(
  generator: LoadGenerator,
  crew: Crew,
  seconds: number,
): Promise<CrewBurst> {
  const { contenders, databasePid } = crew;
  const connections = Math.floor(connectionsAtOnce / contenders.length);
  const databaseBefore = cpuSeconds(databasePid) ?? 0;
  const bursts = await Promise.all(
    contenders.map((contender) => {
      return runBurst(generator, contender, { seconds, isPinned: false, connections });
    }),
  );
  const sum = (figure: keyof Burst) => bursts.reduce((total, burst) => total + burst[figure], 0);
  const perSecond = sum('perSecond');
  return {
    perSecond,
    // Weighted by how many each answered.
    p50Milliseconds: bursts.reduce((total, { p50Milliseconds, perSecond: own }) => {
      return total + (p50Milliseconds * own) / perSecond;
    }, 0),
    p99Milliseconds: Math.max(...bursts.map(({ p99Milliseconds }) => p99Milliseconds)),
    cpuMicroseconds: (sum('serverBusy') * 1e6) / perSecond,
    serverBusy: sum('serverBusy'),
    databaseBusy: ((cpuSeconds(databasePid) ?? 0) - databaseBefore) / seconds,
    generatorBusy: sum('generatorBusy'),
  };
}
