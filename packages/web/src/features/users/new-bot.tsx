import type { User } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { type FormErrors, useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { EntitiesField, EntityField } from '../../lib/pick/entity-field.tsx';
import { pickedUser } from '../../lib/pick/picked-user.ts';
import { searchJoinableGroups } from '../../lib/pick/search-entities.ts';
import { searchPersons } from '../../lib/pick/search-persons.ts';
import { meQuery } from '../../lib/queries.ts';
import type { PickerItem } from '../../ui/picker.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useRefreshUsers } from './queries.ts';

interface BotDraft {
  readonly name: string;
  readonly login: string;
  readonly purpose: string;
  readonly owner: PickerItem | undefined;
  readonly groups: readonly PickerItem[];
}

export interface NewBotProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (bot: User) => void;
}

/** Makes a bot. Unless somebody else is chosen, whoever makes it answers for it. */
export function NewBot({ open, onClose, onCreated }: NewBotProps) {
  const { data: me } = useQuery(meQuery);
  const refresh = useRefreshUsers();
  const form = useForm<BotDraft, User>({
    initial: {
      name: '',
      login: '',
      purpose: '',
      owner: me === undefined ? undefined : pickedUser(me),
      groups: [],
    },
    check,
    write: async ({ name, login, purpose, owner, groups }) => {
      try {
        return await client.users.create({
          kind: 'bot',
          name: name.trim(),
          login: login.trim(),
          ...(owner !== undefined && { owner: { id: owner.id } }),
          ...(purpose.trim() !== '' && { purpose: purpose.trim() }),
          ...(groups.length > 0 && { groups: groups.map(({ id }) => ({ id })) }),
        });
      } finally {
        // Also after an error: without an answer nobody knows whether there is a new bot.
        void refresh();
      }
    },
    onDone: (bot) => {
      showToast(t.bots.created({ login: bot.login }));
      onClose();
      onCreated(bot);
    },
  });
  const { draft, errors, change } = form;
  return (
    <FormDialog
      form={form}
      title={t.bots.newTitle}
      open={open}
      onClose={onClose}
      submitLabel={t.bots.submit}
      failedTitle={t.bots.failed}
      note={t.bots.next}
    >
      <TextField
        ref={form.first}
        label={t.bots.name}
        error={errors.name}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={t.bots.login}
        hint={t.bots.loginHint}
        error={errors.login}
        value={draft.login}
        onChange={(login) => change({ login })}
      />
      <TextArea
        label={t.bots.purpose}
        hint={t.user.purposeHint}
        error={errors.purpose}
        rows={2}
        value={draft.purpose}
        onChange={(purpose) => change({ purpose })}
      />
      <EntityField
        label={t.bots.owner}
        hint={t.user.ownerHint}
        error={errors.owner}
        search={searchPersons()}
        value={draft.owner}
        onChange={(owner) => change({ owner })}
      />
      <EntitiesField
        label={t.bots.groups}
        hint={t.bots.groupsHint}
        error={errors.groups}
        search={searchJoinableGroups}
        value={draft.groups}
        onChange={(groups) => change({ groups })}
      />
    </FormDialog>
  );
}

function check({ name, login, owner }: BotDraft): FormErrors<BotDraft> {
  return {
    ...(name.trim() === '' && { name: t.user.nameMissing }),
    ...(login.trim() === '' && { login: t.user.loginMissing }),
    ...(owner === undefined && { owner: t.user.ownerMissing }),
  };
}
