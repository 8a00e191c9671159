import type { ErrorComponentProps } from '@tanstack/react-router';
import { FailurePanel } from '../lib/failure-panel.tsx';
import { t } from '../lib/messages.ts';

/** Stands where a page should be that could not be shown. The frame around it goes on working. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  return (
    <>
      <h1 className="visually-hidden">{t.frame.product}</h1>
      <FailurePanel error={error} title={t.failure.page} kind="read" onRetry={reset} />
    </>
  );
}
