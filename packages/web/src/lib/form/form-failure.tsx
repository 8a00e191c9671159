import { isUnsure } from '../failure.ts';
import { FailurePanel } from '../failure-panel.tsx';
import { t } from '../messages.ts';

export interface FormFailureProps {
  readonly failure: unknown;
  /** What was not done. */
  readonly title: string;
}

/** What the server said that is about no field: a right that is missing, a rule of the whole. */
export function FormFailure({ failure, title }: FormFailureProps) {
  if (failure == null) return null;
  return <FailurePanel error={failure} title={isUnsure(failure) ? t.form.unsure : title} kind="write" />;
}
