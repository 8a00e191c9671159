import type { Service } from '@countersign/sdk';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Ref } from 'react';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { MultiSelect } from '../../ui/multi-select.tsx';
import { Notice } from '../../ui/notice.tsx';

export interface ScopeFieldProps {
  readonly services: UseQueryResult<{ readonly services: readonly Service[] }>;
  readonly chosen: readonly Service[];
  /** What a link asked for in vain. */
  readonly unknown: readonly string[];
  readonly error: string | undefined;
  readonly ref: Ref<HTMLInputElement>;
  readonly onChange: (serviceIds: readonly string[]) => void;
}

/** Which services shall accept the token: any that its maker may read. */
export function ScopeField({ services, chosen, unknown, error, ref, onChange }: ScopeFieldProps) {
  if (services.error !== null && services.data === undefined) {
    return (
      <FailurePanel
        error={services.error}
        title={t.failure.loading({ what: t.failure.services })}
        kind="read"
        onRetry={() => void services.refetch()}
      />
    );
  }
  const offered = services.data?.services ?? [];
  return (
    <>
      <MultiSelect
        ref={ref}
        label={t.issue.scope}
        hint={t.issue.scopeHint}
        error={error}
        options={offered.map(({ id, name, key }) => ({ id, label: name, note: key }))}
        value={chosen.map(({ id }) => id)}
        onChange={onChange}
        placeholder={t.issue.scopeSearch}
        emptyText={services.isPending ? t.issue.scopeLoading : t.issue.scopeNone}
        openLabel={t.issue.scopeOpen}
        removeLabel={(name) => t.issue.scopeRemove({ name })}
      />
      {unknown.length > 0 && services.data !== undefined ? (
        <Notice tone="warning">{t.issue.scopeUnknown({ keys: unknown })}</Notice>
      ) : null}
    </>
  );
}
