import { once } from 'node:events';
import { createServer } from 'node:net';
import type { WorkingParts } from '../compose.ts';
import { startBackgroundJobs } from '../jobs/background-jobs.ts';
import type { Log } from '../log.ts';
import { version } from '../version.ts';
import type { Answering } from './answer-requests.ts';
import type { PrimaryMessage } from './messages.ts';
import type { ReadFile } from './read-files.ts';
import { WorkerPlace } from './worker-place.ts';

/**
 * The primary of a host with several workers. It answers no request itself: it does what once per host is enough, and
 * puts another worker in the place of one that died. Nothing that a
 * check rests on passes through it: each worker asks the store, as if it stood on a host of its own.
 *
 * Throws when a worker ends before it ever answered; that worker has said why.
 */
export async function runWorkers(
  parts: WorkingParts,
  {
    log,
    stop,
    files,
  }: { readonly log: Log; readonly stop: AbortSignal; readonly files: readonly ReadFile[] },
): Promise<Answering> {
  const { authority } = parts;
  const { listen, workers, usage } = authority.settings;
  await checkAddress(listen);
  const jobs = startBackgroundJobs(parts, log);
  const beginning: PrimaryMessage = { kind: 'beginning', version, files };
  const places: WorkerPlace[] = [];
  const tellChain = (to: readonly WorkerPlace[]) => {
    const { status } = authority.chainWatch;
    if (status !== undefined) for (const place of to) place.tell({ kind: 'chain', status });
  };
  const telling = setInterval(() => tellChain(places), usage.flushSeconds * 1_000);
  const answering: Answering = {
    stop: async () => {
      clearInterval(telling);
      await Promise.all(places.map((place) => place.close()));
      await jobs.stop();
      await authority.store.close();
    },
  };
  const isReady = await new Promise<boolean>((resolve) => {
    stop.addEventListener('abort', () => resolve(true));
    const onReady = (place: WorkerPlace) => {
      tellChain([place]);
      if (places.every(({ wasReady }) => wasReady)) resolve(true);
    };
    for (let number = 0; number < workers; number += 1)
      places.push(new WorkerPlace({ log, beginning, onReady, onFailed: () => resolve(false) }));
  });
  if (isReady) return answering;
  await answering.stop();
  throw new Error('a worker could not start');
}

/**
 * Throws what a single process would throw here, before one worker after the other does. Workers share their port, also
 * with those of another primary; with this look it takes two that start in the same moment to get there.
 */
async function checkAddress({ host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
