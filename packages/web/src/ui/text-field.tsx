import { Field as Base } from '@base-ui/react/field';
import type { Ref } from 'react';
import { Field, type FieldTexts } from './field.tsx';

export interface TextFieldProps extends FieldTexts {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
  readonly lines?: 'one' | 'many';
  readonly inputMode?: 'numeric';
}

export function TextField({ value, onChange, ref, lines = 'one', inputMode, ...texts }: TextFieldProps) {
  return (
    <Field {...texts}>
      <Base.Control
        ref={ref}
        className="control"
        value={value}
        onValueChange={onChange}
        inputMode={inputMode}
        autoComplete="off"
        render={lines === 'many' ? <textarea rows={3} /> : undefined}
      />
    </Field>
  );
}
