import { useEffect, useRef } from 'react';
import { t } from '../../lib/messages.ts';
import type { SecretDialogActs } from '../../lib/secret/secret-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import type { KeyedService } from './queries.ts';

/** With what a service shows who it is. The secret is shown this once; the client ID can be read again. */
export function ServiceSecret({ keyed, acts }: { keyed: KeyedService; acts: SecretDialogActs }) {
  const copy = useRef<HTMLButtonElement>(null);
  // The form that had the focus is gone.
  useEffect(() => copy.current?.focus(), []);
  return (
    <>
      <DialogBody>
        <Notice tone="warning">{t.services.once}</Notice>
        <SecretOnce
          label={t.services.clientId}
          secret={keyed.service.id}
          copyLabels={{ ...t.copy, copy: t.services.copyClientId }}
          copyWeight="plain"
          onCopied={() => undefined}
        />
        <SecretOnce
          label={t.services.secret}
          secret={keyed.secret.reveal()}
          copyLabels={t.copy}
          copyRef={copy}
          onCopied={acts.onCopied}
        />
      </DialogBody>
      <DialogFoot>
        <Button onClick={acts.close}>{t.services.done}</Button>
      </DialogFoot>
    </>
  );
}
