import { type ReactNode, useState } from 'react';
import { showToast } from '../../ui/toast.tsx';
import { TypedConfirm, type TypedConfirmProps } from '../../ui/typed-confirm.tsx';
import { t } from '../messages.ts';
import { FailedRows } from './failed-rows.tsx';
import type { OneByOne } from './one-by-one.ts';

export interface ConfirmOneByOneProps<Row extends { readonly id: string }> {
  readonly open: boolean;
  readonly rows: readonly Row[];
  readonly nameOf: (row: Row) => string;
  readonly act: OneByOne<Row>;
  /** What must be typed first, where one press is not enough. */
  readonly typed?: Pick<TypedConfirmProps, 'typeLabel' | 'typeWrong' | 'inputMode'> & {
    readonly expected: string;
  };
  readonly texts: {
    readonly title: string;
    readonly submit: string;
    readonly pending: (progress: { done: number; count: number }) => string;
    readonly done: (over: { names: readonly string[] }) => string;
    readonly failed: (outcome: { failed: number; count: number }) => string;
  };
  /** What will happen. */
  readonly children: ReactNode;
  readonly onDone?: (ids: ReadonlySet<string>) => void;
  /** Where to go on from when the rows that one came from are gone. */
  readonly nextFocus?: (() => HTMLElement | null) | undefined;
  readonly onClose: () => void;
  readonly onClosed?: () => void;
}

/** Asks before an end, then ends one by one. What could not be ended stays in the dialog, each with its reason. */
export function ConfirmOneByOne<Row extends { readonly id: string }>(props: ConfirmOneByOneProps<Row>) {
  const { open, rows, nameOf, act, typed, texts, children, onDone, nextFocus, onClose, onClosed } = props;
  const [anyGone, setAnyGone] = useState(false);
  const { failures, done } = act;
  const failed = failures.length > 0;
  const count = failed ? failures.length : rows.length;

  const run = async () => {
    const targets = failed ? failures.map(({ row }) => row) : rows;
    const gone = await act.run(targets);
    if (gone.length > 0) {
      showToast(texts.done({ names: gone.map(nameOf) }));
      onDone?.(new Set(gone.map(({ id }) => id)));
      setAnyGone(true);
    }
    if (gone.length === targets.length) onClose();
  };

  return (
    <TypedConfirm
      open={open}
      {...(typed === undefined || failed ? { expected: undefined, typeLabel: '', typeWrong: '' } : typed)}
      title={texts.title}
      cancelLabel={failed ? t.frame.close : t.frame.cancel}
      confirmLabel={
        done !== undefined ? texts.pending({ done, count }) : failed ? t.list.retry : texts.submit
      }
      pending={done !== undefined}
      onConfirm={() => void run()}
      onCancel={onClose}
      onClosed={() => {
        act.reset();
        setAnyGone(false);
        onClosed?.();
      }}
      {...(anyGone && nextFocus !== undefined && { nextFocus })}
    >
      {failed ? (
        <FailedRows
          title={texts.failed({ failed: failures.length, count: rows.length })}
          failures={failures}
          nameOf={nameOf}
        />
      ) : (
        children
      )}
    </TypedConfirm>
  );
}
