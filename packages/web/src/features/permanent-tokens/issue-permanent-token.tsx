import { useRef, useState } from 'react';
import { t } from '../../lib/messages.ts';
import { type Owner, ownerLogin } from '../../lib/owner.ts';
import { SecretBox } from '../../lib/secret/secret-box.ts';
import { SecretDialog } from '../../lib/secret/secret-dialog.tsx';
import { IssueForm } from './issue-form.tsx';
import type { IssueRefusal } from './issue-refusal.tsx';
import { IssuedToken, type ShownToken } from './issued-token.tsx';
import { useIssueToken } from './queries.ts';
import type { Proposal } from './view.ts';

export interface IssuePermanentTokenProps {
  readonly owner: Owner;
  readonly refusal: IssueRefusal | undefined;
  readonly open: boolean;
  readonly proposal: Proposal | undefined;
  readonly onClose: () => void;
  readonly onIssued?: () => void;
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
  const nameField = useRef<HTMLInputElement>(null);
  return (
    <SecretDialog
      open={open}
      title={issued === undefined ? t.issue.title({ login }) : t.issued.title({ name: issued.name })}
      initialFocus={nameField}
      secret={issued?.secret}
      pending={issue.isPending}
      leaving={{ title: t.issued.leaveTitle, text: t.issued.leaveText }}
      onClose={onClose}
      onClosed={() => {
        issue.reset();
        setIssued(undefined);
      }}
    >
      {({ close, onCopied }) =>
        issued === undefined ? (
          <IssueForm
            login={login}
            refusal={refusal}
            issue={issue}
            proposal={proposal}
            nameField={nameField}
            onCancel={close}
            onIssued={({ name, scope, token }) => {
              setIssued({ name, scope, secret: new SecretBox(token) });
              onIssued?.();
            }}
          />
        ) : (
          <IssuedToken login={login} issued={issued} onCopied={onCopied} onDone={close} />
        )
      }
    </SecretDialog>
  );
}
