import './group-general.css';
import type { UserGroup } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { GroupLink } from '../../lib/group-link.tsx';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { PageSection, PageSections } from '../../lib/page/page-section.tsx';
import { formatDate } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { Faint } from '../../ui/faint.tsx';
import { BinIcon, PencilIcon } from '../../ui/icons.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DeleteGroup } from './delete-group.tsx';
import { EditGroup } from './edit-group.tsx';
import { GroupNames } from './group-names.tsx';
import { RequireTwoFactor } from './require-two-factor.tsx';
import { SetManagers } from './set-managers.tsx';

export interface GroupGeneralProps {
  readonly group: UserGroup;
  /** Leaves the page of what is gone. */
  readonly onDeleted: () => Promise<void>;
}

/** What a group is, what holds for its members, and who manages it. */
export function GroupGeneral({ group, onDeleted }: GroupGeneralProps) {
  const acts = useActs('usergroups', group.id);
  const now = useNow();
  const [dialog, setDialog] = useState<'edit' | 'managers' | 'require' | 'delete'>();
  const onClose = () => setDialog(undefined);
  // Of a built-in group, the duty to have a second factor is all that can change.
  const fixed = group.implicit ? t.groups.builtInReason : undefined;
  const updateRefusal = acts.reasonOf('update');
  return (
    <PageSections>
      <PageSection
        title={t.form.about}
        acts={
          <>
            <Button
              icon={<PencilIcon />}
              disabledReason={updateRefusal ?? fixed}
              onClick={() => setDialog('edit')}
            >
              {t.form.edit}
            </Button>
            <Button
              icon={<BinIcon />}
              disabledReason={fixed ?? acts.reasonOf('delete')}
              onClick={() => setDialog('delete')}
            >
              {t.form.delete}
            </Button>
          </>
        }
      >
        <Card padded>
          <Facts facts={factsOf(group, now)} />
        </Card>
      </PageSection>
      <PageSection title={t.groups.rules}>
        <Card padded>
          <Rules
            group={group}
            updateRefusal={updateRefusal}
            fixed={fixed}
            now={now}
            onRequire={() => setDialog('require')}
          />
        </Card>
      </PageSection>
      <PageSection
        title={t.groups.managers}
        lead={t.groups.managersHint}
        acts={
          <Button
            icon={<PencilIcon />}
            disabledReason={fixed === undefined ? acts.reasonOf('setUpdaters') : t.groups.builtInMembers}
            onClick={() => setDialog('managers')}
          >
            {t.groups.changeManagers}
          </Button>
        }
      >
        <Card padded>
          {group.updaters.length === 0 ? (
            <Faint>{t.groups.noManagers}</Faint>
          ) : (
            <GroupNames groups={group.updaters} />
          )}
        </Card>
      </PageSection>
      <EditGroup group={group} open={dialog === 'edit'} onClose={onClose} />
      <SetManagers group={group} open={dialog === 'managers'} onClose={onClose} />
      <RequireTwoFactor group={group} open={dialog === 'require'} onClose={onClose} />
      <DeleteGroup group={group} open={dialog === 'delete'} onClose={onClose} onDeleted={onDeleted} />
    </PageSections>
  );
}

function factsOf(group: UserGroup, now: number): readonly Fact[] {
  const { description, parent, subgroups, creationTime, implicit } = group;
  return [
    { label: t.form.description, value: description ?? <Faint>{t.form.none}</Faint> },
    {
      label: t.groups.parent,
      value: parent === null ? <Faint>{t.groups.atTop}</Faint> : <GroupLink group={parent} />,
    },
    {
      label: t.groups.subgroups,
      value: subgroups.length === 0 ? <Faint>{t.form.none}</Faint> : <GroupNames groups={subgroups} />,
    },
    ...(implicit ? [] : [{ label: t.groups.created, value: <Moment instant={creationTime} now={now} /> }]),
  ];
}

interface RulesProps {
  readonly group: UserGroup;
  readonly updateRefusal: string | undefined;
  readonly fixed: string | undefined;
  readonly now: number;
  /** Asks whom it would limit, and from when on. */
  readonly onRequire: () => void;
}

/** What is switched on and off for a whole group: at once, but what would limit its members is asked about. */
function Rules({ group, updateRefusal, fixed, now, onRequire }: RulesProps) {
  const refresh = useRefreshAccess();
  const { mutate, variables, isPending, error } = useMutation({
    mutationFn: (change: { autoJoin?: boolean; requiredTwoFactorAuthentication?: false }) =>
      client.groups.update(group.id, change),
    onSuccess: () => {
      showToast(t.groups.saved);
      void refresh();
    },
  });
  const moving = isPending ? variables : {};
  const { twoFactorRequiredFrom: from } = group;
  return (
    <div className="group-rules">
      <FormFailure failure={error} title={t.groups.notSaved} />
      <Switch
        label={t.groups.autoJoin}
        hint={t.groups.autoJoinHint}
        checked={moving.autoJoin ?? group.autoJoin}
        pending={isPending}
        disabledReason={updateRefusal ?? (fixed === undefined ? undefined : t.groups.builtInMembers)}
        onChange={(autoJoin) => mutate({ autoJoin })}
      />
      <Switch
        label={t.groups.twoFactor}
        hint={
          <>
            {t.groups.twoFactorHint}
            {from !== null && from > now && <p>{t.groups.twoFactorFrom({ date: formatDate(from) })}</p>}
            {group.parentsRequireTwoFactorAuthentication && <p>{t.groups.twoFactorAbove}</p>}
          </>
        }
        checked={moving.requiredTwoFactorAuthentication ?? group.requiredTwoFactorAuthentication}
        pending={isPending}
        disabledReason={updateRefusal}
        onChange={(isWanted) => (isWanted ? onRequire() : mutate({ requiredTwoFactorAuthentication: false }))}
      />
    </div>
  );
}
