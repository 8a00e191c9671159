import type { Page, PageRequest } from './page.ts';

/** By what the items of a list are compared, for each key that it can be ordered by. */
export type OrderValues<Item, Key extends string> = Readonly<Record<Key, (item: Item) => string | number>>;

/** One window of a list that is read whole. The id settles ties, so that windows never overlap. */
export function pageOf<Item, Key extends string>(
  items: readonly Item[],
  { skip, top, orderBy }: PageRequest<Key>,
  orders: OrderValues<Item, Key>,
  idOf: (item: Item) => string,
): Page<Item> {
  const sorted = items.toSorted((a, b) => {
    for (const { key, descending } of orderBy) {
      const order = compare(orders[key](a), orders[key](b));
      if (order !== 0) return descending ? -order : order;
    }
    return compare(idOf(a), idOf(b));
  });
  return { items: sorted.slice(skip, skip + top), total: items.length };
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
