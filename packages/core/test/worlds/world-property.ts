import fc from 'fast-check';
import { openMemoryStore } from '../memory-store.ts';
import { conspiracies, type Plan, plans } from './plan.ts';
import { runWorld } from './run-world.ts';

/** That a plan runs to its end in agreement; a counterexample tells its world in words. */
function runsInAgreement(some: fc.Arbitrary<Plan>) {
  return fc.asyncProperty(some, async (plan) => {
    await runWorld(plan, openMemoryStore());
  });
}

const none = [0, 0, 0, 0, 0, 0, 0] as const;

/** Worlds that once showed a fault of the product or of its proof: every run begins with them. */
export const knownWorlds: readonly Plan[] = [
  // Somebody who carries nothing acts after their token ended.
  {
    users: [0, 0],
    groups: [{ above: 0, members: 0, managers: 0, autoJoin: false }],
    roles: [0],
    given: [
      [0, 0, 0],
      [0, 0, 0],
    ],
    viewers: [0, 0],
    conspirators: 3,
    acts: [
      [0, 0, 0, 0, 179, 0, 0],
      [0, 265, 0, 0, 0, 0, 0],
      [949, 0, 0, 0, 0, 0, 0],
      none,
      [0, 459, 0, 0, 0, 0, 0],
      none,
    ],
  },
];

/** What generated worlds are asked: the two halves of every run. */
export const worldProperties = {
  everybody: runsInAgreement(plans),
  conspiracies: runsInAgreement(conspiracies),
} as const;

/** How many worlds each half takes: the long run takes a million together. */
export const worldsOfHalf = process.env.COUNTERSIGN_TEST_LONG === '1' ? 500_000 : 10_000;
