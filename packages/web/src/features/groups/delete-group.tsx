import type { UserGroup } from '@countersign/sdk';
import { useState } from 'react';
import { client } from '../../lib/api.ts';
import { DeleteDialog } from '../../lib/form/delete-dialog.tsx';
import { useImpact } from '../../lib/impact.ts';
import { t } from '../../lib/messages.ts';
import { EntityField } from '../../lib/pick/entity-field.tsx';
import { searchJoinableGroups } from '../../lib/pick/search-entities.ts';
import type { PickerItem } from '../../ui/picker.tsx';
import { showToast } from '../../ui/toast.tsx';

export interface DeleteGroupProps {
  readonly group: UserGroup;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Leaves the page of what is gone. */
  readonly onDeleted: () => Promise<void>;
}

export function DeleteGroup({ group, open, onClose, onDeleted }: DeleteGroupProps) {
  const [successor, setSuccessor] = useState<PickerItem>();
  const { data: impact, isPending } = useImpact('usergroups', group.id, open);
  const losses = t.groups.losses({
    members: impact?.members ?? group.userCount ?? 0,
    subgroups: group.subgroups.map(({ name }) => name),
    above: group.parent?.name,
    roles: impact?.roles ?? 0,
    services: group.services.map(({ name }) => name),
    managed: impact?.updaterOf ?? 0,
  });
  return (
    <DeleteDialog
      open={open}
      entity={['usergroups', group.id]}
      title={t.groups.deleteTitle(group)}
      name={group.name}
      losses={isPending ? undefined : losses}
      nothingLost={t.groups.nothingLost}
      confirmLabel={t.groups.deleteSubmit}
      remove={() => client.groups.delete(group.id, successor && { successor: successor.id })}
      onDeleted={() => {
        showToast(t.groups.deleted(group));
        return onDeleted();
      }}
      onClose={onClose}
    >
      {(impact?.members ?? 0) > 0 && (
        <EntityField
          label={t.groups.successor}
          hint={t.groups.successorHint}
          search={async (text, signal) =>
            (await searchJoinableGroups(text, signal)).filter(({ id }) => id !== group.id)
          }
          value={successor}
          onChange={setSuccessor}
        />
      )}
    </DeleteDialog>
  );
}
