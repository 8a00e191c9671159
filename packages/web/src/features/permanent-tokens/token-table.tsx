import './token-table.css';
import type { PermanentToken } from '@countersign/sdk';
import type { ReactNode } from 'react';
import { t } from '../../lib/messages.ts';
import { expiryOf } from '../../lib/time.ts';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Tip } from '../../ui/tip.tsx';
import { Moment } from './moment.tsx';
import type { Selection, SelectionAct } from './selection.ts';
import { nextSort, type Sort, type SortKey } from './view.ts';

export interface TokenTableProps {
  readonly tokens: readonly PermanentToken[];
  readonly myId: string;
  readonly now: number;
  readonly stale: boolean;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selection: Selection;
  readonly onSelection: (act: SelectionAct) => void;
}

export function TokenTable({ tokens, selection, onSelection, stale, ...view }: TokenTableProps) {
  return (
    <Table
      label={t.tokens.table}
      columns={columns(view)}
      rows={tokens}
      stale={stale}
      activeId={selection.activeId}
      onActive={(id) => onSelection({ kind: 'activate', id })}
      selection={{
        isSelected: ({ id }) => selection.selected.has(id),
        onSelect: ({ id }, selected) => onSelection({ kind: 'set', ids: [id], selected }),
        onSelectAll: (selected) => onSelection({ kind: 'set', ids: tokens.map(({ id }) => id), selected }),
        labelOf: ({ name }) => t.tokens.select({ name }),
        allLabel: t.tokens.selectAll,
      }}
    />
  );
}

function columns({
  myId,
  now,
  sort,
  onSort,
}: Pick<TokenTableProps, 'myId' | 'now' | 'sort' | 'onSort'>): TableColumn<PermanentToken>[] {
  const sortable = (key: SortKey) => ({
    direction: sort.key === key ? sort.direction : undefined,
    onSort: () => onSort(nextSort(sort, key)),
  });
  const { columns: heads } = t.tokens;
  return [
    {
      key: 'name',
      head: heads.name,
      names: true,
      sort: sortable('name'),
      cell: (token) => <Name {...token} />,
    },
    { key: 'scope', head: heads.scope, cell: (token) => <Scope {...token} /> },
    {
      key: 'created',
      head: heads.created,
      sort: sortable('creationTime'),
      cell: ({ creationTime }) => <Moment instant={creationTime} now={now} />,
    },
    { key: 'createdBy', head: heads.createdBy, cell: ({ author }) => <Author {...author} myId={myId} /> },
    { key: 'lastAccess', head: heads.lastAccess, cell: (token) => <LastAccess token={token} now={now} /> },
    {
      key: 'expires',
      head: heads.expires,
      sort: sortable('expires'),
      cell: ({ expires }) => <Expires expires={expires} now={now} />,
    },
  ];
}

function Name({ name, description }: PermanentToken) {
  return (
    <div className="token-name">
      <bdi>{name}</bdi>
      {description === null || description === '' ? null : <p className="token-description">{description}</p>}
    </div>
  );
}

const scopeShown = 2;

function Scope({ scope }: PermanentToken) {
  const hidden = scope.slice(scopeShown);
  return (
    <span className="token-scope">
      {scope.slice(0, scopeShown).map((service) => (
        <Tag key={service.id}>{service.name}</Tag>
      ))}
      {hidden.length === 0 ? null : (
        <Tip text={hidden.map((service) => service.name).join('\n')}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the rest of the scope must be within reach of a keyboard. */}
          <span className="token-more" tabIndex={0}>
            {t.tokens.more({ count: hidden.length })}
          </span>
        </Tip>
      )}
    </span>
  );
}

function Author({ id, login, myId }: PermanentToken['author'] & { myId: string }): ReactNode {
  return (
    <>
      {login}
      {id === myId ? <span className="token-you">{t.tokens.you}</span> : null}
    </>
  );
}

function LastAccess({ token, now }: { token: PermanentToken; now: number }) {
  const { lastAccessTime, lastAccessAddress, lastAccessUserAgent } = token;
  if (lastAccessTime === null) return <span className="token-never">{t.tokens.neverUsed}</span>;
  const from = lastAccessAddress === null ? [] : [t.tokens.from({ address: lastAccessAddress })];
  return (
    <Moment
      instant={lastAccessTime}
      now={now}
      more={[...from, ...(lastAccessUserAgent ? [lastAccessUserAgent] : [])]}
    />
  );
}

function Expires({ expires, now }: { expires: number | null; now: number }) {
  const expiry = expiryOf(expires, now);
  if (expires === null || expiry.kind === 'never') return <Tag tone="danger">{t.tokens.expiresNever}</Tag>;
  if (expiry.kind === 'expired') {
    return <Moment instant={expires} now={now} tone="faint" text={t.tokens.expired({ date: expiry.date })} />;
  }
  if (expiry.kind === 'soon')
    return <Moment instant={expires} now={now} tone="warning" text={expiry.distance} />;
  return <Moment instant={expires} now={now} text={expiry.date} />;
}
