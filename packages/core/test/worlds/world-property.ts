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

/** What generated worlds are asked: the two halves of every run. */
export const worldProperties = {
  everybody: runsInAgreement(plans),
  conspiracies: runsInAgreement(conspiracies),
} as const;

/** How many worlds each half takes: the long run takes a million together. */
export const worldsOfHalf = process.env.COUNTERSIGN_TEST_LONG === '1' ? 500_000 : 10_000;
