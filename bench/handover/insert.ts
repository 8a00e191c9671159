import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** About as much as a statement of a change carries. */
export const row: readonly string[] = [randomUUID(), randomUUID(), JSON.stringify([randomUUID()])];

/** What inserts that row into a database of its own, in memory. Answers how many rows it changed. */
export function insertInto(): () => number {
  const database = new DatabaseSync(':memory:');
  database.exec('create table rows (number integer primary key, one text, other text, list text)');
  const insert = database.prepare('insert into rows (one, other, list) values (?, ?, ?)');
  return () => Number(insert.run(...row).changes);
}
