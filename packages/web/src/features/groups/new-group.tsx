import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { showToast } from '../../ui/toast.tsx';
import { checkGroup, type GroupDraft, groupChange } from './group-draft.ts';
import { GroupFields } from './group-fields.tsx';

export interface NewGroupProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onMade: (groupId: string) => void;
}

interface Draft extends GroupDraft {
  readonly autoJoin: boolean;
  readonly requiredTwoFactorAuthentication: boolean;
}

const initial: Draft = {
  name: '',
  description: '',
  parent: undefined,
  autoJoin: false,
  requiredTwoFactorAuthentication: false,
};

export function NewGroup({ open, onClose, onMade }: NewGroupProps) {
  const refresh = useRefreshAccess();
  const form = useForm({
    initial,
    check: checkGroup,
    write: ({ autoJoin, requiredTwoFactorAuthentication, ...draft }) =>
      client.groups.create({
        ...groupChange(draft),
        name: draft.name.trim(),
        autoJoin,
        requiredTwoFactorAuthentication,
      }),
    onDone: ({ id, name }) => {
      showToast(t.groups.made({ name }));
      void refresh();
      onClose();
      onMade(id);
    },
  });
  const { draft, change } = form;
  return (
    <FormDialog
      form={form}
      title={t.groups.newTitle}
      open={open}
      onClose={onClose}
      submitLabel={t.groups.submit}
      failedTitle={t.groups.notMade}
    >
      <GroupFields form={form} />
      <div>
        <Checkbox
          label={t.groups.autoJoin}
          checked={draft.autoJoin}
          onChange={(autoJoin) => change({ autoJoin })}
        />
        <p className="field-hint">{t.groups.autoJoinHint}</p>
      </div>
      <div>
        <Checkbox
          label={t.groups.twoFactor}
          checked={draft.requiredTwoFactorAuthentication}
          onChange={(requiredTwoFactorAuthentication) => change({ requiredTwoFactorAuthentication })}
        />
        <p className="field-hint">{t.groups.twoFactorHint}</p>
      </div>
    </FormDialog>
  );
}
