import './delete-dialog.css';
import { AuthorityError } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { TypedConfirm } from '../../ui/typed-confirm.tsx';
import { t } from '../messages.ts';
import { FormFailure } from './form-failure.tsx';

export interface DeleteDialogProps {
  readonly open: boolean;
  /** A question, with the name in it. */
  readonly title: string;
  /** What it is called: it must be typed where anything is lost with it. */
  readonly name: string;
  /** What will stop, from evidence, a sentence each. */
  readonly losses: readonly string[];
  /** Said where nothing will. */
  readonly nothingLost?: string;
  readonly confirmLabel: string;
  /** What can be chosen about it. */
  readonly children?: ReactNode;
  readonly remove: () => Promise<unknown>;
  readonly onDeleted: () => void;
  readonly onClose: () => void;
}

/**
 * Asks before one thing is deleted, with all that ends with it in sight. What nothing hangs on goes by one press;
 * otherwise its name must be typed. A refusal stays in the dialog, above what was chosen in it.
 */
export function DeleteDialog(props: DeleteDialogProps) {
  const { open, title, name, losses, nothingLost, confirmLabel, children, remove, onDeleted, onClose } =
    props;
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => unlessGone(remove()),
    onSuccess: onDeleted,
  });
  return (
    <TypedConfirm
      open={open}
      title={title}
      expected={losses.length === 0 ? undefined : name}
      typeLabel={t.form.typeName({ name })}
      typeWrong={t.form.typeWrong({ name })}
      confirmLabel={confirmLabel}
      cancelLabel={t.frame.cancel}
      pending={isPending}
      onConfirm={() => mutate()}
      onCancel={onClose}
      onClosed={reset}
    >
      <FormFailure failure={error} title={t.form.deleteFailed} />
      {losses.length === 0 ? (
        <p>{nothingLost}</p>
      ) : (
        <ul className="losses">
          {losses.map((loss) => (
            <li key={loss}>{loss}</li>
          ))}
        </ul>
      )}
      {children}
      <p>{t.form.final}</p>
    </TypedConfirm>
  );
}

/** Where somebody was quicker, what was wanted is so. */
async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof AuthorityError && error.code === 'not_found')) throw error;
  }
}
