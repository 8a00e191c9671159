import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { checkKeyed, type KeyedDraft, KeyedFields } from '../../lib/form/keyed-fields.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { showToast } from '../../ui/toast.tsx';

export interface NewProjectProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onMade: (projectId: string) => void;
}

const initial: KeyedDraft = { name: '', key: '', description: '' };

export function NewProject({ open, onClose, onMade }: NewProjectProps) {
  const refresh = useRefreshAccess();
  const form = useForm({
    initial,
    check: checkKeyed,
    write: ({ name, key, description }) =>
      client.projects.create({
        name: name.trim(),
        key: key.trim(),
        ...(description !== '' && { description }),
      }),
    onDone: ({ id, name }) => {
      showToast(t.projects.made({ name }));
      void refresh();
      onClose();
      onMade(id);
    },
  });
  return (
    <FormDialog
      form={form}
      title={t.projects.newTitle}
      open={open}
      onClose={onClose}
      submitLabel={t.projects.submit}
      failedTitle={t.projects.notMade}
    >
      <KeyedFields form={form} keyHint={t.projects.keyHint} />
    </FormDialog>
  );
}
