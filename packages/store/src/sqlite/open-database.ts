import { chmodSync, closeSync, openSync } from 'node:fs';
import { constants, DatabaseSync } from 'node:sqlite';
import { UnsafeSetting } from '../failures.ts';

/** Only the account that runs the authority may read its database: it holds hashes, names and addresses. */
const ownerOnly = 0o600;

/** Taken as lists are read, and never more. */
const listCacheKibibytes = 32_768;

/** The same for checks. */
const checkCacheKibibytes = 131_072;

/** How long opening and reading may be held up while another process makes the log or recovers it. */
const lockTimeoutMilliseconds = 2_000;

/**
 * Opens the connection that writes, making the file where there is none. Once open it never waits for a lock
 * inside SQLite, which would stop the whole process: whoever begins a transaction tries again instead.
 */
export function openWriter(file: string): DatabaseSync {
  if (file !== ':memory:') {
    closeSync(openSync(file, 'a', ownerOnly));
    chmodSync(file, ownerOnly);
  }
  const database = open(file, { readOnly: false });
  // WAL keeps readers and the writer out of each other's way; FULL syncs it at every commit, so that a power
  // cut takes nothing that was acknowledged. The last two make that true on Apple's disks.
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec('pragma fullfsync = on');
  database.exec('pragma checkpoint_fullfsync = on');
  // The log is cut back to this after a flood of writes; it is no limit.
  database.exec('pragma journal_size_limit = 67108864');
  checkDurability(database);
  database.exec('pragma busy_timeout = 0');
  return database;
}

/**
 * Opens the connection of the checks, which cannot write. What leads to a row stays in memory as it is read, at ten
 * million tokens too: then the row itself is all that a look-up reads.
 */
export function openReader(file: string): DatabaseSync {
  return openReading(file, checkCacheKibibytes);
}

/**
 * Opens one for pages and lists, which cannot write either. It keeps what it reads in memory of its own: a search in
 * a hundred thousand accounts looks at more than the two mebibytes of other connections, again and again. A mapping
 * of the file would count faster, but every commit ends it, and a new one costs the next small question the most.
 */
export function openListReader(file: string): DatabaseSync {
  return openReading(file, listCacheKibibytes);
}

function openReading(file: string, cacheKibibytes: number): DatabaseSync {
  const database = open(file, { readOnly: true });
  database.exec(`pragma cache_size = -${cacheKibibytes}`);
  return database;
}

/** Reads back what durability rests on: a pragma that does not take (on a network file system) says nothing. */
export function checkDurability(database: DatabaseSync): void {
  demand(database, 'journal_mode', 'wal', 'wal');
  demand(database, 'synchronous', 2n, 'FULL');
  demand(database, 'foreign_keys', 1n, 'on');
}

function demand(database: DatabaseSync, setting: string, value: string | bigint, name: string): void {
  const found = Object.values(database.prepare(`pragma ${setting}`).get() ?? {})[0];
  if (found !== value) throw new UnsafeSetting(`SQLite's ${setting}`, String(found), name);
}

function open(file: string, options: { readonly readOnly: boolean }): DatabaseSync {
  const database = new DatabaseSync(file, {
    ...options,
    timeout: lockTimeoutMilliseconds,
    // Numbers beyond 2^53 are read as such rather than thrown at: only a foreign hand could have written one.
    readBigInts: true,
    enableForeignKeyConstraints: true,
    enableDoubleQuotedStringLiterals: false,
    allowExtension: false,
  });
  database.enableDefensive(true);
  database.setAuthorizer(authorize);
  return database;
}

/** Even a statement that somebody smuggled in opens no second file and loads no code. */
function authorize(action: number, _first: string | null, second: string | null): number {
  const isForbidden =
    action === constants.SQLITE_ATTACH ||
    action === constants.SQLITE_DETACH ||
    (action === constants.SQLITE_FUNCTION && second === 'load_extension');
  return isForbidden ? constants.SQLITE_DENY : constants.SQLITE_OK;
}
