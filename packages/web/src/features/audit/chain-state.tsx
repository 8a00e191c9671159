import { useQuery } from '@tanstack/react-query';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { formatRelative } from '../../lib/time.ts';
import { ShieldIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { integrityQuery } from './queries.ts';

/** How far the chain of events fits. Where it breaks, that stands in the page until it is mended, and cannot be put away. */
export function ChainState({ now, isLive }: { now: number; isLive: boolean }) {
  const { data, error, refetch } = useQuery(integrityQuery(isLive));
  if (data === undefined) {
    return error === null ? null : (
      <FailurePanel
        error={error}
        title={t.failure.loading({ what: t.audit.integrity })}
        kind="read"
        onRetry={() => void refetch()}
      />
    );
  }
  const { fault, verifiedNumber, verifiedTime } = data;
  if (fault !== null) {
    return (
      <Notice tone="danger" live>
        <strong>{t.audit.brokenTitle({ number: fault.number })}</strong>
        <p>{fault.text}</p>
        <p>{t.audit.broken}</p>
      </Notice>
    );
  }
  return (
    <p className="audit-state">
      <ShieldIcon />
      {verifiedNumber === null || verifiedTime === null
        ? t.audit.unverified
        : t.audit.verified({ number: verifiedNumber, time: formatRelative(verifiedTime, now) })}
    </p>
  );
}
