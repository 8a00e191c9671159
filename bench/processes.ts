import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** A process and all that came of it and still run: a server of several processes answers with all of them. */
export function processTree(pid: number): readonly number[] {
  if (process.platform !== 'linux') return [pid];
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    childrenOf(`/proc/${pid}/task/${thread}/children`),
  );
  return [pid, ...children.flatMap(processTree)];
}

/** Of one thread; none where it ended while we looked. */
function childrenOf(file: string): readonly number[] {
  try {
    const listed = readFileSync(file, 'utf8').trim();
    return listed === '' ? [] : listed.split(' ').map(Number);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return [];
    throw error;
  }
}

/**
 * Seconds of processor time that a process and all that came of it have used, those that have ended too; absent where
 * nobody tells.
 */
export function cpuSeconds(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  return processTree(pid).reduce((sum, one) => sum + cpuSecondsOfOne(one), 0);
}

/** Its own, with all its threads, and of its children that ended and were waited for. */
function cpuSecondsOfOne(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses and may hold anything; time counts from the third.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticksPerSecond = 100;
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return ticks / ticksPerSecond;
}
