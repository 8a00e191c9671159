import { type ReactNode, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SearchIcon } from '../../ui/icons.tsx';
import { QueryAssist, type QueryAssistProps } from '../../ui/query-assist.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { fieldFailuresOf } from '../failure.ts';
import { FailurePanel } from '../failure-panel.tsx';
import { t } from '../messages.ts';
import { type ListColumn, tableColumns } from './list-columns.ts';
import type { ListData } from './list-data.ts';
import { type ListKeysInput, useListKeys } from './list-keys.ts';
import { ListPager } from './list-pager.tsx';
import type { ListSelection } from './list-selection.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { type ListSearch, type ListShape, type ListView, searchFor, turnedTo } from './list-view.ts';

export interface EntityListProps<Row extends { readonly id: string }, Key extends string>
  extends Pick<ListKeysInput<Row>, 'onOpen' | 'onNew' | 'onDelete' | 'keys'> {
  readonly shape: ListShape<Key>;
  readonly view: ListView<Key>;
  /** To be merged into the address. */
  readonly onView: (search: ListSearch) => void;
  readonly data: ListData<Row>;
  readonly selection: ListSelection<Row>;
  /** Whether something can be done to several rows at once. */
  readonly selectable?: boolean;
  readonly columns: readonly ListColumn<Row, Key>[];
  /** What a row is called where it is selected. */
  readonly nameOf: (row: Row) => string;
  /** Where it can be searched. */
  readonly search?: Pick<QueryAssistProps, 'label' | 'placeholder' | 'suggest'>;
  /** Buttons above the table. */
  readonly acts?: ReactNode;
  /** Nothing is there at all: what the things are for, and the button that makes the first. */
  readonly empty: { readonly icon: ReactNode; readonly text: string; readonly act?: ReactNode };
  readonly texts: {
    /** The table, for those who do not see it. */
    readonly label: string;
    /** What could not be loaded: "The users". */
    readonly what: string;
    readonly total: (counted: { count: number }) => string;
  };
}

/**
 * A list of entities with all that every list has: search, acts on a selection, sorting, pages, keys, and a word
 * for every state it can be in. Its feature brings the data, the columns and the acts.
 */
export function EntityList<Row extends { readonly id: string }, Key extends string>(
  props: EntityListProps<Row, Key>,
) {
  const {
    shape,
    view,
    onView,
    data,
    selection,
    selectable = true,
    columns,
    nameOf,
    search,
    acts,
    empty,
    texts,
  } = props;
  const { rows = [], total } = data;
  const { state, act } = selection;
  const searchField = useRef<HTMLInputElement>(null);
  useListKeys({ ...props, rows, selectable, searchable: search !== undefined, search: searchField });
  const searched = view.query !== '';
  // What is wrong with the query stands at the query.
  const { fields, rest: error } = fieldFailuresOf(data.error, search === undefined ? [] : ['query']);
  // What is counted then belongs to the query before, and a refused one was never asked.
  const counted = fields.query === undefined ? total : undefined;

  return (
    <div ref={selection.box} data-list="">
      <Card>
        {total === 0 && !searched ? (
          <Empty {...empty} />
        ) : (
          <ListToolbar
            search={
              search && (
                <QueryAssist
                  {...search}
                  ref={searchField}
                  error={fields.query}
                  clearLabel={t.list.clear}
                  value={view.query}
                  onSearch={(query) => onView(searchFor(query))}
                />
              )
            }
            acts={acts}
            selectedCount={selection.chosen.length}
            totalText={counted === undefined ? undefined : texts.total({ count: counted })}
          />
        )}
        {error != null && (
          <div className="list-failure">
            <FailurePanel
              error={error}
              title={data.rows === undefined ? t.failure.loading({ what: texts.what }) : t.failure.stale}
              kind="read"
              onRetry={data.retry}
            />
          </div>
        )}
        {data.rows === undefined && data.error === null && <Skeleton label={t.frame.loading} lines={5} />}
        {counted === 0 && searched && (
          <Empty
            icon={<SearchIcon />}
            text={t.list.noMatch({ query: view.query })}
            act={<Button onClick={() => onView(searchFor(''))}>{t.list.clear}</Button>}
          />
        )}
        {total !== undefined && total > 0 && (
          <>
            <Table
              label={texts.label}
              columns={tableColumns(columns, shape, view.sort, onView)}
              rows={rows}
              stale={data.isFetching}
              activeId={state.activeId}
              onActive={(id) => act({ kind: 'activate', id })}
              selection={
                selectable
                  ? {
                      isSelected: ({ id }) => state.selected.has(id),
                      onSelect: ({ id }, selected) => act({ kind: 'set', ids: [id], selected }),
                      onSelectAll: (selected) =>
                        act({ kind: 'set', ids: rows.map(({ id }) => id), selected }),
                      labelOf: (row) => t.list.select({ name: nameOf(row) }),
                      allLabel: t.list.selectAll,
                    }
                  : undefined
              }
            />
            <ListPager
              label={texts.label}
              page={view.page}
              total={total}
              onPage={(page) => onView(turnedTo(page))}
            />
          </>
        )}
      </Card>
    </div>
  );
}
