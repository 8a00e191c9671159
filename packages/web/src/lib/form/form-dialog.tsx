import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { t } from '../messages.ts';
import { FormFailure } from './form-failure.tsx';
import type { Form } from './use-form.ts';

export interface FormDialogProps<Draft extends object> {
  readonly form: Form<Draft>;
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** The verb; never "OK". */
  readonly submitLabel: string;
  /** What could not be done, should it fail. */
  readonly failedTitle: string;
  /** What it comes to, beside the buttons. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A form over the page. It closes when it is done or given up, and never while it is on its way. */
export function FormDialog<Draft extends object>(props: FormDialogProps<Draft>) {
  const { form, title, open, onClose, submitLabel, failedTitle, note, children } = props;
  const close = () => {
    if (!form.isPending) onClose();
  };
  return (
    <Dialog
      open={open}
      title={title}
      closeLabel={t.frame.close}
      initialFocus={form.first}
      onClose={close}
      onClosed={form.reset}
    >
      <form ref={form.element} noValidate onSubmit={form.submit}>
        <DialogBody>
          <FormFailure failure={form.failure} title={failedTitle} />
          {children}
        </DialogBody>
        <DialogFoot note={note}>
          <Button onClick={close} disabled={form.isPending}>
            {t.frame.cancel}
          </Button>
          <Button type="submit" weight="primary" pending={form.isPending}>
            {submitLabel}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
