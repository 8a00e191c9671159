import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

const patienceMilliseconds = 30_000;

/** Resolves when a server that does not say so has begun to answer; throws when it ended or nothing came. */
export async function untilAnswers(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    try {
      await (await fetch(`http://localhost:${port}/`)).arrayBuffer();
      return;
    } catch {
      await wait(50);
    }
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnfile} did not answer`);
}
