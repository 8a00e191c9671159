import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from '../harness/bare-environment.ts';
import { newDataFolder } from '../harness/run-folder.ts';
import { type CrashLoopFigures, type Fault, runCrashLoop } from './crash-loop.ts';

const serverMain = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url));

/** `kill -9`, over and over, on one data directory; sometimes again while the next process is still starting. */
export function runKillLoop(options: {
  readonly cycles: number;
  readonly seed: number;
  readonly report: (line: string) => void;
}): Promise<CrashLoopFigures> {
  const folder = newDataFolder();
  const dataDirectory = join(folder, 'data');
  const fault: Fault = {
    strike: (authority) => authority.kill(),
    recover: async (random) => {
      if (random.next() < 0.1) await killWhileStarting(dataDirectory, random.between(100, 600));
    },
    // The commit came before the answer, and a killed process takes nothing back from the disk.
    lateAnswersCount: true,
  };
  return runCrashLoop({ ...options, fault, folder, dataDirectory });
}

/** Recovery from a crash must survive a crash itself. */
async function killWhileStarting(dataDirectory: string, afterMilliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [serverMain, 'serve'], {
    env: {
      ...bareEnvironment(),
      COUNTERSIGN_DATA__DIRECTORY: dataDirectory,
      COUNTERSIGN_LISTEN__PORT: '0',
    },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  await pause(afterMilliseconds);
  child.kill('SIGKILL');
  await exited;
}

/** The figures in one line. */
export function presentFigures(seed: number, cycles: number, figures: CrashLoopFigures): string {
  const { creates, revocations, inFlight, tookEffect, readySeconds, trail, problems } = figures;
  const ready = (share: number) => readySeconds[Math.ceil(readySeconds.length * share) - 1]?.toFixed(2);
  return (
    `${cycles} cycles, seed ${seed}: ${creates} creates and ${revocations} revocations acknowledged, ` +
    `${inFlight} writes in flight (${tookEffect} took effect), ${problems.length} broken promises; ` +
    `${trail.events} audit events link, ${trail.tokens} tokens each with their own; ` +
    `ready again p50 ${ready(0.5)} s, p99 ${ready(0.99)} s`
  );
}
