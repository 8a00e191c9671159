import type { User, UserUpdate } from '@countersign/sdk';
import { client } from '../../lib/api.ts';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { type FormErrors, useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { EntityField } from '../../lib/pick/entity-field.tsx';
import { pickedUser } from '../../lib/pick/picked-user.ts';
import { searchPersons } from '../../lib/pick/search-persons.ts';
import { Notice } from '../../ui/notice.tsx';
import type { PickerItem } from '../../ui/picker.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useRefreshUsers } from './queries.ts';

interface AccountDraft {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly owner: PickerItem | undefined;
  readonly purpose: string;
}

export interface EditUserProps {
  readonly user: User;
  /** Why login and e-mail stay as they are; undefined where they can be changed. */
  readonly refusals: { readonly login: string | undefined; readonly email: string | undefined };
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Changes an account. Of a bot also who answers for it, and what it is for. */
export function EditUser({ user, refusals, open, onClose }: EditUserProps) {
  const refresh = useRefreshUsers();
  const isBot = user.kind === 'bot';
  const form = useForm<AccountDraft, unknown>({
    initial: draftOf(user),
    check: (draft) => check(draft, isBot),
    write: async (_draft, changed) => {
      const change = changeOf(changed);
      if (Object.keys(change).length === 0) return;
      await client.users.update(user.id, change);
      await refresh();
    },
    onDone: () => {
      showToast(t.user.edited);
      onClose();
    },
  });
  const { draft, errors, change } = form;
  const fixed = refusals.login ?? (isBot ? undefined : refusals.email);
  return (
    <FormDialog
      form={form}
      title={t.user.editTitle({ login: user.login })}
      open={open}
      onClose={onClose}
      submitLabel={t.user.editSubmit}
      failedTitle={t.user.editFailed}
    >
      <TextField
        ref={form.first}
        label={isBot ? t.user.botName : t.user.name}
        error={errors.name}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      {refusals.login === undefined && (
        <TextField
          label={t.user.login}
          hint={isBot ? undefined : t.user.loginHint}
          error={errors.login}
          value={draft.login}
          onChange={(login) => change({ login })}
        />
      )}
      {refusals.email === undefined && !isBot && (
        <TextField
          label={t.user.email}
          error={errors.email}
          value={draft.email}
          inputMode="email"
          onChange={(email) => change({ email })}
        />
      )}
      {fixed !== undefined && <Notice tone="plain">{fixed}</Notice>}
      {isBot && (
        <>
          <EntityField
            label={t.user.owner}
            hint={t.user.ownerHint}
            error={errors.owner}
            search={searchPersons()}
            value={draft.owner}
            onChange={(owner) => change({ owner })}
          />
          <TextArea
            label={t.user.purpose}
            hint={t.user.purposeHint}
            error={errors.purpose}
            value={draft.purpose}
            onChange={(purpose) => change({ purpose })}
          />
        </>
      )}
    </FormDialog>
  );
}

function draftOf({ login, name, profile, owner, purpose }: User): AccountDraft {
  return {
    login,
    name,
    email: profile.email?.email ?? '',
    owner: owner === null ? undefined : pickedUser(owner),
    purpose: purpose ?? '',
  };
}

function check({ login, name, owner }: AccountDraft, isBot: boolean): FormErrors<AccountDraft> {
  return {
    ...(login.trim() === '' && { login: t.user.loginMissing }),
    ...(name.trim() === '' && { name: t.user.nameMissing }),
    ...(isBot && owner === undefined && { owner: t.user.ownerMissing }),
  };
}

/** What is not as it was, and nothing else. */
function changeOf({ login, name, email, owner, purpose }: Partial<AccountDraft>): UserUpdate {
  return {
    ...(login !== undefined && { login: login.trim() }),
    ...(name !== undefined && { name: name.trim() }),
    ...(email !== undefined && { email: email.trim() }),
    ...(owner !== undefined && { owner: { id: owner.id } }),
    ...(purpose !== undefined && { purpose: purpose.trim() }),
  };
}
