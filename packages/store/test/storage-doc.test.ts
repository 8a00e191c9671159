import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sealedColumns } from '../src/schema/sealed-columns.ts';
import { freshSqlite } from './contract/fresh-sqlite.ts';

const page = readFileSync(new URL('../../../docs/storage.md', import.meta.url), 'utf8');
const [, ...sections] = page.split(/^### /m);

/** The tables of the page, each with its columns in order. */
const documented = new Map(
  sections.map((section) => {
    const columns = [...section.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, column]) => column);
    return [section.slice(1, section.indexOf('`', 1)), columns] as const;
  }),
);

test('docs/storage.md names every table and every column of the schema, and no other', async (t) => {
  const { read } = await freshSqlite(t);
  const tables = await read(
    `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`,
  );
  const schema = new Map<string, unknown[]>();
  for (const { name } of tables) {
    const columns = await read(`select name from pragma_table_info('${name}')`);
    schema.set(
      String(name),
      columns.map((column) => column.name),
    );
  }
  assert.deepEqual(new Set(documented.keys()), new Set(schema.keys()));
  for (const [table, columns] of schema) assert.deepEqual(documented.get(table), columns, table);
});

test('docs/storage.md calls exactly those tables sealed whose rows carry a MAC', () => {
  const sealed = sections.filter((section) => /^\s*Sealed\./m.test(section));
  const names = sealed.map((section) => section.slice(1, section.indexOf('`', 1)));
  assert.deepEqual(new Set(names), new Set(Object.keys(sealedColumns)));
});

test('what is sealed is every column of the table but the seal itself and the copies for searching', () => {
  const unsealed = ['mac', 'mac_key', 'name_folded', 'email_folded', 'search_text', 'email_words'];
  for (const [table, columns] of Object.entries(sealedColumns)) {
    const rest = documented.get(table)?.filter((column) => !unsealed.includes(String(column)));
    assert.deepEqual(columns, rest, table);
  }
});
