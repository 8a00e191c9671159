import { Notice } from '../../ui/notice.tsx';
import { failureOf } from '../failure.ts';
import { NamedList } from './named-list.tsx';
import type { OneByOne } from './one-by-one.ts';

export interface FailedRowsProps<Row> {
  readonly title: string;
  readonly failures: OneByOne<Row>['failures'];
  readonly nameOf: (row: Row) => string;
}

/** What could not be done to which rows, and why. */
export function FailedRows<Row extends { readonly id: string }>({
  title,
  failures,
  nameOf,
}: FailedRowsProps<Row>) {
  return (
    <Notice tone="danger" live>
      <strong>{title}</strong>
      <NamedList
        items={failures.map(({ row, error }) => ({
          id: row.id,
          name: nameOf(row),
          note: failureOf(error, 'write').text,
        }))}
      />
    </Notice>
  );
}
