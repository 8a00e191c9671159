import './field.css';
import './switch.css';
import { type ReactNode, useId } from 'react';
import { Tip } from './tip.tsx';

export interface SwitchProps {
  readonly label: string;
  /** Where the label is plain from the place, as in a table, only screen readers need it. */
  readonly labelHidden?: boolean;
  /** What it changes, and for whom. */
  readonly hint?: ReactNode;
  readonly checked: boolean;
  /** What is wrong with it, in a form that was sent. */
  readonly error?: string | undefined;
  /** Why it cannot be moved now; it can still be reached, and says so. */
  readonly disabledReason?: string | undefined;
  /** On its way: a second press does nothing. */
  readonly pending?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Something that is on or off: at once, or with the form that it stands in. */
export function Switch(props: SwitchProps) {
  const {
    label,
    labelHidden = false,
    hint,
    checked,
    error,
    disabledReason,
    pending = false,
    onChange,
  } = props;
  const id = useId();
  const stopped = pending || disabledReason !== undefined;
  const input = (
    <input
      id={id}
      className="switch-input"
      type="checkbox"
      role="switch"
      checked={checked}
      aria-checked={checked}
      aria-disabled={stopped || undefined}
      aria-busy={pending || undefined}
      aria-invalid={error !== undefined || undefined}
      aria-describedby={`${id}-hint`}
      onChange={(event) => !stopped && onChange(event.target.checked)}
    />
  );
  return (
    <div className="switch">
      {disabledReason === undefined ? input : <Tip text={disabledReason}>{input}</Tip>}
      <div className={labelHidden ? 'visually-hidden' : 'switch-texts'}>
        <label htmlFor={id}>{label}</label>
        <div id={`${id}-hint`} className="switch-hint">
          {error === undefined ? hint : <p className="field-error">{error}</p>}
          {disabledReason === undefined ? null : <p>{disabledReason}</p>}
        </div>
      </div>
    </div>
  );
}
