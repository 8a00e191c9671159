import type { Words } from './words.ts';

/** One step of the schema: its statements, in order, in the words of an engine. */
export interface Migration {
  readonly name: string;
  readonly statements: (words: Words) => readonly string[];
}
