import type { Page, PageRequest } from '@countersign/core';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { SealedTable } from '../schema/sealed-columns.ts';
import type { Database } from '../schema/tables.ts';
import type { OrderExpressions } from './page.ts';
import type { SealedRows } from './seal-row.ts';

/** So many matches or fewer are found in one look at everything, and then ordered. */
const fewMax = 1_000;

/**
 * Reads one window of a list of a hundred thousand rows, as `readPage` does of a short one. Ids are found first and
 * rows read last, so that a search looks at an index and not at wide rows. Where few match, they are gathered in any
 * order: walking along the order until a window is full would read nearly all rows, each from somewhere else.
 */
export async function readLargePage<Table extends SealedTable, Key extends string, Item>(list: {
  readonly table: Table;
  readonly rows: SealedRows;
  /** All rows. */
  readonly all: SelectQueryBuilder<Database, Table, object>;
  /** Those that are asked for, in words that find few of them fast. */
  readonly few: SelectQueryBuilder<Database, Table, object>;
  /** The same, in words that count many of them fast. */
  readonly counted: SelectQueryBuilder<Database, Table, object>;
  /** The same, in words that go through them along an order. */
  readonly walked: SelectQueryBuilder<Database, Table, object>;
  readonly request: PageRequest<Key>;
  readonly orders: OrderExpressions<Key>;
  /** By which no two rows are alike. */
  readonly unique?: Key;
  readonly parse: (row: Database[Table]) => Item;
}): Promise<Page<Item>> {
  const { table, request, orders } = list;
  const id = sql<string>`${sql.ref(`${table}.id`)}`;
  const idsOf = async (query: typeof list.all): Promise<readonly string[]> => {
    const found = (await query.select(id.as('id')).execute()) as readonly { readonly id: string }[];
    return found.map((row) => row.id);
  };
  const ordered = (query: typeof list.all, isBackwards = false) => {
    const directionOf = (descending: boolean) => (descending === isBackwards ? 'asc' : 'desc');
    let sorted = query;
    for (const { key, descending } of request.orderBy)
      sorted = sorted.orderBy(sql.raw(orders[key]), directionOf(descending));
    // The id settles ties, so that windows never overlap. Where none can be, it would keep an index from being used.
    if (request.orderBy.some(({ key }) => key === list.unique)) return sorted;
    return sorted.orderBy(id, directionOf(false));
  };
  const windowOf = (query: typeof list.all) => ordered(query).limit(request.top).offset(request.skip);
  /** The same window of so many rows, reached from whichever end is nearer. */
  const nearestWindowOf = (query: typeof list.all, total: number) => {
    const left = total - request.skip;
    if (request.skip <= left) return windowOf(query);
    return ordered(query, true)
      .limit(Math.max(0, Math.min(request.top, left)))
      .offset(Math.max(0, left - request.top));
  };

  const some = await idsOf(list.few.limit(fewMax + 1));
  const isFew = some.length <= fewMax;
  const total = isFew ? some.length : await count(list.counted);
  const ids = isFew ? some : await idsOf(nearestWindowOf(list.walked, total));
  if (ids.length === 0) return { items: [], total };

  const among = list.all.where(sql<boolean>`${id} in (${sql.join(ids)})`);
  const found = await (isFew ? windowOf(among) : ordered(among)).selectAll().execute();
  const opened = list.rows.openAll(table, found as readonly Database[Table][], {});
  return { items: opened.map(list.parse), total: total - (found.length - opened.length) };
}

async function count<Table extends SealedTable>(
  query: SelectQueryBuilder<Database, Table, object>,
): Promise<number> {
  const { total } = await query
    .select(sql<number>`count(*)`.as('total'))
    .$castTo<{ total: number }>()
    .executeTakeFirstOrThrow();
  return Number(total);
}
