import type { TestContext } from 'node:test';
import type { ForgedRow, RowSeal } from '@countersign/core';
import { Client } from 'pg';
import type { PostgresServer } from '../../../../test/harness/postgres-server.ts';
import { openPostgres } from '../../src/postgres.ts';
import { digest, type FreshStore, type OpenFreshStore, sealWith } from './fresh-store.ts';

/** A store in a schema of its own: as good as a database, and made in a hundredth of the time. */
export function freshPostgres(server: () => PostgresServer): OpenFreshStore {
  let schemas = 0;
  return async (t) => {
    schemas += 1;
    const database = server().url('postgres');
    await runAsOperator(database, `create schema contract_${schemas}`);
    return openAgain(t, `${database}?options=-c%20search_path%3Dcontract_${schemas}`, sealWith(1));
  };
}

async function openAgain(t: TestContext, url: string, seal: RowSeal): Promise<FreshStore> {
  const forged: ForgedRow[] = [];
  const queries: string[] = [];
  const store = await openPostgres({
    url,
    seal,
    digest,
    onForged: (row) => forged.push(row),
    onQuery: (sql) => queries.push(sql),
  });
  t.after(() => store.close());
  const operator = operatorOf(t, url);
  return {
    store,
    forged,
    queries,
    reopen: (other = seal) => openAgain(t, url, other),
    async damage(sql, ...parameters) {
      let place = 0;
      const text = sql.replaceAll('?', () => `$${++place}`);
      await (await operator()).query(text, [...parameters]);
    },
    read: async (sql) => (await (await operator()).query(sql)).rows,
  };
}

/** Somebody who has the database and not the authority, on one connection for as long as the test runs. */
function operatorOf(t: TestContext, url: string): () => Promise<Client> {
  let connecting: Promise<Client> | undefined;
  t.after(async () => (await connecting)?.end());
  return () => {
    connecting ??= connect(url, liftConstraints);
    return connecting;
  };
}

/** Whoever can write to the database can also take away what stands in the way: references and checks. */
const liftConstraints = `
  set session_replication_role = replica;
  do $$ declare found record; begin
    for found in select conrelid::regclass as place, conname as name from pg_constraint
      where contype = 'c' and connamespace = current_schema()::regnamespace
    loop
      execute format('alter table %s drop constraint %I', found.place, found.name);
    end loop;
  end $$`;

async function connect(url: string, before = 'select 1'): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.setTypeParser(20, Number);
  await client.connect();
  await client.query(before);
  return client;
}

/** Runs SQL on a connection of its own, like somebody who has the database and not the authority. */
export async function runAsOperator(
  url: string,
  sql: string,
  parameters: readonly (string | number | null)[] = [],
): Promise<readonly Record<string, string | number | null>[]> {
  const client = await connect(url);
  try {
    return (await client.query(sql, [...parameters])).rows;
  } finally {
    await client.end();
  }
}
