import './dialog.css';
import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject, useRef } from 'react';
import { IconButton } from './button.tsx';
import { CrossIcon } from './icons.tsx';

export interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly open: boolean;
  /** Somebody wants it closed; whether it closes is for `open` to say. */
  readonly onClose: () => void;
  /** After it has gone, with all that it showed. */
  readonly onClosed?: () => void;
  /** The first field; without one, the dialog as a whole takes the focus. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** For what stands side by side. */
  readonly size?: 'large';
  readonly children: ReactNode;
}

/** A task over the page. A press beside it does not close it, so that nothing typed is lost by a slip. */
export function Dialog(props: DialogProps) {
  const { title, closeLabel, open, onClose, onClosed, initialFocus, size, children } = props;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => !next && onClose()}
      onOpenChangeComplete={(next) => !next && onClosed?.()}
      disablePointerDismissal
    >
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        <Base.Viewport className="dialog-viewport">
          <Base.Popup
            ref={popup}
            className="dialog"
            data-size={size}
            data-overlay=""
            initialFocus={initialFocus ?? popup}
          >
            <div className="dialog-head">
              <Base.Title className="dialog-title">{title}</Base.Title>
              <IconButton label={closeLabel} icon={<CrossIcon />} onClick={onClose} />
            </div>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** What a dialog is about, between its title and its buttons. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className="dialog-body">{children}</div>;
}

/** The buttons of a dialog, the main one last; `note` stands before them. */
export function DialogFoot({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <div className="dialog-foot">
      <div className="dialog-note">{note}</div>
      <div className="dialog-buttons">{children}</div>
    </div>
  );
}
