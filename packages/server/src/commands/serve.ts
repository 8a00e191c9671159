import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { compose } from '../compose.ts';
import type { Settings } from '../config/settings.ts';
import { createApp } from '../http/create-app.ts';
import { startBackgroundJobs } from '../jobs/background-jobs.ts';
import type { Log } from '../log.ts';

/** What serving needs of the process around it. */
export interface Surroundings {
  readonly log: Log;
  /** Lines for the person at the console. */
  readonly print: (text: string) => void;
  /** Aborted when the process is asked to end. */
  readonly stop: AbortSignal;
}

/**
 * `countersign-server serve`: opens the store, prints where it is and, at the first start, the set-up code;
 * answers until it is asked to stop, then finishes what it began, writes what it gathered and closes.
 */
export async function serve(settings: Settings, { log, print, stop }: Surroundings): Promise<void> {
  mkdirSync(settings.data.directory, { recursive: true, mode: 0o700 });
  const { authority, setUpCode, forgedRows } = await compose(settings);
  const jobs = startBackgroundJobs(authority, forgedRows, log);
  const app = await createApp(authority, log, () => stop.aborted);
  await app.listen({ host: settings.listen.host, port: settings.listen.port });

  print(`Countersign is running at ${settings.publicUrl.href}/`);
  if (setUpCode !== undefined) {
    print('');
    print(`First run: open ${settings.publicUrl.href}/setup and enter this set-up code`);
    print('');
    print(`    ${setUpCode.reveal()}`);
    print('');
  }
  print('Ready.');
  if (!stop.aborted) await once(stop, 'abort');
  await shutDown(app);
  await jobs.stop();
  await authority.store.close();
  log.info({}, 'stopped');
}

/** Lets requests in flight finish; idle connections are closed. */
async function shutDown(app: FastifyInstance): Promise<void> {
  const forced = setTimeout(() => app.server.closeAllConnections(), 10_000);
  await app.close();
  clearTimeout(forced);
}
