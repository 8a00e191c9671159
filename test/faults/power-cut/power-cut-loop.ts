import { join } from 'node:path';
import { newDataFolder } from '../../harness/run-folder.ts';
import { type CrashLoopFigures, type Fault, runCrashLoop } from '../crash-loop.ts';
import { DiskImage, type FileSystem } from './disk-image.ts';

export interface PowerCutOptions {
  readonly cycles: number;
  readonly seed: number;
  readonly fileSystem: FileSystem;
  readonly report: (line: string) => void;
}

/** Cuts the power of the disk under a whole, busy authority, over and over. */
export async function runPowerCutLoop(options: PowerCutOptions): Promise<CrashLoopFigures> {
  return withDisk(options.fileSystem, (disk) => {
    const fault: Fault = {
      async strike(authority) {
        await disk.cutPower();
        await authority.kill();
      },
      async recover() {
        await disk.unmount();
        await disk.mount();
      },
      // Between the cut and the answer nobody outside knows on which side of the cut the commit fell.
      lateAnswersCount: false,
    };
    const dataDirectory = join(disk.mountPoint, 'data');
    return runCrashLoop({ ...options, fault, folder: newDataFolder(), dataDirectory });
  });
}

/** Gives work a mounted disk, and takes it away whatever happens. */
export async function withDisk<Value>(
  fileSystem: FileSystem,
  work: (disk: DiskImage) => Promise<Value>,
): Promise<Value> {
  const disk = await DiskImage.make(fileSystem);
  try {
    return await work(disk);
  } finally {
    disk.destroy();
  }
}
