import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { Confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { t } from '../messages.ts';
import type { SecretBox } from './secret-box.ts';

export interface SecretDialogActs {
  /** Asks first while a secret is shown that nobody has copied. */
  close(): void;
  /** The secret has left the page, in whatever form. */
  onCopied(): void;
}

export interface SecretDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly initialFocus: RefObject<HTMLElement | null>;
  /** Undefined while there is none yet: the dialog begins with a form. */
  readonly secret: SecretBox | undefined;
  /** The secret that is on its way would be lost, and live on unseen. */
  readonly pending: boolean;
  /** Asked before a secret goes that nobody has copied. */
  readonly leaving: { readonly title: string; readonly text: string };
  readonly onClose: () => void;
  /** After it has gone, with all that it showed. */
  readonly onClosed: () => void;
  readonly children: (acts: SecretDialogActs) => ReactNode;
}

/** A dialog that ends with a secret, shown once. The box is emptied when the dialog has gone. */
export function SecretDialog(props: SecretDialogProps) {
  const { open, title, initialFocus, secret, pending, leaving, onClose, onClosed, children } = props;
  const [asked, setAsked] = useState<'not-asked' | 'asking' | 'asked'>('not-asked');
  const copied = useRef(false);
  const close = () => {
    if (pending) return;
    if (secret !== undefined && !copied.current && asked === 'not-asked') setAsked('asking');
    else onClose();
  };
  const onCopied = () => {
    copied.current = true;
  };
  return (
    <>
      <Dialog
        open={open}
        title={title}
        closeLabel={t.frame.close}
        initialFocus={initialFocus}
        onClose={close}
        onClosed={() => {
          secret?.empty();
          setAsked('not-asked');
          copied.current = false;
          onClosed();
        }}
      >
        {children({ close, onCopied })}
      </Dialog>
      <Confirm
        open={asked === 'asking'}
        title={leaving.title}
        cancelLabel={t.secret.leaveBack}
        confirmLabel={t.secret.leaveClose}
        onCancel={() => setAsked('asked')}
        onConfirm={() => {
          setAsked('asked');
          onClose();
        }}
      >
        <p>{leaving.text}</p>
      </Confirm>
    </>
  );
}
