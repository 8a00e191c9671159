import { Field as Base } from '@base-ui/react/field';
import type { ComponentProps, Ref } from 'react';
import { Field, type FieldTexts } from './field.tsx';

export interface TextFieldProps extends FieldTexts {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
  readonly inputMode?: 'numeric' | 'email' | 'url';
  readonly type?: 'text' | 'password';
  /** Off unless the browser may know the value, or shall make one up. */
  readonly autoComplete?: ComponentProps<'input'>['autoComplete'];
}

/** A text of one line. */
export function TextField({
  value,
  onChange,
  ref,
  inputMode,
  type = 'text',
  autoComplete = 'off',
  ...texts
}: TextFieldProps) {
  return (
    <Field {...texts}>
      <Base.Control
        ref={ref}
        className="control"
        type={type}
        value={value}
        onValueChange={onChange}
        inputMode={inputMode}
        autoComplete={autoComplete}
      />
    </Field>
  );
}
