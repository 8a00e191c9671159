import type { Page, PageRequest } from '@countersign/core';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Database, UserRow } from '../schema/tables.ts';
import type { OrderExpressions } from './page.ts';
import type { SealedRows } from './seal-row.ts';

type UserQuery = SelectQueryBuilder<Database, 'users', object>;

/** So many matches or fewer are found in one look at everything, and then ordered. */
const fewMax = 1_000;

/**
 * Reads one window of a list of a hundred thousand accounts, as `readPage` does of a short one. Ids are found first
 * and rows read last, so that a search looks at an index and not at wide rows. Where few match, they are gathered in
 * any order: walking along the order until a window is full would read nearly all rows, each from somewhere else.
 */
export async function readLargePage<Key extends string, Item>(list: {
  readonly rows: SealedRows;
  /** All accounts, and those of them that are asked for. */
  readonly all: UserQuery;
  readonly query: UserQuery;
  readonly request: PageRequest<Key>;
  readonly orders: OrderExpressions<Key>;
  readonly parse: (row: UserRow) => Item;
}): Promise<Page<Item>> {
  const { all, query, request, rows } = list;
  const ordered = (from: UserQuery) => inOrder(from, request, list.orders);
  const windowOf = (from: UserQuery) => from.limit(request.top).offset(request.skip);

  const some = await query
    .select('users.id')
    .limit(fewMax + 1)
    .execute();
  const isFew = some.length <= fewMax;
  const total = isFew ? some.length : await count(query);
  const ids = isFew ? some : await windowOf(ordered(query)).select('users.id').execute();
  if (ids.length === 0) return { items: [], total };

  const among = ordered(
    all.where(
      'users.id',
      'in',
      ids.map(({ id }) => id),
    ),
  );
  const found = await (isFew ? windowOf(among) : among).selectAll('users').execute();
  const opened = rows.openAll('users', found);
  return { items: opened.map(list.parse), total: total - (found.length - opened.length) };
}

/** The id settles ties, so that windows never overlap. */
function inOrder<Key extends string>(
  query: UserQuery,
  { orderBy }: PageRequest<Key>,
  orders: OrderExpressions<Key>,
): UserQuery {
  let ordered = query;
  for (const { key, descending } of orderBy)
    ordered = ordered.orderBy(sql.raw(orders[key]), descending ? 'desc' : 'asc');
  return ordered.orderBy('users.id');
}

async function count(query: UserQuery): Promise<number> {
  const { total } = await query
    .select((row) => row.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}
