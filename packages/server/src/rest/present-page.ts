import { type ListQuery, projectFields } from '@countersign/api';
import type { Page } from '@countersign/core';

/** The envelope of a list. `fields` never filters the envelope itself: clients put `total` into the same list. */
export function presentPage<Item>(
  type: string,
  key: string,
  query: ListQuery,
  page: Page<Item>,
  present: (item: Item) => Readonly<Record<string, unknown>>,
): object {
  return {
    type,
    skip: query.skip,
    top: query.top === 'all' ? -1 : query.top,
    total: page.total,
    [key]: page.items.map((item) => projectFields(present(item), query.fields)),
  };
}
