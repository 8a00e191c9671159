import './checkbox.css';
import { useEffect, useRef } from 'react';

export interface CheckboxProps {
  readonly label: string;
  /** Where the label is plain from the place, as in a table, only screen readers need it. */
  readonly labelHidden?: boolean;
  readonly checked: boolean;
  /** Some of what it stands for is checked. */
  readonly partly?: boolean;
  /** It cannot be changed now, for a reason in plain sight. */
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({
  label,
  labelHidden = false,
  checked,
  partly = false,
  disabled = false,
  onChange,
}: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  // The only state of a checkbox that has no attribute.
  useEffect(() => {
    if (input.current !== null) input.current.indeterminate = partly;
  }, [partly]);
  return (
    <label className="checkbox">
      <input
        ref={input}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={labelHidden ? 'visually-hidden' : undefined}>{label}</span>
    </label>
  );
}
