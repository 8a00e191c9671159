/** The command as a function of its arguments and surroundings. */
export { type ExitCode, exitCodes } from './fault.ts';
export { run } from './run.ts';
export type { Surroundings } from './surroundings.ts';
