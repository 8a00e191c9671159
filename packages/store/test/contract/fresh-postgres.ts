import type { ForgedRow, RowSeal } from '@countersign/core';
import { Client } from 'pg';
import type { PostgresServer } from '../../../../test/harness/postgres-server.ts';
import { openPostgres } from '../../src/postgres.ts';
import { countCommitsOfPostgres } from './count-commits.ts';
import { digest, type FreshStore, type OpenFreshStore, sealWith } from './fresh-store.ts';

/** Ends a connection, or all of a store. */
type Leave = () => Promise<void>;

/** A store in a database of its own: a copy of one whose schema was made once, for that takes longer than a test. */
export function freshPostgres(server: () => PostgresServer): OpenFreshStore {
  let template: Promise<string> | undefined;
  return async (t) => {
    template ??= makeTemplate(server());
    const url = await server().createDatabase(await template);
    const opened: Leave[] = [];
    t.after(async () => {
      for (const leave of opened) await leave();
      await server().dropDatabase(url);
    });
    return openAgain(opened, url, sealWith(1));
  };
}

/** A database as it is after a store was opened on it for the first time. */
async function makeTemplate(server: PostgresServer): Promise<string> {
  const url = await server.createDatabase();
  const store = await openPostgres({ url, seal: sealWith(1), digest, onForged: () => undefined });
  await store.close();
  return url;
}

async function openAgain(opened: Leave[], url: string, seal: RowSeal): Promise<FreshStore> {
  const forged: ForgedRow[] = [];
  const queries: string[] = [];
  const store = await openPostgres({
    url,
    seal,
    digest,
    onForged: (row) => forged.push(row),
    onQuery: (sql) => queries.push(sql),
  });
  opened.push(() => store.close());
  const operator = operatorOf(opened, url);
  return {
    store,
    forged,
    queries,
    reopen: (other = seal) => openAgain(opened, url, other),
    countCommits: countCommitsOfPostgres(operator),
    async damage(sql, ...parameters) {
      let place = 0;
      const text = sql.replaceAll('?', () => `$${++place}`);
      await (await operator()).query(text, [...parameters]);
    },
    read: async (sql) => (await (await operator()).query(sql)).rows,
  };
}

/** Somebody who has the database and not the authority, on one connection for as long as the test runs. */
function operatorOf(opened: Leave[], url: string): () => Promise<Client> {
  let connecting: Promise<Client> | undefined;
  opened.push(async () => (await connecting)?.end());
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
