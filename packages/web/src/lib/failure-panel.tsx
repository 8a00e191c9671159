import { Button } from '../ui/button.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { paths } from './api.ts';
import { failureOf } from './failure.ts';
import { t } from './messages.ts';

export interface FailurePanelProps {
  readonly error: unknown;
  /** What did not work, as a title. */
  readonly title: string;
  readonly kind: 'read' | 'write';
  /** For what was read; a form is simply sent again. */
  readonly onRetry?: () => void;
}

/** An error in words, with the way on: try again, or sign in again. */
export function FailurePanel({ error, title, kind, onRetry }: FailurePanelProps) {
  const failure = failureOf(error, kind);
  return (
    <ErrorPanel
      title={title}
      text={failure.text}
      requestId={failure.signedOut ? undefined : failure.requestId}
      requestIdLabel={t.failure.requestId}
      copyLabels={{ ...t.copy, copy: t.failure.copyRequestId }}
      acts={
        failure.signedOut ? (
          <SignInAgain kind={kind} />
        ) : (
          onRetry && <Button onClick={onRetry}>{t.failure.retry}</Button>
        )
      }
    />
  );
}

/** In another tab where somebody has typed something that leaving would lose. */
function SignInAgain({ kind }: { kind: 'read' | 'write' }) {
  const { pathname, search } = location;
  const address = paths.signIn(pathname + search);
  return kind === 'read' ? (
    <a href={address}>{t.failure.signIn}</a>
  ) : (
    <a href={address} target="_blank" rel="noopener">
      {t.failure.signInElsewhere}
    </a>
  );
}
