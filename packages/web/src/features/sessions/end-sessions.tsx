import { useState } from 'react';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useEndSessions } from './queries.ts';

export interface EndSessionsProps {
  readonly userId: string;
  /** What the button says, and under what name it is known where there are several alike. */
  readonly label: string;
  readonly name?: string;
  /** Why nothing can be ended; undefined where it can. */
  readonly refusal: string | undefined;
  /** The one session; absent: all of them, or all others. */
  readonly sessionId?: string;
  readonly words: {
    readonly title: string;
    readonly text: string;
    readonly submit: string;
    readonly failed: string;
    readonly done: string;
  };
}

/** Ends one session or all, once it was said again that this is wanted. */
export function EndSessions({ userId, label, name, refusal, sessionId, words }: EndSessionsProps) {
  const [open, setOpen] = useState(false);
  const { mutate, isPending, error, reset } = useEndSessions(userId);
  const close = () => setOpen(false);
  return (
    <>
      <Button disabledReason={refusal} onClick={() => setOpen(true)} {...(name && { 'aria-label': name })}>
        {label}
      </Button>
      <Confirm
        open={open}
        title={words.title}
        confirmLabel={words.submit}
        cancelLabel={t.frame.cancel}
        pending={isPending}
        onConfirm={() =>
          mutate(sessionId, {
            onSuccess: () => {
              showToast(words.done);
              close();
            },
          })
        }
        onCancel={close}
        onClosed={reset}
      >
        <FormFailure failure={error} title={words.failed} />
        <p>{words.text}</p>
      </Confirm>
    </>
  );
}
