import type { ListQuery, Sortable } from '@countersign/api';
import { parseListQuery, parseSingle } from '@countersign/api';
import {
  type Attributes,
  malformed,
  ok,
  type PageRequest,
  parseQuery,
  type Query,
  type Result,
  refuse,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { RestRequest } from './endpoint-handler.ts';
import { fromReading, pageRequestOf } from './read-request.ts';

/** What a list is asked for: its window, its order, and which entities. */
export interface ListRequest<Field extends string, List extends Attributes> {
  readonly query: ListQuery<Field>;
  readonly page: PageRequest<Field>;
  readonly filter: Query<List> | undefined;
}

/** Reads the parameters of a list that can be asked in the query language. */
export function readFilteredList<Field extends string, List extends Attributes>(
  { settings, clock }: Authority,
  request: RestRequest,
  { sortable, attributes }: { readonly sortable: Sortable<Field>; readonly attributes: List },
): Result<ListRequest<Field, List>> {
  const { topMax } = settings.lists;
  const reading = fromReading(parseListQuery(request.query, { topMax, sortable, filtered: true }));
  if (!reading.ok) return reading;
  const filter = parseQuery(reading.value.filter ?? '', attributes, clock.now());
  if (!filter.ok) return filter;
  return ok({ query: reading.value, page: pageRequestOf(reading.value, topMax), filter: filter.value });
}

/** Reads the query alone, for an answer that is no page. */
export function readFilter<List extends Attributes>(
  { clock }: Authority,
  request: RestRequest,
  attributes: List,
): Result<Query<List> | undefined> {
  const text = parseSingle(request.query, 'query');
  if (!text.ok) return refuse(malformed('query', 'must be given only once'));
  return parseQuery(text.value ?? '', attributes, clock.now());
}
