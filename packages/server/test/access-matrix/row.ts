import type { EndpointId } from '@countersign/api';

/** One row of the matrix: an endpoint and the object that it is asked about. */
export interface MatrixRow {
  readonly endpoint: EndpointId;
  readonly object: string;
  /** Prepares the object and answers where it is and what is sent; asked anew for every caller. */
  readonly prepare: () => Promise<Prepared> | Prepared;
}

export interface Prepared {
  /** Values for the parameters of the path. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

/** For each endpoint the objects that it is asked about. */
export type RowsOf<Id extends EndpointId> = Readonly<
  Record<Id, Readonly<Record<string, MatrixRow['prepare']>>>
>;

export const absentId = '9c1f4d1e-0000-4000-8000-00000000dead';

export function each<Value>(
  objects: Readonly<Record<string, Value>>,
  prepare: (value: Value) => Promise<Prepared> | Prepared,
): Readonly<Record<string, MatrixRow['prepare']>> {
  return Object.fromEntries(Object.entries(objects).map(([object, value]) => [object, () => prepare(value)]));
}
