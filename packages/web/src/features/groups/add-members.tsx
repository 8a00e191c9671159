import type { UserGroup } from '@countersign/sdk';
import { AuthorityError } from '@countersign/sdk';
import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { useRefreshAccess } from '../../lib/give-role/queries.ts';
import { t } from '../../lib/messages.ts';
import { EntitiesField } from '../../lib/pick/entity-field.tsx';
import { searchUsers } from '../../lib/pick/search-entities.ts';
import type { PickerItem } from '../../ui/picker.tsx';
import { showToast } from '../../ui/toast.tsx';

export interface AddMembersProps {
  readonly group: UserGroup;
  readonly open: boolean;
  readonly onClose: () => void;
}

interface Draft {
  readonly users: readonly PickerItem[];
}

const initial: Draft = { users: [] };

/** Puts users into the group, one after the other. Whoever is in by the time another is refused stays in. */
export function AddMembers({ group, open, onClose }: AddMembersProps) {
  const refresh = useRefreshAccess();
  const form = useForm({
    initial,
    check: ({ users }) => (users.length === 0 ? { users: t.groups.memberMissing } : {}),
    write: async ({ users }) => {
      try {
        for (const { id } of users) await join(group.id, id);
      } finally {
        void refresh();
      }
      return users.map(({ label }) => label);
    },
    onDone: (names) => {
      showToast(t.groups.added({ names, group: group.name }));
      onClose();
    },
  });
  const { draft, errors, change, first } = form;
  return (
    <FormDialog
      form={form}
      title={t.groups.addTitle(group)}
      open={open}
      onClose={onClose}
      submitLabel={t.groups.addSubmit({ count: draft.users.length })}
      failedTitle={t.groups.notAdded}
      note={t.groups.addNote}
    >
      <EntitiesField
        ref={first}
        label={t.groups.memberField}
        error={errors.users}
        search={searchUsers}
        value={draft.users}
        onChange={(users) => change({ users })}
      />
    </FormDialog>
  );
}

/** Somebody who is in already is no failure. */
async function join(groupId: string, userId: string): Promise<void> {
  try {
    await client.groups.addUser(groupId, userId);
  } catch (error) {
    if (!(error instanceof AuthorityError && error.code === 'conflict')) throw error;
  }
}
