import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Proposal } from './view.ts';

export interface ProposalNoticeProps {
  readonly proposal: Proposal;
  readonly onReview: () => void;
  readonly onDismiss: () => void;
}

/** A link came with a token in mind. Nothing opens by itself: a page that opens dialogs can be used to trick. */
export function ProposalNotice({ proposal, onReview, onDismiss }: ProposalNoticeProps) {
  return (
    <Notice
      tone="plain"
      acts={
        <>
          <Button onClick={onReview}>{t.tokens.proposalOpen}</Button>
          <Button weight="quiet" onClick={onDismiss}>
            {t.frame.dismiss}
          </Button>
        </>
      }
    >
      {t.tokens.proposal({ name: proposal.name })}
    </Notice>
  );
}
