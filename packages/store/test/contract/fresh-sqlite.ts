import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import type { ForgedRow, RowSeal } from '@countersign/core';
import { roomyFolder } from '../../../../test/harness/postgres-server.ts';
import { openSqlite } from '../../src/sqlite.ts';
import { countCommitsOfSqlite } from './count-commits.ts';
import { digest, type FreshStore, type OpenFreshStore, sealWith } from './fresh-store.ts';

export function aFile(t: TestContext, place = tmpdir()): string {
  const folder = mkdtempSync(join(place, 'countersign-store-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'countersign.db');
}

/** A store on a SQLite file of its own: a copy of one whose schema was made once, for that takes longer than a test. */
export const freshSqlite: OpenFreshStore = (t) => openFresh(t, tmpdir());

/** The same where the machine has memory to hold it, for tests that wait for thousands of commits. */
export const freshSqliteInMemory: OpenFreshStore = (t) => openFresh(t, roomyFolder());

let template: Promise<string> | undefined;

async function openFresh(t: TestContext, place: string): Promise<FreshStore> {
  template ??= makeTemplate();
  const file = aFile(t, place);
  copyFileSync(await template, file);
  return openAgain(t, file, sealWith(1));
}

/** A file as it is after a store was opened on it for the first time, with all of its log in it. */
async function makeTemplate(): Promise<string> {
  const folder = mkdtempSync(join(roomyFolder(), 'countersign-template-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'countersign.db');
  const store = await openSqlite({ file, seal: sealWith(1), digest, onForged: () => undefined });
  await store.close();
  const database = new DatabaseSync(file);
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
  return file;
}

async function openAgain(t: TestContext, file: string, seal: RowSeal): Promise<FreshStore> {
  const forged: ForgedRow[] = [];
  const queries: string[] = [];
  const store = await openSqlite({
    file,
    seal,
    digest,
    onForged: (row) => forged.push(row),
    onQuery: (sql) => queries.push(sql),
  });
  t.after(() => store.close());
  return {
    store,
    forged,
    queries,
    reopen: (other = seal) => openAgain(t, file, other),
    countCommits: async () => countCommitsOfSqlite(file),
    async damage(sql, ...parameters) {
      const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
      database.exec('pragma ignore_check_constraints = on');
      database.prepare(sql).run(...parameters);
      database.close();
    },
    async read(sql) {
      const database = new DatabaseSync(file);
      const rows = database.prepare(sql).all() as Record<string, string | number | null>[];
      database.close();
      return rows.map((row) => ({ ...row }));
    },
  };
}
