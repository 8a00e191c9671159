import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { compose, composeBeside } from '../compose.ts';
import type { Settings } from '../config/settings.ts';
import { answerRequests } from '../workers/answer-requests.ts';
import type { Primary } from '../workers/join-primary.ts';
import { runWorkers } from '../workers/run-workers.ts';
import type { Command, Surroundings } from './command.ts';

/**
 * `countersign-server serve`: opens the store, prints where it is and, at the first start, the set-up code;
 * answers until it is asked to stop, then finishes what it began, writes what it gathered and closes. With more
 * workers than one it starts this command as often, and watches over them.
 */
export const serve: Command = async (settings, surroundings) => {
  const { log, print, stop, primary, filesRead: files } = surroundings;
  if (primary !== undefined) return serveBeside(primary, settings, surroundings);
  mkdirSync(settings.data.directory, { recursive: true, mode: 0o700 });
  const composition = await compose(settings);
  const { setUpCode } = composition;
  const answering =
    settings.workers === 1
      ? await answerRequests(composition, { log, stop, duties: 'whole-host' })
      : await runWorkers(composition, { log, stop, files });

  print(`Countersign is running at ${settings.publicUrl.href}/`);
  if (setUpCode !== undefined) {
    print('');
    print(`First run: open ${settings.publicUrl.href}/setup and enter this set-up code`);
    print('');
    print(`    ${setUpCode.reveal()}`);
    print('');
  }
  if (!stop.aborted) {
    print('Ready.');
    await once(stop, 'abort');
  }
  await answering.stop();
  log.info({}, 'stopped');
  return 0;
};

/** One worker of several: it tells its primary that it answers, and prints nothing. */
async function serveBeside(
  primary: Primary,
  settings: Settings,
  { log, stop }: Surroundings,
): Promise<number> {
  const parts = await composeBeside(settings);
  primary.followChain(parts.authority.chainWatch);
  const answering = await answerRequests(parts, { log, stop, duties: 'own-process' });
  primary.sayReady();
  if (!stop.aborted) await once(stop, 'abort');
  await answering.stop();
  return 0;
}
