import './delete-dialog.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { TypedConfirm } from '../../ui/typed-confirm.tsx';
import { forget, unlessGone } from '../gone.ts';
import { t } from '../messages.ts';
import { FormFailure } from './form-failure.tsx';

export interface DeleteDialogProps {
  readonly open: boolean;
  /** Under what key the cache holds all that was read of it. */
  readonly entity: readonly [kind: string, id: string];
  /** A question, with the name in it. */
  readonly title: string;
  /** What it is called: it must be typed where anything is lost with it. */
  readonly name: string;
  /** What will stop, from evidence, a sentence each; undefined while it is being counted. */
  readonly losses: readonly string[] | undefined;
  /** Said where nothing will. */
  readonly nothingLost?: string;
  readonly confirmLabel: string;
  /** What can be chosen about it. */
  readonly children?: ReactNode;
  readonly remove: () => Promise<unknown>;
  /** Leaves the page of what is gone. */
  readonly onDeleted: () => Promise<void>;
  readonly onClose: () => void;
}

/**
 * Asks before one thing is deleted, with all that ends with it in sight. What nothing hangs on goes by one press;
 * otherwise its name must be typed. A refusal stays in the dialog, above what was chosen in it. Afterwards the page
 * of what is gone is left first, and then everything in sight is read anew.
 */
export function DeleteDialog(props: DeleteDialogProps) {
  const { open, entity, title, name, losses, nothingLost, confirmLabel, children } = props;
  const { remove, onDeleted, onClose } = props;
  const cache = useQueryClient();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: async () => {
      await unlessGone(remove());
      await forget(cache, entity);
    },
    onSuccess: async () => {
      await onDeleted();
      // What ended with it can show anywhere.
      await cache.invalidateQueries();
    },
  });
  return (
    <TypedConfirm
      open={open}
      title={title}
      expected={losses?.length === 0 ? undefined : name}
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
      {losses === undefined ? (
        <p>{t.form.counting}</p>
      ) : losses.length === 0 ? (
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
