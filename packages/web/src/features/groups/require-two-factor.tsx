import type { TwoFactorImpact, UserGroup } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { client, paths } from '../../lib/api.ts';
import { dateMax, startOfDay } from '../../lib/calendar-day.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { DateField } from '../../ui/date-field.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { twoFactorImpactQuery } from './queries.ts';
import { firstDay, requirementDraft } from './requirement-draft.ts';

export interface RequireTwoFactorProps {
  readonly group: UserGroup;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Before a group requires a second factor: whom it would limit, and from when on. */
export function RequireTwoFactor({ group, open, onClose }: RequireTwoFactorProps) {
  const refresh = useRefreshAccess();
  const now = useNow();
  const impact = useQuery(twoFactorImpactQuery(group.id, open));
  const form = useForm({
    initial: requirementDraft(now),
    check: ({ when, twoFactorRequiredFrom }) =>
      when === 'date' && startOfDay(twoFactorRequiredFrom) === undefined
        ? { twoFactorRequiredFrom: t.groups.dateMissing }
        : {},
    write: ({ when, twoFactorRequiredFrom }) =>
      client.groups.update(group.id, {
        requiredTwoFactorAuthentication: true,
        twoFactorRequiredFrom: when === 'date' ? startOfDay(twoFactorRequiredFrom) : null,
      }),
    onDone: () => {
      showToast(t.groups.saved);
      void refresh();
      onClose();
    },
  });
  const { draft, errors, change, first } = form;
  return (
    <FormDialog
      form={form}
      title={t.groups.requireTitle(group)}
      open={open}
      onClose={onClose}
      submitLabel={t.groups.requireSubmit}
      failedTitle={t.groups.notSaved}
    >
      {impact.data !== undefined ? (
        <Limits impact={impact.data} isAtOnce={draft.when === 'now'} />
      ) : impact.error === null ? (
        <Skeleton label={t.frame.loading} lines={3} />
      ) : (
        <FailurePanel
          error={impact.error}
          title={t.failure.loading({ what: t.groups.requireWhat })}
          kind="read"
          onRetry={() => void impact.refetch()}
        />
      )}
      <Select
        label={t.groups.requireWhen}
        options={[
          { value: 'date', label: t.groups.requireFromDate },
          { value: 'now', label: t.groups.requireNow },
        ]}
        value={draft.when}
        onChange={(when) => change({ when })}
      />
      {draft.when === 'date' && (
        <DateField
          ref={first}
          label={t.groups.requireDate}
          hint={t.groups.requireDateHint}
          error={errors.twoFactorRequiredFrom}
          value={draft.twoFactorRequiredFrom}
          min={firstDay(now)}
          max={dateMax}
          onChange={(twoFactorRequiredFrom) => change({ twoFactorRequiredFrom })}
        />
      )}
    </FormDialog>
  );
}

function Limits({ impact, isAtOnce }: { impact: TwoFactorImpact; isAtOnce: boolean }) {
  const { people, limited, users, bots, self } = impact;
  return (
    <>
      <p>{t.groups.limited({ people, limited })}</p>
      {users.length > 0 && (
        <p>{t.groups.limitedNames({ logins: users.map(({ login }) => login), count: limited })}</p>
      )}
      {bots > 0 && <p>{t.groups.botsKeep({ count: bots })}</p>}
      {self && (
        <Notice
          tone="warning"
          acts={
            <LinkButton href={paths.twoFactor(location.pathname + location.search)}>
              {t.twoFactor.setUp}
            </LinkButton>
          }
        >
          <p>{isAtOnce ? t.groups.limitsYouNow : t.groups.limitsYou}</p>
        </Notice>
      )}
    </>
  );
}
