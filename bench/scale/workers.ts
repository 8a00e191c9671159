import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { newDataFolder } from '../../test/harness/run-folder.ts';
import type { RunningAuthority } from '../../test/harness/running-authority.ts';
import { makeLoadedFolder, startLoaded } from '../authority-under-load.ts';
import { verifySample } from '../contenders.ts';
import { askIntrospection } from '../request-mix.ts';
import { type Crew, makeCrew } from './crew.ts';
import { endWithUs, targetOf } from './running.ts';

/** One authority for each number of workers, on SQLite, with the same tokens in a file of its own. */
export async function startWorkers(
  numbers: readonly number[],
): Promise<{ readonly crews: readonly Crew[]; readonly started: readonly RunningAuthority[] }> {
  const loaded = await makeLoadedFolder();
  const requests = askIntrospection(loaded.presented);
  const crews: Crew[] = [];
  const started: RunningAuthority[] = [];
  for (const workers of numbers) {
    const folder = newDataFolder();
    cpSync(loaded.dataDirectory, join(folder, 'data'), { recursive: true });
    const authority = endWithUs(
      await startLoaded({ folder }, { env: { COUNTERSIGN_WORKERS: String(workers) } }),
    );
    started.push(authority);
    const name = workers === 1 ? 'SQLite, 1 worker' : `SQLite, ${workers} workers`;
    await verifySample(targetOf(authority).port, loaded.presented);
    crews.push(makeCrew(name, [targetOf(authority)], requests));
  }
  return { crews, started };
}
