/**
 * The few words in which the two engines spell the same schema. Text compares byte by byte in both, so that
 * orders, unique keys and ranges agree; SQLite tables are strict, so that a column holds what it says.
 */
export interface Words {
  readonly text: string;
  readonly integer: string;
  /** Ends a table that is read by number or by scan. */
  readonly rows: string;
  /** Ends a table whose rows live in the tree of their primary key: one look-up instead of two. */
  readonly keyedRows: string;
  /** Further columns of an index, so that a search reads it alone; none where an entry's size has a limit. */
  readonly covered: (columns: string) => string;
  /** Makes `instr`, which says where in a text another begins, where the engine calls it otherwise. */
  readonly makeInstr: string | undefined;
  /** Answers a row when the table of migrations exists. */
  readonly findMigrations: string;
  /** Keeps two processes from migrating at once, where the transaction alone does not. */
  readonly lockSchema: string | undefined;
}

export const sqliteWords: Words = {
  text: 'text',
  integer: 'integer',
  rows: 'strict',
  keyedRows: 'strict, without rowid',
  covered: (columns) => `, ${columns}`,
  makeInstr: undefined,
  findMigrations: "select 1 from sqlite_schema where type = 'table' and name = 'schema_migrations'",
  lockSchema: undefined,
};

export const postgresWords: Words = {
  text: 'text collate "C"',
  integer: 'bigint',
  rows: '',
  keyedRows: '',
  covered: () => '',
  // A body of one expression takes the place of the call when a query is planned.
  makeInstr: `create or replace function instr(text, text) returns integer
    language sql immutable strict parallel safe return strpos($1, $2)`,
  findMigrations: "select 1 where to_regclass('schema_migrations') is not null",
  // Any constant will do, as long as no other program locks the same one in this database.
  lockSchema: 'select pg_advisory_xact_lock(7103541902)',
};
