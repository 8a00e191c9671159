import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '@countersign/core';
import { Kysely } from 'kysely';
import { migrate } from './schema/migrate.ts';
import type { Database } from './schema/tables.ts';
import { sqliteWords } from './schema/words.ts';
import { SealedRows } from './sql/seal-row.ts';
import { assembleStore, type StorePorts } from './sql/store.ts';
import { SqliteConnection } from './sqlite/connection.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import { sqliteFacts } from './sqlite/facts.ts';
import { failureOf } from './sqlite/failure.ts';
import { checkDurability, openListReader, openReader, openWriter } from './sqlite/open-database.ts';

export interface SqliteOptions extends StorePorts {
  /** Path of the database file; made when it does not exist. */
  readonly file: string;
}

/**
 * The store on a SQLite file, inside this process. Three connections: one writes, one transaction at a time;
 * one answers the reads of pages and lists, which therefore never wait for an open transaction; one, which
 * cannot write either, belongs to the checks alone. Several processes on one host may share the file.
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const opened: DatabaseSync[] = [];
  const keep = (database: DatabaseSync) => {
    opened.push(database);
    return database;
  };
  try {
    const writer = keep(openWriter(options.file));
    const writing = new SqliteConnection(writer);
    const writes = queriesOn(writing, options);
    await migrate(writes, sqliteWords);
    const reads = queriesOn(new SqliteConnection(keep(openListReader(options.file))), options);
    const checking = keep(openReader(options.file));
    const checks = queriesOn(new SqliteConnection(checking), options);
    const rows = new SealedRows(options.seal, options.onForged);

    return {
      ...assembleStore({ reads, writes, locksRows: false }, rows, options.digest),
      facts: sqliteFacts({ database: checking, db: checks, rows, onQuery: options.onQuery }),
      async ping() {
        writing.check();
        try {
          checkDurability(writer);
        } catch (error) {
          throw failureOf(error);
        }
        await reads.selectFrom('authority_head').select('id').executeTakeFirstOrThrow();
      },
      async close() {
        // Waits for the writer's present user; a transaction that is open is not cut off.
        await writes.connection().execute(async () => opened.forEach(closeDatabase));
      },
    };
  } catch (error) {
    opened.forEach(closeDatabase);
    throw failureOf(error);
  }
}

function queriesOn(connection: SqliteConnection, options: SqliteOptions): Kysely<Database> {
  const { onQuery } = options;
  const dialect = sqliteDialect(connection);
  if (onQuery === undefined) return new Kysely({ dialect });
  return new Kysely({ dialect, log: (event) => onQuery(event.query.sql) });
}

function closeDatabase(database: DatabaseSync): void {
  if (database.isOpen) database.close();
}
