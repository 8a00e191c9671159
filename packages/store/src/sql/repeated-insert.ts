import type { CompiledQuery, Kysely } from 'kysely';
import { StoreDefect } from '../failures.ts';
import type { Database } from '../schema/tables.ts';

/** A statement that takes the values of rows, one row after the other, each in the order of its columns. */
type Build<Row> = (db: Kysely<Database>, rows: readonly Row[]) => { compile(): CompiledQuery };

/**
 * Runs one statement again and again with other rows. For each number of rows it is put together once, for that takes
 * longer than the database takes to run it; so callers cut what they have into pieces of one size.
 */
export function repeatedInsert<Row extends object>(
  build: Build<Row>,
): (db: Kysely<Database>, rows: readonly Row[]) => Promise<void> {
  const compiled = new Map<number, CompiledQuery>();

  function compile(db: Kysely<Database>, rows: readonly Row[], parameters: readonly unknown[]) {
    const made = build(db, rows).compile();
    const isInOrder = made.parameters.every((parameter, index) => parameter === parameters[index]);
    if (!isInOrder || made.parameters.length !== parameters.length)
      throw new StoreDefect('a statement takes other values than those of its rows');
    compiled.set(rows.length, made);
    return made;
  }

  return async (db, rows) => {
    const parameters: unknown[] = [];
    for (const row of rows) parameters.push(...Object.values(row));
    const query = compiled.get(rows.length) ?? compile(db, rows, parameters);
    await db.executeQuery({ ...query, parameters });
  };
}
