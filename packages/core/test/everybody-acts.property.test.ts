import { test } from 'node:test';
import fc from 'fast-check';
import { worldProperties, worldsOfHalf } from './worlds/world-property.ts';

/** With `conspiracies.property.test.ts`, the proof of the guard: two files, so that they run side by side. */
test(`whatever is done in ${worldsOfHalf} worlds, product and reference model agree, and nobody gains or loses by an act what its actor does not hold`, async () => {
  await fc.assert(worldProperties.everybody, { numRuns: worldsOfHalf });
});
