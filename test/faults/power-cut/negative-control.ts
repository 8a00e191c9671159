import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newDataFolder } from '../../harness/run-folder.ts';
import { startAuthority } from '../../harness/running-authority.ts';
import { databaseFile } from '../open-store.ts';
import { seededRandom } from '../seeded-random.ts';
import type { DiskImage } from './disk-image.ts';
import { type PowerCutOptions, withDisk } from './power-cut-loop.ts';

export interface ControlFigures {
  readonly cycles: number;
  readonly acknowledged: number;
  readonly lost: number;
}

const laxWriter = fileURLToPath(new URL('lax-writer.ts', import.meta.url));

/**
 * Shows that the harness can see a loss at all: the same disk, the same cut, the same schema, and commits that
 * are not synced. Ends at the first cycle that loses; one that never does means that the harness is broken.
 */
export async function runNegativeControl(options: PowerCutOptions): Promise<ControlFigures> {
  return withDisk(options.fileSystem, async (disk) => {
    const folder = newDataFolder();
    const dataDirectory = join(disk.mountPoint, 'data');
    const env = { COUNTERSIGN_DATA__DIRECTORY: dataDirectory };
    const authority = await startAuthority({ dataFolder: folder, env });
    await authority.stop();

    const random = seededRandom(options.seed);
    let [cycles, acknowledged, lost] = [0, 0, 0];
    while (lost === 0 && cycles < options.cycles) {
      cycles += 1;
      const paths = { file: databaseFile(dataDirectory), ledger: join(folder, 'control.txt') };
      const numbers = await cutUnderLaxWriter(disk, paths, random.between(100, 500));
      const kept = readNumbers(paths.file);
      acknowledged += numbers.length;
      lost += numbers.filter((number) => !kept.has(number)).length;
    }
    return { cycles, acknowledged, lost };
  });
}

/** Answers the numbers whose commit was acknowledged before the cut. */
async function cutUnderLaxWriter(
  disk: DiskImage,
  paths: { readonly file: string; readonly ledger: string },
  afterMilliseconds: number,
): Promise<readonly number[]> {
  const child = spawn(process.execPath, [laxWriter, paths.file, paths.ledger], {
    cwd: dirname(paths.ledger),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  await pause(afterMilliseconds);
  // The monotonic clock is one for all processes of a machine.
  const cutAt = process.hrtime.bigint();
  await disk.cutPower();
  child.kill('SIGKILL');
  await exited;
  await disk.unmount();
  await disk.mount();
  return readFileSync(paths.ledger, 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([at, number]) => number !== undefined && BigInt(at ?? 0) < cutAt)
    .map(([, number]) => Number(number));
}

function readNumbers(file: string): ReadonlySet<number> {
  const database = new DatabaseSync(file);
  try {
    const rows = database.prepare('select number from audit_events').all();
    return new Set(rows.map(({ number }) => Number(number)));
  } finally {
    database.close();
  }
}
