import { join } from 'node:path';
import type { Digest, Store } from '@countersign/core';
import { openStore } from '@countersign/store';
import { systemClock } from '../../packages/server/src/platform/clock.ts';
import { createDigest } from '../../packages/server/src/platform/digest.ts';
import { openKeyRing } from '../../packages/server/src/platform/key-ring.ts';
import { systemRandom } from '../../packages/server/src/platform/random.ts';

export interface OpenedStore {
  readonly store: Store;
  readonly digest: Digest;
}

/** The database file of an authority, below its data directory. */
export function databaseFile(dataDirectory: string): string {
  return join(dataDirectory, 'countersign.db');
}

export interface OpenStoreOptions {
  /** Absent: the SQLite file in the data directory. */
  readonly databaseUrl?: string | undefined;
  readonly onQuery?: (sql: string) => void;
}

/** Opens the store of a data directory the way the server does, with the key ring that lies there. */
export async function openStoreIn(
  dataDirectory: string,
  options: OpenStoreOptions = {},
): Promise<OpenedStore> {
  const file = join(dataDirectory, 'keys.json');
  const keyRing = openKeyRing(file, { clock: systemClock, random: systemRandom, makeIfAbsent: false });
  const digest = createDigest(keyRing);
  const store = await openStore({
    ...options,
    file: databaseFile(dataDirectory),
    seal: keyRing.rowSeal,
    digest,
    onForged: ({ table, id }) => {
      throw new Error(`the row ${id} of ${table} is forged`);
    },
  });
  return { store, digest };
}
