import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import type { ForgedRow, RowSeal } from '@countersign/core';
import { roomyFolder } from '../../../../test/harness/postgres-server.ts';
import { openSqlite } from '../../src/sqlite.ts';
import { digest, type FreshStore, type OpenFreshStore, sealWith } from './fresh-store.ts';

export function aFile(t: TestContext, place = tmpdir()): string {
  const folder = mkdtempSync(join(place, 'countersign-store-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'countersign.db');
}

/** A store on a SQLite file of its own. */
export const freshSqlite: OpenFreshStore = (t) => openAgain(t, aFile(t), sealWith(1));

/** The same where the machine has memory to hold it, for tests that wait for thousands of commits. */
export const freshSqliteInMemory: OpenFreshStore = (t) => openAgain(t, aFile(t, roomyFolder()), sealWith(1));

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
