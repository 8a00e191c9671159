import { Field as Base } from '@base-ui/react/field';
import { Field, type FieldTexts } from './field.tsx';

export interface TextAreaProps extends FieldTexts {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
}

/** A text of several lines. */
export function TextArea({ value, onChange, rows = 3, ...texts }: TextAreaProps) {
  return (
    <Field {...texts}>
      <Base.Control
        className="control"
        value={value}
        onValueChange={onChange}
        autoComplete="off"
        render={<textarea rows={rows} />}
      />
    </Field>
  );
}
