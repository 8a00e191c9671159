import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Pool } from 'pg';
import { StoreDefect } from '../failures.ts';
import { PostgresConnection } from './connection.ts';
import { failureOf } from './failure.ts';

/** The query builder on a pool of connections. The builder's own driver would report a warned COMMIT as success. */
export function postgresDialect(pool: Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOf(pool),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

function driverOf(pool: Pool): Driver {
  return {
    init: async () => undefined,
    acquireConnection: () => acquire(pool),
    beginTransaction: (connection) => ours(connection).begin(),
    commitTransaction: (connection) => ours(connection).commit(),
    rollbackTransaction: (connection) => ours(connection).rollback(),
    releaseConnection: async (connection) => ours(connection).release(),
    // Whoever opened the pool closes it.
    destroy: async () => undefined,
  };
}

async function acquire(pool: Pool): Promise<PostgresConnection> {
  try {
    return new PostgresConnection(await pool.connect());
  } catch (error) {
    throw failureOf(error);
  }
}

function ours(connection: DatabaseConnection): PostgresConnection {
  if (connection instanceof PostgresConnection) return connection;
  throw new StoreDefect('a connection that this driver did not make');
}
