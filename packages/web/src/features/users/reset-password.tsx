import type { User } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../lib/api.ts';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { SecretBox } from '../../lib/secret/secret-box.ts';
import { SecretDialog } from '../../lib/secret/secret-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';

interface MadeLink {
  readonly secret: SecretBox;
  readonly expires: number;
}

/** Makes a link for who lost a password: first what it does, then the link, once. */
export function ResetPassword({
  user: { id, login },
  refusal,
}: {
  readonly user: Pick<User, 'id' | 'login'>;
  readonly refusal: string | undefined;
}) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<MadeLink>();
  const submit = useRef<HTMLButtonElement>(null);
  const issue = useMutation({
    // The link goes into its box and nowhere else: what a mutation answers is kept for a while.
    mutationFn: async () => {
      const { link, expires } = await client.users.resetPassword(id);
      setMade({ secret: new SecretBox(link), expires });
    },
  });
  return (
    <>
      <Button disabledReason={refusal} onClick={() => setOpen(true)}>
        {t.reset.start}
      </Button>
      <SecretDialog
        open={open}
        title={made === undefined ? t.reset.title({ login }) : t.reset.madeTitle({ login })}
        initialFocus={submit}
        secret={made?.secret}
        pending={issue.isPending}
        leaving={{ title: t.reset.leaveTitle, text: t.reset.leaveText }}
        onClose={() => setOpen(false)}
        onClosed={() => {
          setMade(undefined);
          issue.reset();
        }}
      >
        {({ close, onCopied }) =>
          made === undefined ? (
            <>
              <DialogBody>
                <FormFailure failure={issue.error} title={t.reset.failed} />
                <p>{t.reset.text({ login })}</p>
                <p>{t.reset.newer}</p>
              </DialogBody>
              <DialogFoot>
                <Button onClick={close} disabled={issue.isPending}>
                  {t.frame.cancel}
                </Button>
                <Button
                  ref={submit}
                  weight="primary"
                  pending={issue.isPending}
                  onClick={() => issue.mutate()}
                >
                  {t.reset.submit}
                </Button>
              </DialogFoot>
            </>
          ) : (
            <ShownLink made={made} onCopied={onCopied} onDone={close} />
          )
        }
      </SecretDialog>
    </>
  );
}

interface ShownLinkProps {
  readonly made: MadeLink;
  readonly onCopied: () => void;
  readonly onDone: () => void;
}

function ShownLink({ made: { secret, expires }, onCopied, onDone }: ShownLinkProps) {
  const now = useNow();
  const copy = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone.
  useEffect(() => copy.current?.focus(), []);
  return (
    <>
      <DialogBody>
        <Notice tone="warning">{t.reset.once}</Notice>
        <SecretOnce
          label={t.reset.link}
          secret={secret.reveal()}
          copyLabels={t.copy}
          copyRef={copy}
          onCopied={onCopied}
        />
        <p>
          {t.reset.ends} <Moment instant={expires} now={now} />
        </p>
      </DialogBody>
      <DialogFoot>
        <Button onClick={onDone}>{t.reset.done}</Button>
      </DialogFoot>
    </>
  );
}
