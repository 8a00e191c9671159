import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { newTokenText, type PermanentToken, type ServiceId, type UserId } from '@countersign/core';
import { systemClock } from '../../packages/server/src/platform/clock.ts';
import { createDigest } from '../../packages/server/src/platform/digest.ts';
import { openKeyRing } from '../../packages/server/src/platform/key-ring.ts';
import { systemRandom } from '../../packages/server/src/platform/random.ts';
import { contentOfToken } from '../../packages/store/src/sql/permanent-tokens.ts';
import { SealedRows } from '../../packages/store/src/sql/seal-row.ts';
import { bulkRandom } from '../../test/faults/bulk-random.ts';
import { crowdToken } from '../../test/faults/crowd-token.ts';
import { databaseFile } from '../../test/faults/open-store.ts';

export interface Filling {
  readonly dataDirectory: string;
  readonly count: number;
  readonly ownerOf: (index: number) => UserId;
  readonly audienceOf: (index: number) => readonly ServiceId[];
  /** How many of the tokens, spread evenly over all, are answered with their text. */
  readonly keep: number;
  readonly report: (made: number) => void;
}

/** Sorted and inserted together; as many are in memory at a time. */
const sliceSize = 1_000_000;

/** All pages of ten million tokens, so that each is written once: every slice touches nearly all of them. */
const cacheKibibytes = 6_000_000;

/**
 * Writes rows of valid tokens straight into the table of a stopped authority, sealed as the store seals them. What takes
 * two thirds of the time elsewhere is left out: the query builder, an audit event for each, waiting for the disk. No
 * check reads events. The rows of a slice come in the order of their hashes, which is the order of the table, and the
 * index over owners is built at the end.
 */
export function fillTokens(filling: Filling): readonly (readonly [index: number, text: string])[] {
  const { dataDirectory, count, keep, report } = filling;
  const keyRingFile = join(dataDirectory, 'keys.json');
  const keyRing = openKeyRing(keyRingFile, { clock: systemClock, random: systemRandom, makeIfAbsent: false });
  const digest = createDigest(keyRing);
  const random = bulkRandom();
  const rows = new SealedRows(keyRing.rowSeal, () => undefined);
  const keepEvery = Math.max(1, Math.floor(count / keep));
  const kept: (readonly [number, string])[] = [];

  const database = new DatabaseSync(databaseFile(dataDirectory));
  database.exec(
    `pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -${cacheKibibytes}`,
  );
  const insert = insertion(database, 'permanent_tokens');
  const restoreIndexes = dropIndexes(database, 'permanent_tokens');
  database.exec('begin');
  for (let from = 0; from < count; from += sliceSize) {
    for (const { index, hash } of slice(from, Math.min(count, from + sliceSize))) {
      insert({ ...rows.seal('permanent_tokens', contentOfToken(tokenOf(index, hash))) });
    }
    report(Math.min(count, from + sliceSize));
  }
  database.exec('commit');
  restoreIndexes();
  database.exec('pragma journal_mode = wal');
  database.close();
  return kept.slice(0, keep);

  function slice(from: number, to: number) {
    const drafts = Array.from({ length: to - from }, (_, offset) => {
      const index = from + offset;
      const secret = newTokenText('permanentToken', random);
      if (index % keepEvery === 0) kept.push([index, secret.reveal()]);
      return { index, hash: digest.secret(secret) };
    });
    return drafts.sort((one, other) => (one.hash < other.hash ? -1 : 1));
  }

  function tokenOf(index: number, hash: PermanentToken['hash']): PermanentToken {
    return crowdToken(index, hash, filling.ownerOf(index), filling.audienceOf(index), random);
  }
}

/** What inserts a row into a table. All rows have the columns of the first. */
function insertion(database: DatabaseSync, table: string): (row: SealedRow) => void {
  let insert: StatementSync | undefined;
  return (row) => {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    insert ??= database.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`);
    insert.run(...Object.values(row));
  };
}

type SealedRow = Readonly<Record<string, string | number | null>>;

/** Answers what makes them again. */
function dropIndexes(database: DatabaseSync, table: string): () => void {
  const found = database
    .prepare(`select name, sql from sqlite_schema where type = 'index' and tbl_name = ? and sql is not null`)
    .all(table);
  for (const { name } of found) database.exec(`drop index ${name}`);
  return () => {
    for (const { sql } of found) database.exec(String(sql));
  };
}
