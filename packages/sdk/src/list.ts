import type { RequestOptions, TransportRequest } from './transport.ts';

/** What a list that belongs to one object can be asked for. */
export interface PageOptions extends RequestOptions {
  /** How many entities at most, 100 unless told; `'all'` is all, up to what the authority allows. */
  readonly top?: number | 'all';
  readonly skip?: number;
}

/** What every other list can be asked for, too. */
export interface ListOptions extends PageOptions {
  /** `name:asc,creationTime:desc` */
  readonly orderBy?: string;
  /** Which entities, in Hub's query language: `name: x and not is: global`. */
  readonly query?: string;
}

/** The query of a request for a list. */
export function listQuery({
  top,
  skip,
  orderBy,
  query,
}: ListOptions): NonNullable<TransportRequest['query']> {
  return { $top: top === 'all' ? -1 : top, $skip: skip, orderBy, query };
}
