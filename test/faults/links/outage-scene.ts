import assert from 'node:assert/strict';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../packages/server/test/harness/until.ts';
import type { Cast } from '../cast.ts';
import { compare } from '../compare.ts';
import { chooseSeed, seededRandom } from '../seeded-random.ts';
import type { TokenLedger } from '../token-ledger.ts';
import { type Node, secondsUntilBack } from './nodes.ts';
import { type OutageWork, startWriters } from './outage-writers.ts';

/** How soon an authority must be back once it could be. */
const secondsMax = 10;

/** How many creates, and revocations, were acknowledged when a fault strikes first. */
const stakeMin = 3;

/** How often a fault strikes that may strike again. */
export const manyRounds = process.env.COUNTERSIGN_TEST_LONG === '1' ? 20 : 1;

export interface Outage {
  /** The nodes that are asked; those that a fault starts anew among them, in the same place. */
  readonly nodes: Node[];
  readonly cast: Cast;
  /** What was acknowledged so far, by outages before this one too. */
  readonly ledger: TokenLedger;
  readonly rounds: number;
  /** Strikes. Resolves when what it broke is whole again, as far as it is not the authority's to see to it. */
  strike(): Promise<void>;
  report(line: string): void;
}

/** Lets a fault strike under load, and holds the authority to what it acknowledged before, meanwhile and after. */
export async function surviveOutage(outage: Outage): Promise<void> {
  const { nodes, cast, ledger, rounds, strike, report } = outage;
  const seed = chooseSeed(process.env.COUNTERSIGN_TEST_SEED);
  const random = seededRandom(seed);
  const [first] = nodes;
  assert.ok(first !== undefined);
  const before = { creates: ledger.creates, revocations: ledger.revocations };
  const atStake = () =>
    ledger.creates >= before.creates + stakeMin && ledger.revocations >= before.revocations + stakeMin;
  ledger.cycle += 1;
  const urls = nodes.map(({ url }) => url);
  const counts = { done: 0, unavailable: 0, silent: 0 };
  const work: OutageWork = { cast, urls, ledger, random, problems: [], counts };
  const writers = startWriters(work);
  const backs: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      await until('something at stake', () => atStake() || undefined, 60);
      await pause(random.between(50, 500));
      await strike();
      backs.push(await secondsUntilBack(nodes, cast.cookie));
    }
  } finally {
    await writers.stop();
  }
  const compared = await compare({ ...cast, url: first.url, ledger, random, isWhole: true });
  const creates = ledger.creates - before.creates;
  const revocations = ledger.revocations - before.revocations;
  report(
    `${creates} creates and ${revocations} revocations acknowledged, ${compared.inFlight} in doubt ` +
      `(${compared.tookEffect} took effect), ${counts.unavailable} times 503, ${counts.silent} times no answer; ` +
      `back after ${backs.map((seconds) => seconds.toFixed(2)).join(' and ')} s`,
  );
  assert.deepEqual([...work.problems, ...compared.problems], [], `COUNTERSIGN_TEST_SEED=${seed}`);
  assert.ok(Math.max(...backs) < secondsMax, `it took ${Math.max(...backs)} s to be back`);
}
