import { mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Scratch } from '@countersign/core';

/**
 * A file without a name in the folder, made when there is something to write: nobody can open it, it is gone when the
 * process ends, however it ends, and the system keeps in its page cache what is read often. It is to memory what swap is.
 */
export function scratchFile(folder: string): Scratch {
  let file: number | undefined;
  return {
    read(into, position) {
      if (file === undefined || readSync(file, into, 0, into.length, position) < into.length)
        throw new Error('the scratch file holds less than was written to it');
    },
    write(bytes, position) {
      file ??= openNameless(folder);
      for (let done = 0; done < bytes.length; )
        done += writeSync(file, bytes, done, bytes.length - done, position + done);
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
