import { closeSync, mkdtempSync, openSync, readSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Scratch } from '@countersign/core';

/** What is left free on the disk: the database lies there too, and has to be written. */
const bytesLeft = 2 ** 30;

/**
 * A file without a name in the folder, made when there is something to write: nobody can open it, it is gone when the
 * process ends, however it ends, and the system keeps in its page cache what is read often. It is to memory what swap is.
 */
export function scratchFile(folder: string, leaves: number = bytesLeft): Scratch {
  let file: number | undefined;
  return {
    read(into, position) {
      if (file === undefined || readSync(file, into, 0, into.length, position) < into.length)
        throw new Error('the scratch file holds less than was written to it');
    },
    write(bytes, position) {
      const { bavail, bsize } = statfsSync(folder);
      if (bavail * bsize < leaves) throw new Error(`less than ${leaves} bytes are free on the disk`);
      file ??= openNameless(folder);
      for (let done = 0; done < bytes.length; )
        done += writeSync(file, bytes, done, bytes.length - done, position + done);
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

/** In a folder of its own, so that no other file is in the way, and none is there afterwards. */
function openNameless(folder: string): number {
  const own = mkdtempSync(join(folder, 'scratch-'));
  try {
    return openSync(join(own, 'file'), 'wx+', 0o600);
  } finally {
    rmSync(own, { recursive: true });
  }
}
