import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './median.ts';

const flushes = 200;

/** What it takes to append a page to a file and have it on disk: below this no durable commit is possible. */
export function flushMilliseconds(folder: string): number {
  const file = openSync(join(folder, 'flush'), 'a', 0o600);
  const page = Buffer.alloc(4_096, 1);
  const times = Array.from({ length: flushes }, () => {
    const startedAt = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  return median(times);
}
