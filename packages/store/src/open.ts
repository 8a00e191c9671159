import type { Store } from '@countersign/core';
import { openPostgres } from './postgres.ts';
import type { StorePorts } from './sql/store.ts';
import { openSqlite } from './sqlite.ts';

export interface StoreOptions extends StorePorts {
  /** Where PostgreSQL is; absent or empty for SQLite. */
  readonly databaseUrl?: string | undefined;
  /** The SQLite file, used where no URL is given. */
  readonly file: string;
}

/** Opens the store that the configuration names. */
export function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, file, ...ports } = options;
  if (databaseUrl === undefined || databaseUrl === '') return openSqlite({ ...ports, file });
  return openPostgres({ ...ports, url: databaseUrl });
}
