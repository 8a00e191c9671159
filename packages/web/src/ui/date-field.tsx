import { Field as Base } from '@base-ui/react/field';
import type { Ref } from 'react';
import { Field, type FieldTexts } from './field.tsx';

export interface DateFieldProps extends FieldTexts {
  /** `2027-02-21`, or empty while no whole date is typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
  readonly min: string;
  readonly max: string;
}

/** A day, chosen with whatever the platform offers for it. */
export function DateField({ value, onChange, ref, min, max, ...texts }: DateFieldProps) {
  return (
    <Field {...texts}>
      <Base.Control
        ref={ref}
        type="date"
        className="control"
        value={value}
        min={min}
        max={max}
        onValueChange={onChange}
      />
    </Field>
  );
}
