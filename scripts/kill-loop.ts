/**
 * `npm run kill-loop -- --cycles 1000 [--seed 1]`: kills a busy authority again and again, and exits with 1 when
 * one acknowledged write was lost, one revocation undone, or one write was half done.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { clearRunFolder } from '../test/faults/clear-run-folder.ts';
import { presentFigures, runKillLoop } from '../test/faults/kill-loop.ts';
import { chooseSeed } from '../test/faults/seeded-random.ts';

const { values } = parseArgs({
  options: { cycles: { type: 'string', default: '1000' }, seed: { type: 'string' } },
});
// Leaves in the ordinary way, so that no process stays behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const cycles = Number(values.cycles);
const seed = chooseSeed(values.seed);
console.log(`Seed ${seed}: --seed ${seed} repeats the moments.`);
const figures = await runKillLoop({ cycles, seed, report: (line) => console.log(line) });
for (const problem of figures.problems) console.error(`BROKEN: ${problem}`);
console.log(presentFigures(seed, cycles, figures));
const isGood = figures.problems.length === 0;
clearRunFolder(isGood);
process.exitCode = isGood ? 0 : 1;
