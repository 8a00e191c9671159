import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type SealedTable, sealedColumns } from '../src/schema/sealed-columns.ts';
import { findEverywhere, type Row } from './contract/find-everywhere.ts';
import { freshSqliteInMemory } from './contract/fresh-sqlite.ts';
import { insertOneOfEach } from './contract/one-of-each.ts';

/** In one of four look-ups a view tells the condition one thing and the answer another. */
const rounds = 40;

/** Those in which a secret's digest is looked up. */
const tables = (Object.keys(sealedColumns) as SealedTable[]).filter((table) =>
  sealedColumns[table].some((column) => column === 'hash'),
);

/**
 * SQLite works a view's column out once for the condition and once more for the answer. Whoever has the database can so
 * have a genuine row, seal and all, come out for a key that it does not have: a token for a digest of their own.
 */
describe('a view in the place of a table leads to no genuine row under another key,', () => {
  for (const table of tables)
    test(`of ${table}`, async (t) => {
      const fresh = await freshSqliteInMemory(t);
      await insertOneOfEach(fresh.store);
      const [row] = await fresh.read(`select * from ${table}`);
      assert.ok(row);
      const asked: Row = { ...row, hash: 'made' };
      const honest = (await findEverywhere(fresh, table, asked)).length;
      const columns = Object.keys(row).map((name) =>
        name === 'hash' ? `case when random() % 2 = 0 then hash else 'made' end as hash` : name,
      );
      await fresh.damage(`alter table ${table} rename to the_real_one`);
      await fresh.damage(`create view ${table} as select ${columns.join(', ')} from the_real_one`);
      const lied = await fresh.reopen();
      for (let round = 0; round < rounds; round += 1) {
        const found = await findEverywhere(lied, table, asked);
        assert.ok(found.length <= honest, `${found.length} were found, and there are ${honest}`);
      }
    });
});
