import { useEffect, useRef } from 'react';
import { t } from '../../lib/messages.ts';
import type { SecretBox } from '../../lib/secret/secret-box.ts';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';

export interface InitialPasswordProps {
  readonly secret: SecretBox;
  readonly onCopied: () => void;
  readonly onDone: () => void;
}

/** The generated password of a new account, to be handed over. */
export function InitialPassword({ secret, onCopied, onDone }: InitialPasswordProps) {
  const copy = useRef<HTMLButtonElement>(null);
  // The form that had the focus is gone.
  useEffect(() => copy.current?.focus(), []);
  return (
    <>
      <DialogBody>
        <Notice tone="warning">{t.newUser.once}</Notice>
        <SecretOnce
          label={t.newUser.password}
          secret={secret.reveal()}
          copyLabels={t.copy}
          copyRef={copy}
          onCopied={onCopied}
        />
      </DialogBody>
      <DialogFoot>
        <Button onClick={onDone}>{t.newUser.done}</Button>
      </DialogFoot>
    </>
  );
}
