/**
 * `npm run power-cut -- [--cycles 20] [--seed 1] [--file-system xfs]`: cuts the power of the disk under a busy
 * authority again and again. Exits with 1 when one acknowledged write was lost, and with 2 when the harness cannot
 * run here or its negative control, which must lose, does not.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { clearRunFolder } from '../test/faults/clear-run-folder.ts';
import { presentFigures } from '../test/faults/kill-loop.ts';
import { type FileSystem, fileSystems, findObstacle } from '../test/faults/power-cut/disk-image.ts';
import { runNegativeControl } from '../test/faults/power-cut/negative-control.ts';
import { runPowerCutLoop } from '../test/faults/power-cut/power-cut-loop.ts';
import { chooseSeed } from '../test/faults/seeded-random.ts';

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '20' },
    seed: { type: 'string' },
    'file-system': { type: 'string', default: 'xfs' },
  },
});
// Leaves in the ordinary way, so that nothing stays mounted or running.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();

async function main(): Promise<number> {
  const fileSystem = fileSystems.find((name) => name === values['file-system']);
  if (fileSystem === undefined) return complain(`No such file system here: ${values['file-system']}`);
  const obstacle = await findObstacle(fileSystem);
  if (obstacle !== undefined) return complain(`The power cut cannot be simulated: ${obstacle}.`);
  return cut(fileSystem);
}

async function cut(fileSystem: FileSystem): Promise<number> {
  const seed = chooseSeed(values.seed);
  const cycles = Number(values.cycles);
  const options = { cycles, seed, fileSystem, report: (line: string) => console.log(line) };
  console.log(`Seed ${seed}: --seed ${seed} repeats the moments.`);

  const startedAt = performance.now();
  const figures = await runPowerCutLoop(options);
  const seconds = (performance.now() - startedAt) / 1_000 / cycles;
  for (const problem of figures.problems) console.error(`BROKEN: ${problem}`);
  console.log(`${fileSystem}: ${presentFigures(seed, cycles, figures)}; ${seconds.toFixed(1)} s a cycle`);

  const control = await runNegativeControl(options);
  console.log(
    `Negative control, synchronous = normal: ${control.lost} of ${control.acknowledged} acknowledged commits lost ` +
      `in ${control.cycles} cycle(s)`,
  );
  const isGood = figures.problems.length === 0;
  clearRunFolder(isGood && control.lost > 0);
  if (control.lost === 0) return complain('The control lost nothing: this harness cannot see a loss.');
  return isGood ? 0 : 1;
}

function complain(text: string): number {
  console.error(text);
  return 2;
}
