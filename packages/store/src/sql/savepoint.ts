import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  type Transaction,
} from 'kysely';
import { StoreDefect, StoreUnavailable } from '../failures.ts';
import type { Database } from '../schema/tables.ts';

/** The transaction around a savepoint is gone, or cannot be relied on: nothing that was done in it may be kept. */
export class SavepointLost extends StoreUnavailable {}

/**
 * Transactions inside a transaction, one at a time: each begins at a savepoint, and is kept or rolled back to it
 * without the rest. A statement that comes when its own transaction has ended is refused by the query builder,
 * as ever: it does not land in the next one. Their commit makes nothing durable; that of the whole does.
 */
export function savepointsIn(transaction: Transaction<Database>): Kysely<Database> {
  const executor = transaction.getExecutor();
  const dialect: Dialect = {
    createAdapter: () => executor.adapter,
    createDriver: () => driverIn(transaction),
    createQueryCompiler: () => executor,
    createIntrospector() {
      throw new StoreDefect('nobody asks for the schema inside a transaction');
    },
  };
  return new Kysely({ dialect });
}

function driverIn(transaction: Transaction<Database>): Driver {
  const send = (command: string) => transaction.executeQuery(CompiledQuery.raw(command));
  const sendOrLose = async (command: string) => {
    try {
      await send(command);
    } catch (error) {
      throw new SavepointLost('the transaction was lost', { cause: error });
    }
  };
  return {
    init: async () => undefined,
    acquireConnection: async () => connectionIn(transaction),
    beginTransaction: () => sendOrLose('savepoint nested'),
    // Where this fails, whoever began it rolls back.
    commitTransaction: async () => void (await send('release savepoint nested')),
    async rollbackTransaction() {
      await sendOrLose('rollback to savepoint nested');
      // It is still there after that, and the next would stand inside it.
      await sendOrLose('release savepoint nested');
    },
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  };
}

function connectionIn(transaction: Transaction<Database>): DatabaseConnection {
  return {
    executeQuery: <Row>(query: CompiledQuery) => transaction.executeQuery(query) as Promise<QueryResult<Row>>,
    streamQuery() {
      throw new StoreDefect('whole answers are read, not cursors');
    },
  };
}
