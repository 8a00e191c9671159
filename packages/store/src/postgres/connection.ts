import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { PoolClient } from 'pg';
import { CommitUnknown, StoreDefect, StoreUnavailable } from '../failures.ts';
import { failureOf, isAnswered, isDecidedAgainst } from './failure.ts';

/** One connection out of the pool, as the query builder sees it. A connection that broke is not given back. */
export class PostgresConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  #isBroken = false;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.#check();
    try {
      const { rows, rowCount } = await this.#client.query(query.sql, [...query.parameters]);
      return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      this.#isBroken ||= !isAnswered(error);
      throw failureOf(error);
    }
  }

  async begin(): Promise<void> {
    await this.#send('begin isolation level read committed');
  }

  /**
   * Commits. Once COMMIT is on its way only a plain answer counts. If none comes, or if the server adds a
   * warning (a cancelled wait for a synchronous standby: "committed, perhaps on this machine alone"), the
   * outcome is unknown, and that is what is thrown.
   */
  async commit(): Promise<void> {
    this.#check();
    const notices: string[] = [];
    const note = (notice: { readonly message?: string | undefined }) => {
      notices.push(notice.message ?? 'a notice without a text');
    };
    this.#client.on('notice', note);
    try {
      const { command } = await this.#client.query('commit');
      if (command !== 'COMMIT')
        throw new StoreDefect('a statement failed in this transaction and was ignored');
    } catch (error) {
      if (error instanceof StoreDefect) throw error;
      if (isDecidedAgainst(error)) throw failureOf(error);
      this.#isBroken = true;
      throw new CommitUnknown('no answer came to COMMIT', { cause: error });
    } finally {
      this.#client.off('notice', note);
    }
    if (notices.length > 0) throw new CommitUnknown(`PostgreSQL warned on COMMIT: ${notices.join('; ')}`);
  }

  /** Rolls back; never throws. Where it fails, the server rolls back when the connection is gone. */
  async rollback(): Promise<void> {
    if (!this.#isBroken) await this.#send('rollback').catch(() => undefined);
  }

  release(): void {
    this.#client.release(this.#isBroken);
  }

  streamQuery(): never {
    throw new StoreDefect('lists are read in windows, not by cursors');
  }

  /** Whoever goes on after the connection broke hears so at once, and does not wait for an answer that cannot come. */
  #check(): void {
    if (this.#isBroken) throw new StoreUnavailable('the connection to PostgreSQL broke');
  }

  async #send(command: string): Promise<void> {
    try {
      await this.#client.query(command);
    } catch (error) {
      this.#isBroken = true;
      throw failureOf(error);
    }
  }
}
