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
  readonly makeFactsMark: readonly string[];
  /** Moves `facts_mark` of the head whenever anybody writes to the table, in the transaction of the write. */
  readonly watch: (table: string) => readonly string[];
  /** The same for a table of credentials, unless the write is a row that was not there: by `hash` and by `id`. */
  readonly watchCredentials: (table: string) => readonly string[];
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
  makeFactsMark: [],
  watch: (table) => ['insert', 'update', 'delete'].map((write) => watchOfSqlite(table, write)),
  watchCredentials: (table) => [
    ...['update', 'delete'].map((write) => watchOfSqlite(table, write)),
    // What REPLACE takes away is told to no trigger.
    `create trigger ${table}_replace before insert on ${table}
      when exists (select 1 from ${table} where hash = new.hash)
        or exists (select 1 from ${table} where id = new.id)
      begin ${moveMarkOfSqlite}; end`,
  ],
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
  makeFactsMark: [
    `create function move_facts_mark() returns trigger language plpgsql as $$
      declare
        own constant bigint := pg_current_xact_id()::text::bigint;
      begin
        update authority_head set facts_mark = own where facts_mark <> own;
        return null;
      end $$`,
    // Whatever the path of whoever writes: no other table is taken for the head, a temporary one neither.
    `do $$ begin
      execute format('alter function move_facts_mark() set search_path = %I, pg_temp', current_schema());
    end $$`,
  ],
  watch: (table) => watchOfPostgres(table, ['insert', 'update', 'delete']),
  watchCredentials: (table) => watchOfPostgres(table, ['update', 'delete']),
  findMigrations: "select 1 where to_regclass('schema_migrations') is not null",
  // Any constant will do, as long as no other program locks the same one in this database.
  lockSchema: 'select pg_advisory_xact_lock(7103541902)',
};

const moveMarkOfSqlite = 'update authority_head set facts_mark = facts_mark + 1';

function watchOfSqlite(table: string, write: string): string {
  return `create trigger ${table}_${write} after ${write} on ${table} begin ${moveMarkOfSqlite}; end`;
}

/**
 * Before the statement, so that whoever writes has the head before any row, as every change of the authority does; and
 * also for those who lift rules to write, who do with other triggers what they want.
 */
function watchOfPostgres(table: string, writes: readonly string[]): readonly string[] {
  return [
    `create trigger facts_written before ${[...writes, 'truncate'].join(' or ')} on ${table}
      for each statement execute function move_facts_mark()`,
    `alter table ${table} enable always trigger facts_written`,
  ];
}
