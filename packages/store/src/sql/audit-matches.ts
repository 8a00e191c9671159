import { type AuditFilter, auditTotalMax } from '@countersign/core';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { AuditEventRow, Database } from '../schema/tables.ts';

/**
 * Finds the events of a filter, newest first, in a time that depends on what is asked for and not on how long the
 * log is. Neither engine can be left to choose the way: a list of values, or a range of time, would have it sort
 * everything that fits before it answers the first page.
 *
 * So one column leads: each of its values is read off the end of its own index, and what was read is merged. The
 * other columns only sift. A range of time is turned into a range of numbers first; numbers follow time but for
 * the jitter of clocks, so little has to be sifted.
 */
export interface Matches {
  readonly columns: readonly ColumnValues[];
  /** Exclusive ends of the numbers among which every match lies. */
  readonly above: number;
  readonly below: number;
  readonly filter: AuditFilter;
}

interface ColumnValues {
  readonly column: SearchColumn;
  readonly values: readonly string[];
}

type SearchColumn =
  | 'request_id'
  | 'credential_id'
  | 'target_id'
  | 'subject_id'
  | 'address'
  | 'actor'
  | 'kind'
  | 'target_kind';

/** Up to so many events of a column are counted to see whether it should lead. */
const fewEnough = 1_000;

/** What can be told beforehand; absent when nothing can match. */
export async function matchesOf(db: Kysely<Database>, filter: AuditFilter): Promise<Matches | undefined> {
  const columns = valuesOf(filter);
  if (columns.some(({ values }) => values.length === 0)) return undefined;
  const times = await numbersInTime(db, filter);
  if (times === undefined) return undefined;
  const above = Math.max(filter.afterNumber ?? 0, times.first - 1);
  const below = Math.min(filter.beforeNumber ?? Number.MAX_SAFE_INTEGER, times.last + 1);
  return { columns: await leadingFirst(db, columns), above, below, filter };
}

/** One window of the matches, newest first; below a number where one is given. */
export async function readMatches(
  db: Kysely<Database>,
  matches: Matches,
  below: number | undefined,
  { skip, top }: { readonly skip: number; readonly top: number },
): Promise<readonly AuditEventRow[]> {
  const narrowed = below === undefined ? matches : { ...matches, below };
  const numbers = numbersOf(db, narrowed, skip + top)
    .orderBy('number', 'desc')
    .limit(top)
    .offset(skip);
  return db
    .selectFrom('audit_events')
    .selectAll()
    .where('number', 'in', numbers)
    .orderBy('number', 'desc')
    .execute();
}

export async function countMatches(
  db: Kysely<Database>,
  matches: Matches,
): Promise<{ readonly total: number; readonly isCapped: boolean }> {
  const { count } = await db
    .selectFrom(
      numbersOf(db, matches, auditTotalMax + 1)
        .limit(auditTotalMax + 1)
        .as('matches'),
    )
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return { total: Math.min(count, auditTotalMax), isCapped: count > auditTotalMax };
}

type Numbers = SelectQueryBuilder<Database, 'audit_events', { number: number }>;

/** The newest numbers that match: at least `needed` of them, if there are so many. */
function numbersOf(db: Kysely<Database>, matches: Matches, needed: number): Numbers {
  const [leading, ...sifting] = matches.columns;
  const sifted = () => siftedBy(db, matches, sifting);
  if (leading === undefined) return sifted();
  const { column, values } = leading;
  const branches = values.map((value) =>
    db
      .selectFrom(sifted().where(column, '=', value).orderBy('number', 'desc').limit(needed).as('branch'))
      .select('number'),
  );
  const merged = branches.reduce((all, branch) => all.unionAll(branch));
  return db.selectFrom(merged.as('audit_events')).select('number') as Numbers;
}

function siftedBy(
  db: Kysely<Database>,
  { above, below, filter }: Matches,
  sifting: readonly ColumnValues[],
): Numbers {
  let query = db
    .selectFrom('audit_events')
    .select('number')
    .where('number', '>', above)
    .where('number', '<', below);
  // Arithmetic and joined text keep an engine from taking another index than the one that leads.
  if (filter.after !== undefined) query = query.where(sql`at + 0`, '>=', filter.after);
  if (filter.before !== undefined) query = query.where(sql`at + 0`, '<', filter.before);
  for (const { column, values } of sifting) query = query.where(sql`${sql.ref(column)} || ''`, 'in', values);
  return query;
}

/** The columns that a filter asks about, those that usually fit fewest events first. */
function valuesOf(filter: AuditFilter): readonly ColumnValues[] {
  const asked: readonly (readonly [SearchColumn, readonly string[] | undefined])[] = [
    ['request_id', filter.requestIds],
    ['credential_id', filter.credentialIds],
    ['target_id', filter.targetIds],
    ['subject_id', filter.subjectIds],
    ['address', filter.addresses],
    ['actor', filter.actors],
    ['kind', filter.kinds],
    ['target_kind', filter.targetKinds],
  ];
  return asked.flatMap(([column, values]) =>
    values === undefined ? [] : [{ column, values: [...new Set(values)] }],
  );
}

/** Lets the first column lead that fits few events; where none does, the one that usually fits fewest. */
async function leadingFirst(
  db: Kysely<Database>,
  columns: readonly ColumnValues[],
): Promise<readonly ColumnValues[]> {
  if (columns.length < 2) return columns;
  for (const leading of columns) {
    const few = db
      .selectFrom('audit_events')
      .select('number')
      .where(leading.column, 'in', leading.values)
      .limit(fewEnough + 1);
    const { count } = await db
      .selectFrom(few.as('few'))
      .select(sql<number>`count(*)`.as('count'))
      .executeTakeFirstOrThrow();
    if (count <= fewEnough) return [leading, ...columns.filter((other) => other !== leading)];
  }
  return columns;
}

/** The lowest and the highest number in a range of time, from the index alone; absent when it holds no event. */
async function numbersInTime(
  db: Kysely<Database>,
  { after, before }: AuditFilter,
): Promise<{ readonly first: number; readonly last: number } | undefined> {
  if (after === undefined && before === undefined) return { first: 1, last: Number.MAX_SAFE_INTEGER - 1 };
  // The addition keeps PostgreSQL from looking for the lowest number by walking along all numbers.
  let query = db
    .selectFrom('audit_events')
    .select([
      sql<number | null>`min(number + 0)`.as('first'),
      sql<number | null>`max(number + 0)`.as('last'),
    ]);
  if (after !== undefined) query = query.where('at', '>=', after);
  if (before !== undefined) query = query.where('at', '<', before);
  const { first, last } = await query.executeTakeFirstOrThrow();
  return first === null || last === null ? undefined : { first, last };
}
