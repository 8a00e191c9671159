import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { checkKeyed, type KeyedDraft, KeyedFields } from '../../lib/form/keyed-fields.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { showToast } from '../../ui/toast.tsx';

export interface NewRoleProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onMade: (roleId: string) => void;
}

const initial: KeyedDraft = { name: '', key: '', description: '' };

/** Makes a role that allows nothing yet: what it shall allow is chosen on its page. */
export function NewRole({ open, onClose, onMade }: NewRoleProps) {
  const refresh = useRefreshAccess();
  const form = useForm({
    initial,
    // The key may stay empty; the authority makes one from the name.
    check: ({ name, ...rest }) => checkKeyed({ name, ...rest, key: name }),
    write: ({ name, key, description }) =>
      client.roles.create({
        name: name.trim(),
        ...(key.trim() !== '' && { key: key.trim() }),
        ...(description !== '' && { description }),
        permissions: [],
      }),
    onDone: ({ id, name }) => {
      showToast(t.roles.made({ name }));
      void refresh();
      onClose();
      onMade(id);
    },
  });
  return (
    <FormDialog
      form={form}
      title={t.roles.newTitle}
      open={open}
      onClose={onClose}
      submitLabel={t.roles.submit}
      failedTitle={t.roles.notMade}
      note={t.roles.newNote}
    >
      <KeyedFields form={form} keyHint={t.roles.keyHint} />
    </FormDialog>
  );
}
