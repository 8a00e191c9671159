import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type CredentialId, type CredentialUse, instant, type Store, trustId } from '@countersign/core';
import { Kysely, sql } from 'kysely';
import { type PostgresServer, startPostgres } from '../../../test/harness/postgres-server.ts';
import { groundFloor } from '../src/migrations/0001-ground-floor.ts';
import { postgresDialect } from '../src/postgres/dialect.ts';
import { openPool } from '../src/postgres/open-pool.ts';
import { openPostgres } from '../src/postgres.ts';
import { migrate } from '../src/schema/migrate.ts';
import type { Database } from '../src/schema/tables.ts';
import { postgresWords, sqliteWords, type Words } from '../src/schema/words.ts';
import { SqliteConnection } from '../src/sqlite/connection.ts';
import { sqliteDialect } from '../src/sqlite/dialect.ts';
import { openWriter } from '../src/sqlite/open-database.ts';
import { openSqlite } from '../src/sqlite.ts';
import { aFile } from './contract/fresh-sqlite.ts';
import { digest, sealWith } from './contract/fresh-store.ts';

const ports = { seal: sealWith(1), digest, onForged: () => undefined };

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

/** As they were when a use was written twice: of one token all days are kept, of one none, of one some. */
async function writeOldUses(db: Kysely<Database>, words: Words): Promise<void> {
  await migrate(db, words, [groundFloor]);
  for (const [token, service, day, count, at] of [
    ['kept', 'wiki', 1, 2, 10],
    ['kept', 'tracker', 2, 3, 20],
    ['both', 'wiki', 2, 4, 25],
  ] as const)
    await sql`insert into credential_uses (credential_id, service_id, day, count, last_at, address, user_agent)
      values (${token}, ${service}, ${day}, ${count}, ${at}, ${`192.0.2.${at}`}, ${null})`.execute(db);
  for (const [token, count, at] of [
    ['kept', 5, 20],
    ['both', 100, 25],
    ['swept', 7, 3],
  ] as const)
    await sql`insert into credential_use_totals (credential_id, count, last_at, address, user_agent)
      values (${token}, ${count}, ${at}, ${`192.0.2.${at}`}, ${null})`.execute(db);
}

async function assertSame(store: Store): Promise<void> {
  const ids = ['kept', 'both', 'swept'].map((id) => trustId<CredentialId>(id));
  const use = (count: number, at: number): CredentialUse => ({
    count,
    lastAt: instant(at),
    lastAddress: `192.0.2.${at}`,
    lastUserAgent: undefined,
  });
  const expected = [use(5, 20), use(100, 25), use(7, 3)];
  const found = async () => {
    const uses = await store.uses.find(ids);
    return ids.map((id) => uses.get(id));
  };
  assert.deepEqual(await found(), expected);
  assert.equal(await store.uses.sweep(3), 3);
  assert.deepEqual(await found(), expected);
}

describe('uses that were written twice', () => {
  test('count as often as before, on SQLite', async (t) => {
    const file = aFile(t);
    const writer = openWriter(file);
    await writeOldUses(
      new Kysely<Database>({ dialect: sqliteDialect(new SqliteConnection(writer)) }),
      sqliteWords,
    );
    writer.close();
    const store = await openSqlite({ ...ports, file });
    t.after(() => store.close());
    await assertSame(store);
  });

  test('count as often as before, on PostgreSQL', async (t) => {
    const url = await server.createDatabase();
    const pool = openPool({ url, max: 1, writes: true, statementTimeoutMilliseconds: 30_000 });
    await writeOldUses(new Kysely<Database>({ dialect: postgresDialect(pool) }), postgresWords);
    await pool.end();
    const store = await openPostgres({ ...ports, url });
    t.after(() => store.close());
    await assertSame(store);
  });
});
