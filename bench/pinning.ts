import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { processTree } from './processes.ts';

/** The core of the server under load, and the core of whatever loads it. */
export const serverCore = 0;
export const generatorCore = 1;

/** Why processes cannot be given a core each, or nothing. */
export function findPinningObstacle(): string | undefined {
  if (availableParallelism() < 2) return 'this machine has one core';
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'taskset is not installed';
  }
}

/** Moves a process with all its threads and all that came of it to one core; what it starts later stays there. */
export function pin(pid: number | undefined, core: number): void {
  if (pid === undefined) throw new Error('there is no process to pin');
  for (const one of processTree(pid)) {
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(one)], {
      stdio: 'ignore',
    });
  }
}
