import type { Store } from '@countersign/core';
import { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { UnsafeSetting } from './failures.ts';
import { checkServer } from './postgres/check-server.ts';
import { postgresDialect } from './postgres/dialect.ts';
import { postgresFacts } from './postgres/facts.ts';
import { failureOf, isSilence } from './postgres/failure.ts';
import { openPool } from './postgres/open-pool.ts';
import { ServerLink } from './postgres/server-link.ts';
import { migrate } from './schema/migrate.ts';
import type { Database } from './schema/tables.ts';
import { postgresWords } from './schema/words.ts';
import { SealedRows } from './sql/seal-row.ts';
import { assembleStore, type StorePorts } from './sql/store.ts';

export interface PostgresOptions extends StorePorts {
  /** `postgres://user:password@host:port/database`; a secret. */
  readonly url: string;
  /** Connections for pages and lists; changes and checks have a few of their own. */
  readonly poolMax?: number | undefined;
}

/** One for the changes, which follow one another, and the others for what is written without the authority's head. */
const changeConnectionsMax = 4;

/** Enough: look-ups by key take no time worth waiting for, and the read index uses one at a time. */
const checkConnectionsMax = 4;

/**
 * Whatever is read is waited for, and takes some milliseconds: less than it takes to start workers or to compile, and
 * no busy server makes it wait for either. What it looks at is in memory, where an index is as near as a table.
 */
const planningOfReads = { max_parallel_workers_per_gather: '0', jit: 'off', random_page_cost: '1.1' };

/**
 * The store on a PostgreSQL server, for one node or several. Changes, reads and checks have pools of their own, so
 * that no crowd at one of them stands before the others. Checks give up early: a check that gets no answer is
 * refused within seconds. Only the connections for changes can write.
 */
export async function openPostgres(options: PostgresOptions): Promise<Store> {
  const { url } = options;
  const link = new ServerLink();
  const patient = { url, link, statementTimeoutMilliseconds: 30_000 };
  const changing = openPool({ ...patient, max: changeConnectionsMax, writes: true });
  const reading = openPool({
    ...patient,
    max: options.poolMax ?? 8,
    writes: false,
    planning: planningOfReads,
  });
  const checking = openPool({
    url,
    link,
    max: checkConnectionsMax,
    writes: false,
    connectTimeoutMilliseconds: 4_000,
    statementTimeoutMilliseconds: 3_000,
    planning: planningOfReads,
  });
  const pools = [changing, reading, checking];
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= Promise.all(pools.map((pool) => pool.end())).then(() => undefined);
    return closed;
  };
  try {
    await checkPool(changing, link);
    await migrateAlone(options, link);
    const writes = queriesOn(changing, options);
    const rows = new SealedRows(options.seal, options.onForged);
    const facts = postgresFacts({
      pool: checking,
      db: queriesOn(checking, options),
      rows,
      onQuery: options.onQuery,
      link,
    });
    return {
      ...assembleStore({ reads: queriesOn(reading, options), writes, locksRows: true }, rows, options.digest),
      facts,
      async ping() {
        // A server that is well and older than what was seen is none to answer from, either.
        await Promise.all([...pools.map((pool) => checkPool(pool, link)), facts.lastChange()]);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** On a connection of its own: a step that goes through all the rows of a table takes as long as it takes. */
async function migrateAlone(options: PostgresOptions, link: ServerLink): Promise<void> {
  const statementTimeoutMilliseconds = 60 * 60_000;
  const pool = openPool({ url: options.url, link, max: 1, writes: true, statementTimeoutMilliseconds });
  try {
    await migrate(queriesOn(pool, options), postgresWords);
  } finally {
    await pool.end();
  }
}

/** Asks one connection how the server is set. An unsafe setting is named as such, to whoever starts the authority. */
async function checkPool(pool: Pool, link: ServerLink): Promise<void> {
  try {
    const client = await pool.connect();
    await checkServer(client, link).then(
      () => client.release(),
      (error: Error) => {
        // What gave no answer is no connection to hand to the next.
        client.release(error);
        throw error;
      },
    );
  } catch (error) {
    if (isSilence(error)) void link.giveUp();
    throw error instanceof UnsafeSetting ? error : failureOf(error);
  }
}

function queriesOn(pool: Pool, options: PostgresOptions): Kysely<Database> {
  const { onQuery } = options;
  const dialect = postgresDialect(pool);
  if (onQuery === undefined) return new Kysely({ dialect });
  return new Kysely({ dialect, log: (event) => onQuery(event.query.sql) });
}
