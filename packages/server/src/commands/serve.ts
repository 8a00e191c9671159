import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { compose } from '../compose.ts';
import { createApp } from '../http/create-app.ts';
import { startBackgroundJobs } from '../jobs/background-jobs.ts';
import type { Command } from './command.ts';

/**
 * `countersign-server serve`: opens the store, prints where it is and, at the first start, the set-up code;
 * answers until it is asked to stop, then finishes what it began, writes what it gathered and closes.
 */
export const serve: Command = async (settings, { log, print, stop }) => {
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
  return 0;
};

/** Lets requests in flight finish; idle connections are closed. */
async function shutDown(app: FastifyInstance): Promise<void> {
  const forced = setTimeout(() => app.server.closeAllConnections(), 10_000);
  await app.close();
  clearTimeout(forced);
}
