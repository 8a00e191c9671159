import type { Change, TouchedFact } from '@countersign/core';
import type { Kysely } from 'kysely';
import { StoreDefect } from '../failures.ts';
import type { ChangeRow, Database } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';

/** How many entries the log keeps; a reader that is further behind forgets everything instead. */
export const changesKept = 100_000;

/** How often the log is cut: the older entries go once for so many new ones. */
const trimEvery = 1_000;

/** More than this in one answer costs a reader more than forgetting everything. */
const changesPerAnswerMax = 10_000;

/** Writes what one change touched under the next numbers, inside its transaction. Answers the last number. */
export async function appendChanges(
  db: Kysely<Database>,
  last: number,
  touched: readonly TouchedFact[],
): Promise<number> {
  if (touched.length === 0) return last;
  const rows = touched.map(({ kind, id }, index) => ({
    number: last + 1 + index,
    fact_kind: kind,
    fact_id: id,
  }));
  for await (const chunk of chunksOf(rows)) await db.insertInto('changes').values(chunk).execute();
  const newest = last + rows.length;
  if (Math.floor(newest / trimEvery) > Math.floor(last / trimEvery)) {
    await db
      .deleteFrom('changes')
      .where('number', '<=', newest - changesKept)
      .execute();
  }
  return newest;
}

/**
 * The changes after a number. The log must reach from the next number to the head as it was before the log
 * was read, without a gap; where it does not, no reader may believe that it knows what changed.
 */
export async function changesSince(
  db: Kysely<Database>,
  number: number,
): Promise<readonly Change[] | 'overflow'> {
  const head = await db.selectFrom('authority_head').select('change_number').executeTakeFirst();
  if (head === undefined) throw new StoreDefect('the head of the authority is missing');
  const rows = await db
    .selectFrom('changes')
    .selectAll()
    .where('number', '>', number)
    .orderBy('number')
    .limit(changesPerAnswerMax + 1)
    .execute();
  const isWhole = rows.every((row, index) => row.number === number + 1 + index);
  if (!isWhole || rows.length > changesPerAnswerMax || number + rows.length < head.change_number)
    return 'overflow';
  return rows.map(parseChange);
}

function parseChange(row: ChangeRow): Change {
  return { number: row.number, fact: { kind: row.fact_kind, id: row.fact_id } as TouchedFact };
}
