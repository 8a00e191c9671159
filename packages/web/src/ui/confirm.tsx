import './dialog.css';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef } from 'react';
import { Button } from './button.tsx';
import { DialogBody, DialogFoot } from './dialog.tsx';

export interface ConfirmProps {
  /** A question, with the name of what it is about. */
  readonly title: string;
  /** What will happen. */
  readonly children: ReactNode;
  /** The verb; never "OK". */
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly open: boolean;
  readonly pending?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly onClosed?: () => void;
  /** Where to go on from afterwards; without one, where one came from. */
  readonly nextFocus?: () => HTMLElement | null;
}

/** Asks before something that cannot be undone. Cancel has the focus, so a hasty Enter does nothing. */
export function Confirm(props: ConfirmProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const { pending = false } = props;
  return (
    <AlertDialog.Root
      open={props.open}
      onOpenChange={(next) => !next && !pending && props.onCancel()}
      onOpenChangeComplete={(next) => !next && props.onClosed?.()}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="dialog-backdrop" />
        <AlertDialog.Viewport className="dialog-viewport">
          <AlertDialog.Popup
            className="dialog"
            data-size="small"
            data-overlay=""
            initialFocus={cancel}
            finalFocus={props.nextFocus ?? true}
          >
            <div className="dialog-head">
              <AlertDialog.Title className="dialog-title">{props.title}</AlertDialog.Title>
            </div>
            <AlertDialog.Description render={<div />}>
              <DialogBody>{props.children}</DialogBody>
            </AlertDialog.Description>
            <DialogFoot>
              <Button ref={cancel} onClick={props.onCancel} pending={pending}>
                {props.cancelLabel}
              </Button>
              <Button weight="danger" onClick={props.onConfirm} pending={pending}>
                {props.confirmLabel}
              </Button>
            </DialogFoot>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
