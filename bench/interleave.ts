import type { LoadGenerator } from './load.ts';
import { type Burst, type Contender, runBurst } from './measure.ts';
import { median } from './median.ts';

export interface Rounds {
  readonly generator: LoadGenerator;
  readonly rounds: number;
  /** Of each burst. */
  readonly seconds: number;
  readonly isPinned: boolean;
}

/**
 * All contenders take turns within each round, so that a machine that slows down slows all of them. Answers the bursts
 * of each, round by round; the first round warms up and is not counted.
 */
export async function interleave(
  contenders: readonly Contender[],
  { generator, rounds, seconds, isPinned }: Rounds,
): Promise<readonly (readonly Burst[])[]> {
  const seen: readonly Burst[][] = contenders.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const burst = await runBurst(generator, contender, {
        seconds: round === 0 ? 2 : seconds,
        isPinned,
      });
      if (round > 0) seen[index]?.push(burst);
    }
  }
  return seen;
}

/** The median over the rounds of one's figure as a ratio to the other's in the same round. */
export function medianRatio(of: readonly Burst[], to: readonly Burst[], figure: keyof Burst): number {
  return median(of.map((burst, round) => burst[figure] / (to[round]?.[figure] ?? Number.NaN)));
}
