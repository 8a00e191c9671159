/** A list that comes as a whole, because it belongs to one thing and is never long: shown page by page all the same. */
import { type QueryKey, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ListData } from './list-data.ts';
import { type ListSearch, type ListShape, type ListView, pageSize, parseListView } from './list-view.ts';

/** It has the one order in which it comes. */
const wholeShape: ListShape<'name'> = { sortable: { name: 'asc' }, sortedBy: 'name' };

export interface WholeList<Row> {
  readonly shape: ListShape<'name'>;
  readonly view: ListView<'name'>;
  readonly onView: (search: ListSearch) => void;
  readonly data: ListData<Row>;
  /** Of all pages. */
  readonly all: readonly Row[];
}

export function useWholeList<Row>(
  key: QueryKey,
  read: (signal: AbortSignal) => Promise<readonly Row[]>,
): WholeList<Row> {
  const [search, onView] = useState<ListSearch>({});
  const view = parseListView(wholeShape, search);
  const { data, isFetching, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read(signal),
  });
  return {
    shape: wholeShape,
    view,
    onView,
    data: {
      rows: data?.slice((view.page - 1) * pageSize, view.page * pageSize),
      total: data?.length,
      isFetching,
      error,
      retry: () => void refetch(),
    },
    all: data ?? [],
  };
}
