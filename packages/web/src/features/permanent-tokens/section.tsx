import './section.css';
import type { PermanentToken } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { parseListView } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { type Owner, ownerLogin } from '../../lib/owner.ts';
import { settingsQuery } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { BinIcon, KeyIcon } from '../../ui/icons.tsx';
import { DeletePermanentTokens } from './delete-permanent-tokens.tsx';
import { IssuePermanentToken } from './issue-permanent-token.tsx';
import { type IssueRefusal, IssueRefusalNotice } from './issue-refusal.tsx';
import { NewTokenButton } from './new-token-button.tsx';
import { ProposalNotice } from './proposal-notice.tsx';
import { servicesQuery, useRefreshTokens, useTokens } from './queries.ts';
import { tokenColumns } from './token-columns.tsx';
import { parseProposal, proposalDone, type TokensSearch, tokensShape } from './view.ts';

export interface PermanentTokensSectionProps {
  readonly owner: Owner;
  readonly myId: string;
  /** Why no tokens can be issued for the owner; undefined where they can. */
  readonly issueRefusal?: IssueRefusal | undefined;
  /** Why none of them can be deleted; undefined where they can. */
  readonly deleteRefusal?: string | undefined;
  readonly search: TokensSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: TokensSearch) => void;
}

/** The tokens of one user: the list, and what can be done to it. */
export function PermanentTokensSection(props: PermanentTokensSectionProps) {
  const { owner, myId, issueRefusal, deleteRefusal, search, onSearch } = props;
  const login = ownerLogin(owner);
  const now = useNow();
  const view = parseListView(tokensShape, search);
  const proposal = parseProposal(search);
  const data = useTokens(owner, view);
  // Read ahead, so that the form has them at once.
  useQuery(servicesQuery);
  useQuery(settingsQuery);
  const refresh = useRefreshTokens(owner);
  const selection = useListSelection(data.rows);
  const [dialog, setDialog] = useState<'issue' | 'delete'>();
  const [doomed, setDoomed] = useState<readonly PermanentToken[]>([]);

  const { chosen } = selection;
  const onNew = () => setDialog('issue');
  const onDelete = (of: readonly PermanentToken[]) => {
    setDoomed(of);
    setDialog('delete');
    // What the tokens were used for may have changed since the list was read.
    void refresh();
  };
  const onClose = () => setDialog(undefined);
  const onProposalDone = () => onSearch(proposalDone);
  const newButton = <NewTokenButton refusal={issueRefusal} onNew={onNew} />;

  return (
    <section className="tokens" aria-labelledby="tokens-title">
      <div className="tokens-head">
        <h2 id="tokens-title">{t.tokens.title}</h2>
        <p>{t.tokens.lead({ login })}</p>
      </div>
      {issueRefusal && <IssueRefusalNotice login={login} refusal={issueRefusal} />}
      {proposal && <ProposalNotice proposal={proposal} onReview={onNew} onDismiss={onProposalDone} />}
      <EntityList
        shape={tokensShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        columns={tokenColumns({ myId, now })}
        nameOf={({ name }) => name}
        onNew={issueRefusal === undefined ? onNew : undefined}
        onDelete={deleteRefusal === undefined ? onDelete : undefined}
        acts={
          <>
            {newButton}
            <Button
              icon={<BinIcon />}
              disabledReason={
                deleteRefusal ?? (chosen.length === 0 ? t.tokens.deleteNeedsSelection : undefined)
              }
              onClick={() => onDelete(chosen)}
            >
              {t.tokens.delete({ count: chosen.length })}
            </Button>
          </>
        }
        empty={{ icon: <KeyIcon />, text: t.tokens.empty({ login }), act: newButton }}
        texts={{ label: t.tokens.table, what: t.failure.tokens({ login }), total: t.tokens.total }}
      />
      <IssuePermanentToken
        owner={owner}
        refusal={issueRefusal}
        open={dialog === 'issue'}
        proposal={proposal}
        onClose={onClose}
        onIssued={onProposalDone}
      />
      <DeletePermanentTokens
        owner={owner}
        open={dialog === 'delete'}
        tokens={doomed.map((token) => data.rows?.find(({ id }) => id === token.id) ?? token)}
        now={now}
        onDeleted={selection.leave}
        nextFocus={selection.nextFocus}
        onClose={onClose}
      />
    </section>
  );
}
