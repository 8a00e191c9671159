import './section.css';
import type { PermanentToken } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useReducer, useState } from 'react';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { useKeys } from '../../lib/keys.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { BinIcon, KeyIcon, PlusIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeletePermanentTokens } from './delete-permanent-tokens.tsx';
import { IssuePermanentToken } from './issue-permanent-token.tsx';
import { servicesQuery, tokensQuery, useRefreshTokens } from './queries.ts';
import { nothingSelected, select } from './selection.ts';
import { TokenTable } from './token-table.tsx';
import { pageSize, type Sort, type TokensView } from './view.ts';

export interface PermanentTokensSectionProps {
  readonly myId: string;
  readonly view: TokensView;
  readonly onSort: (sort: Sort) => void;
  readonly onPage: (page: number) => void;
  /** The proposal of the address was taken up or turned down. */
  readonly onProposalDone: () => void;
}

/** The tokens of the signed-in user: the list, and what can be done to it. */
export function PermanentTokensSection(props: PermanentTokensSectionProps) {
  const { myId, view, onSort, onPage, onProposalDone } = props;
  const now = useNow();
  const list = useQuery(tokensQuery(view));
  // Read ahead, so that the form has them at once.
  useQuery(servicesQuery);
  const refresh = useRefreshTokens();
  const [selection, onSelection] = useReducer(select, nothingSelected);
  const [dialog, setDialog] = useState<'issue' | 'delete'>();
  const [doomed, setDoomed] = useState<readonly PermanentToken[]>([]);

  const tokens = list.data?.permanenttokens ?? [];
  const ids = tokens.map(({ id }) => id);
  const chosen = tokens.filter(({ id }) => selection.selected.has(id));
  const total = list.data?.total ?? 0;

  const openIssue = () => setDialog('issue');
  const openDelete = (of: readonly PermanentToken[]) => {
    if (of.length === 0) return;
    setDoomed(of);
    setDialog('delete');
    // What the tokens were used for may have changed since the list was read.
    void refresh();
  };
  const active = tokens.filter(({ id }) => id === selection.activeId);
  useKeys({
    n: openIssue,
    j: () => onSelection({ kind: 'move', ids, step: 1 }),
    k: () => onSelection({ kind: 'move', ids, step: -1 }),
    ArrowDown: () => onSelection({ kind: 'move', ids, step: 1 }),
    ArrowUp: () => onSelection({ kind: 'move', ids, step: -1 }),
    'Shift+ArrowDown': () => onSelection({ kind: 'extend', ids, step: 1 }),
    'Shift+ArrowUp': () => onSelection({ kind: 'extend', ids, step: -1 }),
    x: () => onSelection({ kind: 'toggle-active' }),
    Space: () => onSelection({ kind: 'toggle-active' }),
    'Mod+a': () => onSelection({ kind: 'set', ids, selected: true }),
    Delete: () => openDelete(chosen.length > 0 ? chosen : active),
    Escape: () => onSelection({ kind: 'clear' }),
  });

  return (
    <section className="tokens" aria-labelledby="tokens-title">
      <div className="tokens-head">
        <h2 id="tokens-title">{t.tokens.title}</h2>
        <p>{t.tokens.lead}</p>
      </div>
      {view.proposal === undefined ? null : (
        <Notice
          tone="plain"
          acts={
            <>
              <Button onClick={openIssue}>{t.tokens.proposalOpen}</Button>
              <Button weight="quiet" onClick={onProposalDone}>
                {t.frame.dismiss}
              </Button>
            </>
          }
        >
          {t.tokens.proposal({ name: view.proposal.name })}
        </Notice>
      )}
      <div className="tokens-card">
        {list.data !== undefined && total === 0 ? null : (
          <div className="tokens-bar">
            <Button weight="primary" icon={<PlusIcon />} onClick={openIssue}>
              {t.tokens.new}
            </Button>
            <Button
              icon={<BinIcon />}
              disabledReason={chosen.length === 0 ? t.tokens.deleteNeedsSelection : undefined}
              onClick={() => openDelete(chosen)}
            >
              {t.tokens.delete({ count: chosen.length })}
            </Button>
            <span className="tokens-count" role="status">
              {chosen.length > 0 ? t.tokens.selected({ count: chosen.length }) : total > 0 && t.tokens.total({ count: total })}
            </span>
          </div>
        )}
        {list.error === null ? null : (
          <div className="tokens-failure">
            <FailurePanel
              error={list.error}
              title={list.data === undefined ? t.failure.loading({ what: t.failure.tokens }) : t.failure.stale}
              kind="read"
              onRetry={() => void list.refetch()}
            />
          </div>
        )}
        {list.isPending ? <Skeleton label={t.frame.loading} lines={5} /> : null}
        {list.data !== undefined && total === 0 ? (
          <Empty
            icon={<KeyIcon />}
            text={t.tokens.empty}
            act={
              <Button weight="primary" icon={<PlusIcon />} onClick={openIssue}>
                {t.tokens.new}
              </Button>
            }
          />
        ) : null}
        {total === 0 ? null : (
          <TokenTable
            tokens={tokens}
            myId={myId}
            now={now}
            stale={list.isFetching}
            sort={view.sort}
            onSort={onSort}
            selection={selection}
            onSelection={onSelection}
          />
        )}
        {total > pageSize ? <TokenPager page={view.page} total={total} onPage={onPage} /> : null}
      </div>
      <IssuePermanentToken
        open={dialog === 'issue'}
        proposal={view.proposal}
        onClose={() => setDialog(undefined)}
        onIssued={onProposalDone}
      />
      <DeletePermanentTokens
        open={dialog === 'delete'}
        tokens={doomed.map((token) => tokens.find(({ id }) => id === token.id) ?? token)}
        now={now}
        onClose={() => setDialog(undefined)}
      />
    </section>
  );
}

function TokenPager({ page, total, onPage }: { page: number; total: number; onPage: (page: number) => void }) {
  const from = (page - 1) * pageSize + 1;
  const to = Math.min(page * pageSize, total);
  return (
    <Pager
      label={t.tokens.table}
      text={t.tokens.page({ from: Math.min(from, to), to, total })}
      previousLabel={t.tokens.previous}
      nextLabel={t.tokens.next}
      onPrevious={page > 1 ? () => onPage(page - 1) : undefined}
      onNext={to < total ? () => onPage(page + 1) : undefined}
    />
  );
}
