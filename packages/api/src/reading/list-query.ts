/** The query parameters of lists and of single entities, read together, with all that is wrong at once. */
import { type Reading, readable, unreadable, unreadableTogether } from './field-error.ts';
import { type FieldTree, parseFields } from './fields.ts';
import { type OrderTerm, parseOrder, type Sortable } from './order.ts';
import { type PageRequest, parsePage, parseSingle, type QueryParameters } from './page.ts';

export interface ListQuery<Field extends string = string> extends PageRequest {
  readonly fields: FieldTree | undefined;
  /** Empty when the caller gave no order. */
  readonly order: readonly OrderTerm<Field>[];
  /** The text of `query`, for whoever knows what the list can be asked; absent when nothing was asked. */
  readonly filter: string | undefined;
}

/**
 * Reads `fields`, `$top`, `$skip`, `orderBy` and, where the list is `filtered`, `query`; elsewhere a query is
 * refused, which would otherwise be a filter that filters nothing.
 */
export function parseListQuery<Field extends string>(
  query: QueryParameters,
  list: { readonly topMax: number; readonly sortable: Sortable<Field>; readonly filtered?: boolean },
): Reading<ListQuery<Field>> {
  const fields = parseFieldsParameter(query);
  const page = parsePage(query, list);
  const orderBy = parseSingle(query, 'orderBy');
  const order = orderBy.ok ? parseOrder(orderBy.value ?? '', list.sortable) : orderBy;
  const filter = parseFilter(query, list.filtered ?? false);
  if (fields.ok && page.ok && order.ok && filter.ok) {
    return readable({ fields: fields.value, ...page.value, order: order.value, filter: filter.value });
  }
  return unreadableTogether(fields, page, order, filter);
}

/** Reads the query parameter `fields`; `undefined` when it is absent, which is not the same as empty. */
export function parseFieldsParameter(query: QueryParameters): Reading<FieldTree | undefined> {
  const fields = parseSingle(query, 'fields');
  return !fields.ok || fields.value === undefined
    ? (fields as Reading<undefined>)
    : parseFields(fields.value);
}

function parseFilter(query: QueryParameters, isFiltered: boolean): Reading<string | undefined> {
  const text = parseSingle(query, 'query');
  if (!text.ok || text.value === undefined || text.value === '') return text.ok ? readable(undefined) : text;
  return isFiltered ? text : unreadable('query', 'is not offered on this list');
}
