import type { TableColumn } from '../../ui/table.tsx';
import { type ListSearch, type ListShape, nextSort, type Sort, sortedBy } from './list-view.ts';

/** A column of a list; `sortBy` where the API can sort by it. */
export interface ListColumn<Row, Key extends string> extends Omit<TableColumn<Row>, 'sort'> {
  readonly sortBy?: Key;
}

/** The columns with heads that can be pressed. */
export function tableColumns<Row, Key extends string>(
  columns: readonly ListColumn<Row, Key>[],
  shape: ListShape<Key>,
  sort: Sort<Key>,
  onView: (search: ListSearch) => void,
): readonly TableColumn<Row>[] {
  return columns.map(({ sortBy, ...column }) => ({
    ...column,
    ...(sortBy !== undefined && {
      sort: {
        direction: sort.key === sortBy ? sort.direction : undefined,
        onSort: () => onView(sortedBy(nextSort(shape, sort, sortBy))),
      },
    }),
  }));
}
