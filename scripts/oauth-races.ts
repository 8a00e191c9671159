/**
 * `npm run oauth-races -- --trials 2000`: on both stores, 2 to 64 at once show two nodes the same code or refresh token,
 * so many times for each kind; exits with 1 when two of them won, when a chain forked, or when anything outlived its end.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';
import { runTestFiles } from './run-test-files.ts';

const { values } = parseArgs({ options: { trials: { type: 'string', default: '2000' } } });
process.chdir(root);
process.env.COUNTERSIGN_RACE_TRIALS = values.trials;
const files = ['sqlite', 'postgres'].map(
  (engine) => `packages/server/test/oauth/oauth-races-${engine}.test.ts`,
);
const { passed, failed } = await runTestFiles(files, { concurrency: 2, secondsMax: 4 * 60 * 60 });
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
