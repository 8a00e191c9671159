import type { Store } from '@countersign/core';
import { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { UnsafeSetting } from './failures.ts';
import { checkServer } from './postgres/check-server.ts';
import { postgresDialect } from './postgres/dialect.ts';
import { postgresFacts } from './postgres/facts.ts';
import { failureOf } from './postgres/failure.ts';
import { openPool } from './postgres/open-pool.ts';
import { migrate } from './schema/migrate.ts';
import type { Database } from './schema/tables.ts';
import { postgresWords } from './schema/words.ts';
import { SealedRows } from './sql/seal-row.ts';
import { assembleStore, type StorePorts } from './sql/store.ts';

export interface PostgresOptions extends StorePorts {
  /** `postgres://user:password@host:port/database`; a secret. */
  readonly url: string;
  /** Connections for changes and lists; checks have a few of their own. */
  readonly poolMax?: number | undefined;
}

/** Enough: look-ups by key overlap on one connection's worth of time, and the read index uses one at a time. */
const checkConnectionsMax = 4;

/**
 * The store on a PostgreSQL server, for one node or several. Checks have a pool of their own, so that a list or
 * a slow change never stands before them, and give up early: an unanswered check is refused within seconds.
 */
export async function openPostgres(options: PostgresOptions): Promise<Store> {
  const { url } = options;
  const main = openPool({
    url,
    max: options.poolMax ?? 10,
    writes: true,
    statementTimeoutMilliseconds: 30_000,
  });
  const checks = openPool({
    url,
    max: checkConnectionsMax,
    writes: false,
    statementTimeoutMilliseconds: 3_000,
  });
  try {
    await checkPool(main);
    const writes = queriesOn(main, options);
    await migrate(writes, postgresWords);
    const db = queriesOn(checks, options);
    const rows = new SealedRows(options.seal, options.onForged);
    let closed: Promise<void> | undefined;

    return {
      ...assembleStore({ reads: writes, writes, locksRows: true }, rows, options.digest),
      facts: postgresFacts({ pool: checks, db, rows, onQuery: options.onQuery }),
      async ping() {
        await Promise.all([checkPool(main), checkPool(checks)]);
      },
      close() {
        closed ??= Promise.all([main.end(), checks.end()]).then(() => undefined);
        return closed;
      },
    };
  } catch (error) {
    await Promise.all([main.end(), checks.end()]);
    throw error;
  }
}

/** Asks one connection how the server is set. An unsafe setting is named as such, to whoever starts the authority. */
async function checkPool(pool: Pool): Promise<void> {
  try {
    const client = await pool.connect();
    await checkServer(client).finally(() => client.release());
  } catch (error) {
    throw error instanceof UnsafeSetting ? error : failureOf(error);
  }
}

function queriesOn(pool: Pool, options: PostgresOptions): Kysely<Database> {
  const { onQuery } = options;
  const dialect = postgresDialect(pool);
  if (onQuery === undefined) return new Kysely({ dialect });
  return new Kysely({ dialect, log: (event) => onQuery(event.query.sql) });
}
