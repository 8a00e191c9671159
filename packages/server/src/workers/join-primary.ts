import cluster, { type Worker } from 'node:cluster';
import type { ChainWatch } from '@countersign/core';
import type { TextReader } from '../config/given.ts';
import { version } from '../version.ts';
import type { PrimaryMessage, WorkerMessage } from './messages.ts';
import { readAgain } from './read-files.ts';

/** The name that tells a worker of ours from a program that somebody else's cluster runs. */
export const workerVariable = 'CSN_WORKER';

/** The primary of this host, as a worker knows it. */
export interface Primary {
  /** The settings' files as the primary read them. */
  readonly readFile: TextReader;
  sayReady(): void;
  /** Keeps up with what the primary finds when it follows the audit chain. */
  followChain(watch: Pick<ChainWatch, 'learn'>): void;
  /** Without this the process would not end. */
  leave(): void;
}

/**
 * Meets the primary; absent in a process that is no worker. `onStop` is called when the primary asks the worker to end
 * and when the primary is gone: nobody hands out connections any more, and nobody would end this process.
 */
export async function joinPrimary(
  env: Readonly<Record<string, string | undefined>>,
  onStop: () => void,
): Promise<Primary | undefined> {
  const { worker } = cluster;
  if (worker === undefined || env[workerVariable] === undefined) return undefined;
  // Otherwise Node would end the process the moment the primary is gone, with what was gathered and not written.
  worker.exitedAfterDisconnect = true;
  worker.on('disconnect', onStop);
  hear(worker, ({ kind }) => kind === 'stop' && onStop());
  const beginning = await begin(worker);
  if (beginning.version !== version)
    throw new Error(
      `this is version ${version}, and version ${beginning.version} is running: restart the command`,
    );
  return {
    readFile: readAgain(beginning.files),
    sayReady: () => tell(worker, { kind: 'ready' }),
    followChain: (watch) => hear(worker, (said) => said.kind === 'chain' && watch.learn(said.status)),
    leave: () => worker.isConnected() && worker.disconnect(),
  };
}

function begin(worker: Worker): Promise<Extract<PrimaryMessage, { kind: 'beginning' }>> {
  return new Promise((resolve, reject) => {
    hear(worker, (said) => said.kind === 'beginning' && resolve(said));
    worker.on('disconnect', () => reject(new Error('the process that started this one is gone')));
    tell(worker, { kind: 'started' });
  });
}

function hear(worker: Worker, take: (said: PrimaryMessage) => void): void {
  worker.on('message', take);
}

/** A primary that is gone hears nothing; `disconnect` tells of that. */
function tell(worker: Worker, message: WorkerMessage): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}
