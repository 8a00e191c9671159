import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';
import type { Words } from './words.ts';

/** One step of the schema: its statements, in order, in the words of an engine. */
export interface Migration {
  readonly name: string;
  readonly statements: (words: Words) => readonly string[];
  /** What no statement can compute for rows that are there already; runs after the statements, in their transaction. */
  readonly fill?: (db: Kysely<Database>) => Promise<void>;
}
