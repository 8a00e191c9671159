import type { UserGroup } from '@countersign/sdk';
import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { showToast } from '../../ui/toast.tsx';
import { checkGroup, draftOf, groupChange } from './group-draft.ts';
import { GroupFields } from './group-fields.tsx';

export interface EditGroupProps {
  readonly group: UserGroup;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function EditGroup({ group, open, onClose }: EditGroupProps) {
  const refresh = useRefreshAccess();
  const form = useForm({
    initial: draftOf(group),
    check: checkGroup,
    write: async (_draft, changed) => {
      if (Object.keys(changed).length > 0) await client.groups.update(group.id, groupChange(changed));
    },
    onDone: () => {
      showToast(t.groups.saved);
      void refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t.groups.editTitle(group)}
      open={open}
      onClose={onClose}
      submitLabel={t.form.save}
      failedTitle={t.groups.notSaved}
    >
      <GroupFields form={form} />
    </FormDialog>
  );
}
