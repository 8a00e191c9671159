import type { Page, PageRequest } from '@countersign/core';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { SealedTable } from '../schema/sealed-columns.ts';
import type { Database } from '../schema/tables.ts';
import type { Asked, SealedRows } from './seal-row.ts';

/** By which SQL expressions a list can be ordered, for each key that its port names. */
export type OrderExpressions<Key extends string> = Readonly<Record<Key, string>>;

/**
 * Reads one window of a list. The id settles ties, so that windows never overlap. Forged rows are left out,
 * and out of the total too as far as this window met any.
 */
export async function readPage<Table extends SealedTable, Key extends string, Item>(list: {
  readonly table: Table;
  readonly rows: SealedRows;
  readonly query: SelectQueryBuilder<Database, Table, object>;
  /** What every row of the list has in common, where it has. */
  readonly asked?: Asked<Table>;
  readonly request: PageRequest<Key>;
  readonly orders: OrderExpressions<Key>;
  readonly parse: (row: Database[Table]) => Item;
}): Promise<Page<Item>> {
  const { total } = await list.query
    .select(sql<number>`count(*)`.as('total'))
    .$castTo<{ total: number }>()
    .executeTakeFirstOrThrow();
  let ordered = list.query.selectAll();
  for (const { key, descending } of list.request.orderBy) {
    ordered = ordered.orderBy(sql.raw(list.orders[key]), descending ? 'desc' : 'asc');
  }
  const window = ordered.orderBy(sql.raw('id')).limit(list.request.top).offset(list.request.skip);
  const found = (await window.execute()) as readonly Database[Table][];
  const opened = list.rows.openAll(list.table, found, list.asked ?? {});
  return { items: opened.map(list.parse), total: total - (found.length - opened.length) };
}
