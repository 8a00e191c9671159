import type { IssuedPermanentToken } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { basePath } from '../../lib/base-path.ts';
import { t } from '../../lib/messages.ts';
import { settingsQuery } from '../../lib/queries.ts';
import type { SecretBox } from '../../lib/secret/secret-box.ts';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { DownloadIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { tryCommand } from './try-command.ts';

export type ShownToken = Pick<IssuedPermanentToken, 'name' | 'scope'> & { readonly secret: SecretBox };

export interface IssuedTokenProps {
  /** Whose token it is; undefined for one's own. */
  readonly login: string | undefined;
  readonly issued: ShownToken;
  /** The token has left the page, in whatever form. */
  readonly onCopied: () => void;
  readonly onDone: () => void;
}

/** The new token, shown once, and a command that shows that it works. */
export function IssuedToken({ login, issued, onCopied, onDone }: IssuedTokenProps) {
  const copy = useRef<HTMLButtonElement>(null);
  const settings = useQuery(settingsQuery);
  // The form that had the focus is gone.
  useEffect(() => copy.current?.focus(), []);
  const token = issued.secret.reveal();
  const attempt = tryCommand(
    { token, scope: issued.scope },
    settings.data?.publicUrl ?? `${location.origin}${basePath}`,
  );
  return (
    <>
      <DialogBody>
        <Notice tone="warning">{t.issued.once}</Notice>
        <SecretOnce
          label={t.issued.token}
          secret={token}
          copyLabels={t.copy}
          copyRef={copy}
          onCopied={onCopied}
          acts={
            <Button
              icon={<DownloadIcon />}
              onClick={() => {
                saveFile(`${issued.name}.token.txt`, `${issued.secret.reveal()}\n`);
                onCopied();
              }}
            >
              {t.issued.download}
            </Button>
          }
        />
        {attempt === undefined ? null : (
          <SecretOnce
            label={t.issued.tryIt}
            secret={attempt.command}
            hint={
              attempt.kind === 'me'
                ? t.issued.tryMe({ login })
                : t.issued.tryDoor({ service: attempt.service })
            }
            copyLabels={{ ...t.copy, copy: t.issued.copyCommand }}
            copyWeight="plain"
            onCopied={onCopied}
          />
        )}
      </DialogBody>
      <DialogFoot>
        <Button onClick={onDone}>{t.issued.done}</Button>
      </DialogFoot>
    </>
  );
}
