import { test } from 'node:test';
import fc from 'fast-check';
import { knownWorlds, worldProperties, worldsOfHalf } from './worlds/world-property.ts';

/** With `everybody-acts.property.test.ts`, the proof of the guard: two files, so that they run side by side. */
test(`whatever some do together in ${worldsOfHalf} worlds, nobody comes to hold what none of them held when they began`, async () => {
  await fc.assert(worldProperties.conspiracies, {
    numRuns: worldsOfHalf,
    examples: knownWorlds.map((plan) => [plan]),
  });
});
