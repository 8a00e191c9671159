export type TableWrite = 'insert' | 'update' | 'delete';

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
  /** Makes what every watch of a table runs, where the engine wants that apart. */
  readonly makeFactsMark: string | undefined;
  /** Moves `facts_mark` of the head whenever anybody writes to the table so, in the transaction of the write. */
  readonly watch: (table: string, writes: readonly TableWrite[]) => readonly string[];
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
  makeFactsMark: undefined,
  watch: (table, writes) =>
    writes.map(
      (write) => `create trigger ${table}_${write} after ${write} on ${table} begin
        update authority_head set facts_mark = facts_mark + 1;
      end`,
    ),
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
  // The transaction's own number is the mark: its first write alone moves it, and every other one finds it moved.
  makeFactsMark: `create function move_facts_mark() returns trigger
    language plpgsql set search_path from current as $$
    declare
      own constant bigint := pg_current_xact_id()::text::bigint;
    begin
      update authority_head set facts_mark = own where facts_mark <> own;
      return null;
    end $$`,
  // Before the statement, so that whoever writes has the head before any row, as every change of the authority does.
  watch: (table, writes) => [
    `create trigger facts_written before ${[...writes, 'truncate'].join(' or ')} on ${table}
      for each statement execute function move_facts_mark()`,
    // Also for those who lift rules to write: they do with other triggers what they want.
    `alter table ${table} enable always trigger facts_written`,
  ],
  findMigrations: "select 1 where to_regclass('schema_migrations') is not null",
  // Any constant will do, as long as no other program locks the same one in this database.
  lockSchema: 'select pg_advisory_xact_lock(7103541902)',
};
