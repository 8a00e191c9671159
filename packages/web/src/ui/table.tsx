import './table.css';
import { type ReactNode, useEffect, useRef } from 'react';
import { Checkbox } from './checkbox.tsx';
import { SortIcon } from './icons.tsx';

export type SortDirection = 'asc' | 'desc';

export interface TableColumn<Row> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** The column that says which row it is. */
  readonly names?: boolean;
  /** Only where rows can be sorted by it; `undefined` while they are sorted by another. */
  readonly sort?: { readonly direction: SortDirection | undefined; readonly onSort: () => void };
}

export interface TableSelection<Row> {
  readonly isSelected: (row: Row) => boolean;
  readonly onSelect: (row: Row, selected: boolean) => void;
  readonly onSelectAll: (selected: boolean) => void;
  readonly labelOf: (row: Row) => string;
  readonly allLabel: string;
}

export interface TableProps<Row extends { readonly id: string }> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** Undefined where nothing can be done to several rows. */
  readonly selection?: TableSelection<Row> | undefined;
  /** The row that the keys act on; the focus follows it. */
  readonly activeId: string | undefined;
  readonly onActive: (id: string) => void;
  /** Newer rows are on their way. */
  readonly stale: boolean;
}

export function Table<Row extends { readonly id: string }>(props: TableProps<Row>) {
  const { label, columns, rows, selection, activeId, onActive, stale } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const row = [...(body.current?.rows ?? [])].find((one) => one.dataset.id === activeId);
    // Somebody at work inside the row stays where they are.
    if (row !== undefined && !row.contains(document.activeElement)) row.focus();
  }, [activeId]);
  const entry = rows.some((row) => row.id === activeId) ? activeId : rows[0]?.id;
  return (
    <div className="table-box" data-stale={stale || undefined}>
      <table className="table" aria-label={label} aria-busy={stale || undefined}>
        <thead>
          <tr>
            {selection && <SelectAll rows={rows} selection={selection} />}
            {columns.map((column) => (
              <Head key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => (
            <tr
              key={row.id}
              data-id={row.id}
              data-selected={selection?.isSelected(row) || undefined}
              tabIndex={row.id === entry ? 0 : -1}
              onFocus={() => onActive(row.id)}
            >
              {selection && (
                <td className="table-check">
                  <Checkbox
                    label={selection.labelOf(row)}
                    labelHidden
                    checked={selection.isSelected(row)}
                    onChange={(selected) => selection.onSelect(row, selected)}
                  />
                </td>
              )}
              {columns.map((column) =>
                column.names ? (
                  <th key={column.key} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key}>{column.cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SelectAll<Row>({ rows, selection }: { rows: readonly Row[]; selection: TableSelection<Row> }) {
  const selectedCount = rows.filter(selection.isSelected).length;
  return (
    <th className="table-check" scope="col">
      <Checkbox
        label={selection.allLabel}
        labelHidden
        checked={selectedCount > 0 && selectedCount === rows.length}
        partly={selectedCount > 0 && selectedCount < rows.length}
        onChange={selection.onSelectAll}
      />
    </th>
  );
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

function Head<Row>({ column: { head, sort } }: { column: TableColumn<Row> }) {
  if (sort === undefined) return <th scope="col">{head}</th>;
  return (
    <th scope="col" aria-sort={sort.direction === undefined ? 'none' : ariaSort[sort.direction]}>
      <button
        type="button"
        className="table-sort"
        data-sorted={sort.direction !== undefined || undefined}
        onClick={sort.onSort}
      >
        {head}
        <SortIcon direction={sort.direction} />
      </button>
    </th>
  );
}
