/**
 * `npm run factor-races -- --trials 2000`: on both stores, two nodes are shown the same code at the same moment, so many
 * times for each kind of secret that is good once; exits with 1 when one of them opened twice, or not at all.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';
import { runTestFiles } from './run-test-files.ts';

const { values } = parseArgs({ options: { trials: { type: 'string', default: '2000' } } });
process.chdir(root);
process.env.COUNTERSIGN_RACE_TRIALS = values.trials;
const files = ['sqlite', 'postgres'].map((engine) => `packages/store/test/factor-races-${engine}.test.ts`);
const { passed, failed } = await runTestFiles(files, { concurrency: 2, secondsMax: 4 * 60 * 60 });
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
