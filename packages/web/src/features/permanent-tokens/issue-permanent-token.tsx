import { useRef, useState } from 'react';
import { t } from '../../lib/messages.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IssueForm } from './issue-form.tsx';
import type { IssueRefusal } from './issue-refusal.tsx';
import { IssuedToken, type ShownToken } from './issued-token.tsx';
import { useIssueToken } from './queries.ts';
import { SecretBox } from './secret-box.ts';
import { ownerLogin, type TokenOwner } from './token-owner.ts';
import type { Proposal } from './view.ts';

export interface IssuePermanentTokenProps {
  readonly owner: TokenOwner;
  readonly refusal: IssueRefusal | undefined;
  readonly open: boolean;
  readonly proposal: Proposal | undefined;
  readonly onClose: () => void;
  readonly onIssued: () => void;
}

/**
 * The dialog that makes a token: first the form, then the token, once. The token lives in this component's state
 * and nowhere else, and is wiped when the dialog closes.
 */
export function IssuePermanentToken(props: IssuePermanentTokenProps) {
  const { owner, refusal, open, proposal, onClose, onIssued } = props;
  const login = ownerLogin(owner);
  const issue = useIssueToken(owner);
  const [issued, setIssued] = useState<ShownToken>();
  const [leaving, setLeaving] = useState<'not-asked' | 'asking' | 'asked'>('not-asked');
  const copied = useRef(false);
  const nameField = useRef<HTMLInputElement>(null);

  const close = () => {
    // The token that is on its way would be lost, and live on unseen.
    if (issue.isPending) return;
    if (issued !== undefined && !copied.current && leaving === 'not-asked') setLeaving('asking');
    else onClose();
  };
  const forget = () => {
    issue.reset();
    issued?.secret.empty();
    setIssued(undefined);
    setLeaving('not-asked');
    copied.current = false;
  };

  return (
    <>
      <Dialog
        open={open}
        title={issued === undefined ? t.issue.title({ login }) : t.issued.title({ name: issued.name })}
        closeLabel={t.frame.close}
        initialFocus={nameField}
        onClose={close}
        onClosed={forget}
      >
        {issued === undefined ? (
          <IssueForm
            login={login}
            refusal={refusal}
            issue={issue}
            proposal={proposal}
            nameField={nameField}
            onCancel={close}
            onIssued={({ name, scope, token }) => {
              setIssued({ name, scope, secret: new SecretBox(token) });
              onIssued();
            }}
          />
        ) : (
          <IssuedToken
            login={login}
            issued={issued}
            onCopied={() => {
              copied.current = true;
            }}
            onDone={close}
          />
        )}
      </Dialog>
      <Confirm
        open={leaving === 'asking'}
        title={t.issued.leaveTitle}
        cancelLabel={t.issued.leaveBack}
        confirmLabel={t.issued.leaveClose}
        onCancel={() => setLeaving('asked')}
        onConfirm={() => {
          setLeaving('asked');
          onClose();
        }}
      >
        <p>{t.issued.leaveText}</p>
      </Confirm>
    </>
  );
}
