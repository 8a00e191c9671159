import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';

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

/** Moves a process with all its threads to one core; threads it starts later stay there. */
export function pin(pid: number | undefined, core: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)], {
    stdio: 'ignore',
  });
}

/** Seconds of processor time that a process has used, all its threads together; absent where nobody tells. */
export function cpuSeconds(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses and may hold anything; time counts from the third.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticksPerSecond = 100;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
