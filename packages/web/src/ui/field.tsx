import './field.css';
import { Field as Base } from '@base-ui/react/field';
import type { ReactNode } from 'react';

export interface FieldTexts {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value; the field says so until it is undefined again. */
  readonly error?: string | undefined;
}

/** The frame around every control of a form: its label, its hint, its error, each known to screen readers. */
export function Field({ label, hint, error, children }: FieldTexts & { children: ReactNode }) {
  return (
    <Base.Root className="field" invalid={error !== undefined}>
      <Base.Label className="field-label">{label}</Base.Label>
      {children}
      <Base.Error className="field-error" match={error !== undefined}>
        {error}
      </Base.Error>
      {hint === undefined || error !== undefined ? null : (
        <Base.Description className="field-hint">{hint}</Base.Description>
      )}
    </Base.Root>
  );
}
