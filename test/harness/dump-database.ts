import { writeFileSync } from 'node:fs';
import { Client } from 'pg';

/** Writes every row of every table into a file, so that it can be searched like the files of an authority. */
export async function dumpDatabase(url: string, file: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    const lines: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select to_json(t)::text as row from "${name}" t`);
      lines.push(name, ...rows.map(({ row }) => row));
    }
    writeFileSync(file, lines.join('\n'));
  } finally {
    await client.end();
  }
}
