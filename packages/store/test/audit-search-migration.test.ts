import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ChainVerifier, genesis, linkEvent, type Store } from '@countersign/core';
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
import { anEvent, awkwardTexts } from './contract/builders.ts';
import { aFile } from './contract/fresh-sqlite.ts';
import { digest, sealWith } from './contract/fresh-store.ts';

const ports = { seal: sealWith(1), digest, onForged: () => undefined };
const names = [...awkwardTexts, 'nul \0 and half \ud83e of a fox'];
const eventCount = 1_200;

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

/** Writes a log as the version before wrote it: with none of the columns that are searched. */
async function writeOldLog(db: Kysely<Database>, words: Words): Promise<void> {
  await migrate(db, words, [groundFloor]);
  let last = genesis;
  for (let i = 0; i < eventCount; i++) {
    const name = names[i % names.length] ?? '';
    const event = linkEvent(last, anEvent({ target: { kind: 'account-name', name } }), digest);
    await sql`insert into audit_events (number, at, kind, text, previous_hash, hash) values
      (${event.number}, ${event.at}, ${event.kind}, ${event.text}, ${event.previousHash}, ${event.hash})`.execute(
      db,
    );
    last = { number: event.number, hash: event.hash };
  }
  await db.updateTable('authority_head').set({ audit_number: last.number, audit_hash: last.hash }).execute();
}

async function assertSearchable(store: Store): Promise<void> {
  const verifier = new ChainVerifier({ log: store.audit, digest });
  while (await verifier.step());
  assert.deepEqual([verifier.verified.number, verifier.fault], [eventCount, undefined]);
  const filter = { actors: ['system'], targetKinds: ['account-name'], requestIds: ['test'] } as const;
  assert.equal((await store.audit.list(filter, { skip: 0, top: 1 })).total, eventCount);
}

describe('a log from before it could be searched', () => {
  test('can be searched after the next start, and still verifies, on SQLite', async (t) => {
    const file = aFile(t);
    const writer = openWriter(file);
    await writeOldLog(
      new Kysely<Database>({ dialect: sqliteDialect(new SqliteConnection(writer)) }),
      sqliteWords,
    );
    writer.close();
    const store = await openSqlite({ ...ports, file });
    t.after(() => store.close());
    await assertSearchable(store);
  });

  test('can be searched after the next start, and still verifies, on PostgreSQL', async (t) => {
    const url = await server.createDatabase();
    const pool = openPool({ url, max: 1, writes: true, statementTimeoutMilliseconds: 30_000 });
    await writeOldLog(new Kysely<Database>({ dialect: postgresDialect(pool) }), postgresWords);
    await pool.end();
    const store = await openPostgres({ ...ports, url });
    t.after(() => store.close());
    await assertSearchable(store);
  });

  test('is opened even where somebody damaged it, and the damage is found', async (t) => {
    const file = aFile(t);
    const writer = openWriter(file);
    await writeOldLog(
      new Kysely<Database>({ dialect: sqliteDialect(new SqliteConnection(writer)) }),
      sqliteWords,
    );
    writer.exec("update audit_events set text = 'not JSON' where number = 700");
    writer.close();
    const store = await openSqlite({ ...ports, file });
    t.after(() => store.close());
    const verifier = new ChainVerifier({ log: store.audit, digest });
    while (await verifier.step());
    assert.deepEqual(verifier.fault, { kind: 'unfit', brokenAt: 700 });
  });
});
