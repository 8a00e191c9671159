import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { CommitUnknown, StoreDefect, StoreUnavailable } from '../failures.ts';
import { failureOf, isBusy, isLasting } from './failure.ts';

/** How long a transaction waits for the writer of another process before it gives up. */
const lockTimeoutMilliseconds = 10_000;
const lockPauseMillisecondsMax = 20;

/** Statements are prepared once each; lists of many lengths must not fill memory with their variants. */
const statementsMax = 200;

/**
 * One connection to SQLite as the query builder sees it. Every statement runs to its end at once: nothing is
 * ever left half-read, so that no connection holds an old snapshot.
 */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();
  #lost: StoreUnavailable | undefined;
  #hasBegun = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Some errors make SQLite roll back the whole transaction (https://www.sqlite.org/lang_transaction.html §3.1). What
   * comes after one would be committed statement by statement, so it is refused.
   */
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#hasBegun && !this.#database.isTransaction)
      throw new StoreUnavailable('SQLite rolled the transaction back');
    return this.#guarded(() => this.#run<Row>(query.sql, query.parameters as readonly SQLInputValue[]));
  }

  /** Takes the write lock at once: a transaction that read first could find its snapshot outdated. */
  async begin(): Promise<void> {
    const deadline = performance.now() + lockTimeoutMilliseconds;
    for (let attempt = 1; ; attempt++) {
      try {
        if (this.#lost !== undefined) throw this.#lost;
        this.#database.exec('begin immediate');
        this.#hasBegun = true;
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw failureOf(error);
      }
      await pause(Math.min(attempt, lockPauseMillisecondsMax));
    }
  }

  /**
   * Commits. After an error of the disk nobody knows what is on it, and SQLite would carry on as if nothing had
   * been: this connection writes no more, and a new process recovers what is really there.
   */
  async commit(): Promise<void> {
    try {
      this.#database.exec('commit');
      this.#hasBegun = false;
    } catch (error) {
      if (!isLasting(error)) throw failureOf(error);
      this.#lost = new StoreUnavailable('the disk failed during a commit', { cause: error });
      throw new CommitUnknown('the disk failed during a commit', { cause: error });
    }
  }

  async rollback(): Promise<void> {
    this.#hasBegun = false;
    if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('rollback');
  }

  /** Throws when this connection can no longer be relied on. */
  check(): void {
    if (this.#lost !== undefined) throw this.#lost;
  }

  streamQuery(): never {
    throw new StoreDefect('an open cursor would hold an old snapshot: read whole answers');
  }

  #guarded<Value>(work: () => Value): Value {
    this.check();
    try {
      return work();
    } catch (error) {
      if (isLasting(error)) this.#lost = new StoreUnavailable('SQLite failed', { cause: error });
      throw failureOf(error);
    }
  }

  #run<Row>(sql: string, parameters: readonly SQLInputValue[]): QueryResult<Row> {
    const { statement, answersRows } = this.#prepare(sql);
    if (answersRows) return { rows: statement.all(...parameters).map(plainRow<Row>) };
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= statementsMax) this.#statements.clear();
    const statement = this.#database.prepare(sql);
    const prepared = { statement, answersRows: statement.columns().length > 0 };
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

interface Prepared {
  readonly statement: StatementSync;
  /** Asked once: the description of the columns costs more than many a query. */
  readonly answersRows: boolean;
}

/** A row with its integers as numbers. */
export function plainRow<Row>(row: Readonly<Record<string, unknown>>): Row {
  const plain: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    plain[column] = typeof value === 'bigint' ? Number(value) : value;
  }
  return plain as Row;
}
