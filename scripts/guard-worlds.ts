/**
 * `npm run guard-worlds -- --worlds 1000000 [--seed 1]`: drives the guard through generated worlds beside its
 * reference model, and exits with 1 at the first disagreement, told as the smallest world that shows it.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { worldProperties } from '../packages/core/test/worlds/world-property.ts';
import { chooseSeed } from '../test/faults/seeded-random.ts';

const { values } = parseArgs({
  options: { worlds: { type: 'string', default: '1000000' }, seed: { type: 'string' } },
});
const worlds = Number(values.worlds);
const seed = chooseSeed(values.seed);
const atATime = 10_000;
console.log(`Seed ${seed}: --seed ${seed} repeats the worlds.`);

const halves = Object.entries(worldProperties);
let done = 0;
for (let round = 0; done < worlds; round += 1) {
  const [name, property] = halves[round % halves.length] as (typeof halves)[number];
  const numRuns = Math.min(atATime, worlds - done);
  const details = await fc.check(property, { numRuns, seed: seed + round });
  if (details.failed) {
    console.error(`BROKEN (${name}): ${await fc.asyncDefaultReportMessage(details)}`);
    console.error(details.errorInstance);
    process.exitCode = 1;
    break;
  }
  done += numRuns;
  console.log(`${done} of ${worlds} worlds without a disagreement`);
}
