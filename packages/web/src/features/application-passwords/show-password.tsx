import { useEffect, useRef } from 'react';
import { t } from '../../lib/messages.ts';
import type { SecretDialogActs } from '../../lib/secret/secret-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import type { ShownPassword } from './queries.ts';

/** The new application password with the user name that goes with it. It is shown this once. */
export function ShowPassword({ made, acts }: { made: ShownPassword; acts: SecretDialogActs }) {
  const copy = useRef<HTMLButtonElement>(null);
  // The form that had the focus is gone.
  useEffect(() => copy.current?.focus(), []);
  return (
    <>
      <DialogBody>
        <Notice tone="warning">{t.applicationPasswords.once}</Notice>
        <SecretOnce
          label={t.applicationPasswords.login}
          secret={made.user.login}
          copyLabels={{ ...t.copy, copy: t.applicationPasswords.copyLogin }}
          copyWeight="plain"
          onCopied={() => undefined}
        />
        <SecretOnce
          label={t.applicationPasswords.password}
          secret={made.secret.reveal()}
          hint={t.applicationPasswords.forgiven}
          copyLabels={t.copy}
          copyRef={copy}
          onCopied={acts.onCopied}
        />
      </DialogBody>
      <DialogFoot>
        <Button onClick={acts.close}>{t.applicationPasswords.done}</Button>
      </DialogFoot>
    </>
  );
}
