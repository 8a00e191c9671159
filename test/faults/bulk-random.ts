import { randomFillSync } from 'node:crypto';
import type { Random } from '@countersign/core';

/** The system's generator, asked for 64 KiB at a time: a token takes some fifty small draws. */
export function bulkRandom(): Random {
  const pool = new Uint8Array(65_536);
  let used = pool.length;
  return {
    bytes(length) {
      if (used + length > pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      used += length;
      return pool.slice(used - length, used);
    },
  };
}
