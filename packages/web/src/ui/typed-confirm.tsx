import { useState } from 'react';
import { Confirm, type ConfirmProps } from './confirm.tsx';
import { TextField } from './text-field.tsx';

export interface TypedConfirmProps extends ConfirmProps {
  /** What must be typed: a name, a number. Without it one press is enough. */
  readonly expected: string | undefined;
  readonly typeLabel: string;
  /** Said when something else was typed. */
  readonly typeWrong: string;
  readonly inputMode?: 'numeric';
}

/** Asks before the end of many things, or of a whole identity: nobody types its name by one slip. */
export function TypedConfirm({
  expected,
  typeLabel,
  typeWrong,
  inputMode,
  children,
  onConfirm,
  onClosed,
  ...confirm
}: TypedConfirmProps) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <Confirm
      {...confirm}
      onConfirm={() => {
        if (expected === undefined || typed.trim() === expected) onConfirm();
        else setWrong(true);
      }}
      onClosed={() => {
        setTyped('');
        setWrong(false);
        onClosed?.();
      }}
    >
      {children}
      {expected === undefined ? null : (
        <TextField
          label={typeLabel}
          value={typed}
          error={wrong ? typeWrong : undefined}
          {...(inputMode !== undefined && { inputMode })}
          onChange={(text) => {
            setTyped(text);
            setWrong(false);
          }}
        />
      )}
    </Confirm>
  );
}
