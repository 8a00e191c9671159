import './audit.css';
import { AuthorityError } from '@countersign/sdk';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { fieldFailuresOf } from '../../lib/failure.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { useListKeys } from '../../lib/list/list-keys.ts';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { AuditIcon } from '../../ui/icons.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { AuditToolbar } from './audit-toolbar.tsx';
import { ChainState } from './chain-state.tsx';
import { eventColumns } from './event-columns.tsx';
import { EventDialog } from './event-dialog.tsx';
import { OlderEvents } from './older-events.tsx';
import { eventsQuery, tokenNamesQuery, tokensUsedIn } from './queries.ts';
import { type AuditSearch, parseAuditView } from './view.ts';

export interface AuditLogProps {
  readonly myId: string;
  readonly search: AuditSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: AuditSearch) => void;
}

/**
 * The log of everything that was changed or refused, newest first. It has no pages: what is added at its head
 * would move them, so one reads on from the last event in sight.
 */
export function AuditLog({ myId, search, onSearch }: AuditLogProps) {
  const now = useNow();
  const view = parseAuditView(search);
  const { data, error, refetch, isPlaceholderData, ...older } = useInfiniteQuery(
    eventsQuery(view.query, view.isLive),
  );
  const rows = data?.pages.flatMap(({ events }) => events) ?? [];
  const { data: tokenNames = {} } = useQuery(tokenNamesQuery(tokensUsedIn(rows)));
  const selection = useListSelection(rows);
  const searchField = useRef<HTMLInputElement>(null);
  const exportLink = useRef<HTMLAnchorElement>(null);
  useListKeys({
    rows,
    selection,
    selectable: false,
    searchable: true,
    search: searchField,
    onOpen: ({ id }) => onSearch({ event: id }),
    keys: () => ({
      l: () => onSearch({ live: view.isLive ? undefined : 'on' }),
      e: () => exportLink.current?.click(),
    }),
  });
  const { fields, rest: failure } = fieldFailuresOf(error, ['query']);
  // What is counted then belongs to the query before, and a refused one was never asked.
  const first = fields.query === undefined ? data?.pages[0] : undefined;

  if (data === undefined && failure != null) {
    // Where nothing can be read, nothing can be searched, watched or taken along either.
    return (
      <FailurePanel
        error={failure}
        title={t.failure.loading({ what: t.audit.what })}
        kind="read"
        {...(!isRefused(failure) && { onRetry: () => void refetch() })}
      />
    );
  }

  return (
    <div className="audit">
      <ChainState now={now} isLive={view.isLive} />
      <div ref={selection.box} data-list="">
        <Card>
          <AuditToolbar
            view={view}
            onSearch={onSearch}
            search={searchField}
            exportLink={exportLink}
            error={fields.query}
            totalText={
              first && t.audit.total({ count: first.total ?? rows.length, capped: first.totalCapped })
            }
          />
          {failure != null && (
            <div className="list-failure">
              <FailurePanel
                error={failure}
                title={t.failure.stale}
                kind="read"
                onRetry={() => void refetch()}
              />
            </div>
          )}
          {data === undefined && error === null && <Skeleton label={t.frame.loading} lines={8} />}
          {first !== undefined && rows.length === 0 && (
            <Empty
              icon={<AuditIcon />}
              text={t.audit.empty}
              act={<Button onClick={() => onSearch({ query: undefined })}>{t.list.clear}</Button>}
            />
          )}
          {rows.length > 0 && (
            <>
              <Table
                label={t.audit.table}
                columns={eventColumns({ now, myId, tokenNames })}
                rows={rows}
                stale={isPlaceholderData}
                activeId={selection.state.activeId}
                onActive={(id) => selection.act({ kind: 'activate', id })}
              />
              <OlderEvents
                hasOlder={older.hasNextPage}
                isLoading={older.isFetchingNextPage}
                onOlder={() => void older.fetchNextPage()}
              />
            </>
          )}
        </Card>
      </div>
      <OpenEvent number={view.event} myId={myId} onClose={() => onSearch({ event: undefined })} />
    </div>
  );
}

/** Whoever may not read the log may not read it at the next press either. */
function isRefused(error: unknown): boolean {
  return error instanceof AuthorityError && error.status === 403;
}

/** Keeps showing the event while the dialog goes, so that it does not go empty. */
function OpenEvent({
  number,
  myId,
  onClose,
}: {
  number: number | undefined;
  myId: string;
  onClose: () => void;
}) {
  const [last, setLast] = useState(number);
  if (number !== undefined && number !== last) setLast(number);
  if (last === undefined) return null;
  return (
    <EventDialog
      number={last}
      open={number !== undefined}
      myId={myId}
      onClose={onClose}
      onClosed={() => setLast(undefined)}
    />
  );
}
