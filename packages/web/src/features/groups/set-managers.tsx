import type { UserGroup } from '@countersign/sdk';
import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { EntitiesField } from '../../lib/pick/entity-field.tsx';
import { searchGroups } from '../../lib/pick/search-entities.ts';
import { showToast } from '../../ui/toast.tsx';

export interface SetManagersProps {
  readonly group: UserGroup;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Says whose members may change who is in the group. */
export function SetManagers({ group, open, onClose }: SetManagersProps) {
  const refresh = useRefreshAccess();
  const form = useForm({
    initial: { updaters: group.updaters.map(({ id, name }) => ({ id, label: name })) },
    write: ({ updaters }) => client.groups.update(group.id, { updaters: updaters.map(({ id }) => ({ id })) }),
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
      title={t.groups.managersTitle(group)}
      open={open}
      onClose={onClose}
      submitLabel={t.form.save}
      failedTitle={t.groups.notSaved}
    >
      <EntitiesField
        ref={first}
        label={t.groups.managers}
        hint={t.groups.managersHint}
        error={errors.updaters}
        search={searchGroups}
        value={draft.updaters}
        onChange={(updaters) => change({ updaters: [...updaters] })}
      />
    </FormDialog>
  );
}
