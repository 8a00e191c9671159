import { Button } from '../ui/button.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { paths } from './api.ts';
import { ConfirmIdentity } from './confirm-identity.tsx';
import { failureOf, type Remedy } from './failure.ts';
import { t } from './messages.ts';

export interface FailurePanelProps {
  readonly error: unknown;
  /** What did not work, as a title. */
  readonly title: string;
  readonly kind: 'read' | 'write';
  /** For what was read; a form is simply sent again. */
  readonly onRetry?: () => void;
}

/** An error in words, with the way on: try again, sign in again, or set up what is required. */
export function FailurePanel({ error, title, kind, onRetry }: FailurePanelProps) {
  const { text, requestId, remedy } = failureOf(error, kind);
  return (
    <ErrorPanel
      title={title}
      text={text}
      requestId={remedy === undefined ? requestId : undefined}
      requestIdLabel={t.failure.requestId}
      copyLabels={{ ...t.copy, copy: t.failure.copyRequestId }}
      acts={
        remedy === undefined ? (
          onRetry && <Button onClick={onRetry}>{t.failure.retry}</Button>
        ) : (
          <RemedyLink remedy={remedy} kind={kind} />
        )
      }
    />
  );
}

/** In another tab where somebody has typed something that leaving would lose. */
function RemedyLink({ remedy, kind }: { remedy: Remedy; kind: 'read' | 'write' }) {
  if (remedy === 'sign-in-again' && kind === 'write') return <ConfirmIdentity />;
  const here = location.pathname + location.search;
  const addresses = {
    'sign-in': paths.signIn(here),
    'sign-in-again': paths.signIn(here, 'again'),
    'two-factor': paths.twoFactor(here),
  };
  const { inPlace, elsewhere } = t.failure.remedies[remedy];
  return kind === 'read' ? (
    <a href={addresses[remedy]}>{inPlace}</a>
  ) : (
    <a href={addresses[remedy]} target="_blank" rel="noopener">
      {elsewhere}
    </a>
  );
}
