/** The public face of the store, and the only file that re-exports. */
export { CommitUnknown, SchemaTooNew, StoreDefect, StoreUnavailable, UnsafeSetting } from './failures.ts';
export { openStore, type StoreOptions } from './open.ts';
export { openPostgres, type PostgresOptions } from './postgres.ts';
export type { StorePorts } from './sql/store.ts';
export { openSqlite, type SqliteOptions } from './sqlite.ts';
