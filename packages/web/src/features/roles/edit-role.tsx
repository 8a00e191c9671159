import type { Role } from '@countersign/sdk';
import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { checkKeyed, KeyedFields } from '../../lib/form/keyed-fields.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { showToast } from '../../ui/toast.tsx';

export interface EditRoleProps {
  readonly role: Role;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function EditRole({ role, open, onClose }: EditRoleProps) {
  const refresh = useRefreshAccess();
  const { id, name, key, description } = role;
  const form = useForm({
    initial: { name, key, description: description ?? '' },
    check: checkKeyed,
    write: async (_draft, changed) => {
      if (Object.keys(changed).length > 0) await client.roles.update(id, changed);
    },
    onDone: () => {
      showToast(t.roles.saved);
      void refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t.roles.editTitle(role)}
      open={open}
      onClose={onClose}
      submitLabel={t.form.save}
      failedTitle={t.roles.notSaved}
    >
      <KeyedFields form={form} keyHint={t.roles.keyChangeHint} />
    </FormDialog>
  );
}
