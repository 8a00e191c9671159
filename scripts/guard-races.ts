/**
 * `npm run guard-races -- --trials 2000`: on both stores, somebody is lowered while they act, so many times for each
 * kind of act; exits with 1 when anything was given after its giver was lowered.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';
import { runTestFiles } from './run-test-files.ts';

const { values } = parseArgs({ options: { trials: { type: 'string', default: '2000' } } });
process.chdir(root);
process.env.COUNTERSIGN_RACE_TRIALS = values.trials;
const files = ['sqlite', 'postgres'].map((engine) => `packages/store/test/guard-races-${engine}.test.ts`);
const { passed, failed } = await runTestFiles(files, { concurrency: 2, secondsMax: 4 * 60 * 60 });
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
