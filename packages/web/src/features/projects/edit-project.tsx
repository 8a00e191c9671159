import type { Project } from '@countersign/sdk';
import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { checkKeyed, KeyedFields } from '../../lib/form/keyed-fields.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { showToast } from '../../ui/toast.tsx';

export interface EditProjectProps {
  readonly project: Project;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function EditProject({ project, open, onClose }: EditProjectProps) {
  const refresh = useRefreshAccess();
  const { id, name, key, description } = project;
  const form = useForm({
    initial: { name, key, description: description ?? '' },
    check: checkKeyed,
    write: async (_draft, changed) => {
      if (Object.keys(changed).length > 0) await client.projects.update(id, changed);
    },
    onDone: () => {
      showToast(t.projects.saved);
      void refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t.projects.editTitle(project)}
      open={open}
      onClose={onClose}
      submitLabel={t.form.save}
      failedTitle={t.projects.notSaved}
    >
      <KeyedFields form={form} keyHint={t.projects.keyChangeHint} />
    </FormDialog>
  );
}
