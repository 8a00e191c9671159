/** What every list can be asked for. */
import type { RequestOptions, TransportRequest } from './transport.ts';

export interface ListOptions extends RequestOptions {
  /** How many entities at most, 100 unless told; `'all'` is all, up to what the authority allows. */
  readonly top?: number | 'all';
  readonly skip?: number;
  /** `name:asc,creationTime:desc` */
  readonly orderBy?: string;
}

/** The query of a request for a list. */
export function listQuery({ top, skip, orderBy }: ListOptions): NonNullable<TransportRequest['query']> {
  return { $top: top === 'all' ? -1 : top, $skip: skip, orderBy };
}
