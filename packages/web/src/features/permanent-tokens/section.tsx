import './section.css';
import type { PermanentToken } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useReducer, useRef, useState } from 'react';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { settingsQuery } from '../../lib/queries.ts';
import { Empty } from '../../ui/empty.tsx';
import { KeyIcon } from '../../ui/icons.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeletePermanentTokens } from './delete-permanent-tokens.tsx';
import { IssuePermanentToken } from './issue-permanent-token.tsx';
import { ProposalNotice } from './proposal-notice.tsx';
import { servicesQuery, useRefreshTokens, useTokens } from './queries.ts';
import { nothingSelected, select } from './selection.ts';
import { useTokenKeys } from './token-keys.ts';
import { TokenPager } from './token-pager.tsx';
import { TokenTable } from './token-table.tsx';
import { NewTokenButton, TokenToolbar } from './token-toolbar.tsx';
import type { Sort, TokensView } from './view.ts';

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
  const section = useRef<HTMLElement>(null);
  const now = useNow();
  const list = useTokens(view);
  // Read ahead, so that the form has them at once.
  useQuery(servicesQuery);
  useQuery(settingsQuery);
  const refresh = useRefreshTokens();
  const [selection, onSelection] = useReducer(select, nothingSelected);
  const [dialog, setDialog] = useState<'issue' | 'delete'>();
  const [doomed, setDoomed] = useState<readonly PermanentToken[]>([]);

  const tokens = list.page?.permanenttokens ?? [];
  const total = list.page?.total;
  const chosen = tokens.filter(({ id }) => selection.selected.has(id));
  const onNew = () => setDialog('issue');
  const onDelete = (of: readonly PermanentToken[]) => {
    setDoomed(of);
    setDialog('delete');
    // What the tokens were used for may have changed since the list was read.
    void refresh();
  };
  const onClose = () => setDialog(undefined);
  const find = (what: string) => section.current?.querySelector<HTMLElement>(what) ?? null;
  const onDeleted = (gone: ReadonlySet<string>) => {
    const left = tokens.filter(({ id }) => !gone.has(id));
    const place = tokens.findIndex(({ id }) => gone.has(id));
    const next = left[Math.min(place, left.length - 1)];
    if (next !== undefined) onSelection({ kind: 'activate', id: next.id });
  };
  useTokenKeys({ tokens, selection, onSelection, onNew, onDelete });

  return (
    <section ref={section} className="tokens" aria-labelledby="tokens-title">
      <div className="tokens-head">
        <h2 id="tokens-title">{t.tokens.title}</h2>
        <p>{t.tokens.lead}</p>
      </div>
      {view.proposal && (
        <ProposalNotice proposal={view.proposal} onReview={onNew} onDismiss={onProposalDone} />
      )}
      <div className="tokens-card">
        {total === 0 ? (
          <Empty icon={<KeyIcon />} text={t.tokens.empty} act={<NewTokenButton onNew={onNew} />} />
        ) : (
          <TokenToolbar
            selectedCount={chosen.length}
            total={total}
            onNew={onNew}
            onDelete={() => onDelete(chosen)}
          />
        )}
        {list.error && (
          <div className="tokens-failure">
            <FailurePanel
              error={list.error}
              title={
                list.page === undefined ? t.failure.loading({ what: t.failure.tokens }) : t.failure.stale
              }
              kind="read"
              onRetry={list.retry}
            />
          </div>
        )}
        {list.page === undefined && list.error === null && <Skeleton label={t.frame.loading} lines={5} />}
        {total !== undefined && total > 0 && (
          <>
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
            <TokenPager page={view.page} total={total} onPage={onPage} />
          </>
        )}
      </div>
      <IssuePermanentToken
        open={dialog === 'issue'}
        proposal={view.proposal}
        onClose={onClose}
        onIssued={onProposalDone}
      />
      <DeletePermanentTokens
        open={dialog === 'delete'}
        tokens={doomed.map((token) => tokens.find(({ id }) => id === token.id) ?? token)}
        now={now}
        onDeleted={onDeleted}
        nextFocus={() => find('tr[tabindex="0"]') ?? find('button')}
        onClose={onClose}
      />
    </section>
  );
}
