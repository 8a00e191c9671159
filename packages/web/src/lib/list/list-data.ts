/** One page of a list, read through the SDK and kept while the next is on its way. */
import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ListView, pageSize, printSort } from './list-view.ts';

export interface ListData<Row> {
  /** What was read last; it stays while a newer list is on its way, and when that does not come. */
  readonly rows: readonly Row[] | undefined;
  /** How many there are on all pages. */
  readonly total: number | undefined;
  readonly isFetching: boolean;
  readonly error: Error | null;
  retry(): void;
}

/** What to ask for, as the SDK takes it. */
export interface ListRange {
  readonly top: number;
  readonly skip: number;
  readonly orderBy: string;
  /** Absent where nothing is looked for. */
  readonly query?: string;
  readonly signal: AbortSignal;
}

export interface ListRead<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** `key` names the list in the cache; the view is added to it. */
export function useListData<Row, Key extends string>(
  key: QueryKey,
  { query, sort, page }: ListView<Key>,
  read: (range: ListRange) => Promise<ListRead<Row>>,
): ListData<Row> {
  const range = {
    top: pageSize,
    skip: (page - 1) * pageSize,
    orderBy: printSort(sort),
    ...(query !== '' && { query }),
  };
  const { data, isFetching, error, refetch } = useQuery({
    queryKey: [...key, range],
    queryFn: ({ signal }) => read({ ...range, signal }),
    placeholderData: keepPreviousData,
  });
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  const shown = data ?? last;
  return {
    rows: shown?.rows,
    total: shown?.total,
    isFetching,
    error,
    retry: () => void refetch(),
  };
}
